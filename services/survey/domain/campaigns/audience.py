"""Say by rule which households a campaign asks."""

import hashlib
from typing import Annotated

from pydantic import Field

from services.survey.domain.campaigns.questions import Written
from services.survey.domain.owner import Owner


class Audience(Written):
    """All households, or those of some buildings, of some units (``3-2``), or a share by lot."""

    buildings: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    units: Annotated[tuple[str, ...], Field(max_length=500)] = ()
    share: Annotated[float, Field(gt=0, le=1)] = 1

    def asks(self, owner: Owner, lot: str) -> bool:
        """Tell whether the owner's household is asked; the same ``lot`` draws the same ones."""
        somewhere = not (self.buildings or self.units)
        here = owner.building in self.buildings or f"{owner.building}-{owner.unit}" in self.units
        return (somewhere or here) and drawn(f"{lot}\0{owner.household}", self.share)


def drawn(identity: str, share: float) -> bool:
    """Tell whether ``identity`` is among the share of all: by its id, so that repeats agree."""
    digest = hashlib.blake2b(identity.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * 2**64
