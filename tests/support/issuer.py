"""Carry the tokens that ``tests.support.tokens`` signs as headers with any claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.event import Place
from shared.contracts.words import Role
from tests.support.tokens import Tokens


@dataclass(slots=True, frozen=True)
class Issuer:
    """Makes the Authorization header of whoever a test wants to be."""

    tokens: Tokens

    def bearer(
        self,
        who: str,
        role: Role,
        *,
        estate: str = "sample",
        name: str = "",
        place: Place | None = None,
        lasts: timedelta = timedelta(hours=1),
    ) -> dict[str, str]:
        """Return the header with a token for ``who``."""
        home: Mapping[str, str] = place.model_dump(exclude_none=True) if place else {}
        claims: dict[str, str | Mapping[str, str]] = {"place": home} if home else {}
        token = self.tokens(role, who, estate=estate, lasts=lasts, name=name, **claims)
        return {"Authorization": f"Bearer {token}"}
