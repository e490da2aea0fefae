"""What intake keeps of its estate: the number that is answered day and night."""

from dataclasses import dataclass
from typing import Self

from shared.contracts.estates import EstateChanged
from shared.kernel.aggregate import Aggregate


@dataclass(slots=True, kw_only=True)
class Estate(Aggregate):
    """An estate as the gateway last told it; its id is the estate's own."""

    phone: str = ""
    edition: int = -1

    @classmethod
    def unheard_of(cls, estate: str) -> Self:
        """Return an estate of which nothing has been told yet."""
        return cls(id=estate, estate=estate)

    def learn(self, told: EstateChanged) -> None:
        """Take over the particulars, unless newer ones are known already."""
        if told.version > self.edition:
            self.edition, self.phone = told.version, told.phone or ""
