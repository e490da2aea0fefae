"""What the survey service keeps of an owner: which household, where, and the number to call."""

from dataclasses import dataclass
from typing import Self

from services.survey.domain.campaigns.ticket import bucket_of
from services.survey.domain.forums.seating import floor_of
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.contracts.phone import Phone
from shared.contracts.requests import Reporter
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id


@dataclass(slots=True, kw_only=True)
class Owner(Aggregate):
    """A registered owner as last told; the number is for return calls (回访), nothing is sent."""

    owner_id: str
    household: str = ""
    bucket: int = 0
    building: str = ""
    unit: str = ""
    floor: int | None = None
    phone: Phone | None = None
    active: bool = False
    edition: int = -1

    @classmethod
    def unheard_of(cls, owner_id: str, estate: str) -> Self:
        """Return an owner of whom nothing has been told yet."""
        return cls(id=key_of(owner_id, estate), estate=estate, owner_id=owner_id)

    def learn(self, told: OwnerChanged) -> bool:
        """Take over the particulars; false if newer ones are known already.

        Of one who has gone the home stays known, until they are to be forgotten.
        """
        if told.version <= self.edition:
            return False
        self.edition, self.active = told.version, told.active
        if not told.active:
            return True
        self.household = told.household_id
        self.bucket = bucket_of(self.estate, told.household_id)
        self.building, self.unit = told.place.building or "", told.place.unit or ""
        self.floor, self.phone = floor_of(told.place.room), told.phone
        return True

    @property
    def is_erased(self) -> bool:
        """Tell whether they were known here, and have been forgotten."""
        return self.edition >= 0 and not (self.active or self.household)

    @property
    def reporter(self) -> Reporter:
        """The owner as the one who is told."""
        return Reporter(owner_id=self.owner_id, place=Place(building=self.building or None))


def key_of(owner_id: str, estate: str) -> str:
    """Return the id under which an owner is kept; two estates never share one."""
    return derived_id("owner", estate, owner_id)
