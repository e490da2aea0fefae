"""Say whom a notice is for: the estate, buildings, units, or a list of owners."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.notifier.domain.contact import Contact
from shared.contracts.words import Outlet, Role


@dataclass(slots=True, frozen=True, kw_only=True)
class Scope:
    """Whom it is for: all of these together; nothing at all is the whole estate.

    A unit is written with its building: ``3-2``.
    """

    buildings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Tell whether it is for everybody."""
        return not (self.buildings or self.units or self.owners)

    def covers(self, contact: Contact) -> bool:
        """Tell whether it is for somebody."""
        if not contact.active or contact.role is not Role.OWNER:
            return False
        if self.is_whole or contact.person in self.owners:
            return True
        place = contact.place
        if place is None or place.building is None:
            return False
        return place.building in self.buildings or f"{place.building}-{place.unit}" in self.units


@dataclass(slots=True, frozen=True, kw_only=True)
class Reached:
    """How many are meant, by which outlet each is tried first, and how many by none."""

    people: int
    unreachable: int
    by_outlet: Mapping[Outlet, int]


def reached(people: Iterable[Contact]) -> Reached:
    """Count before anything is sent."""
    firsts = [next((way.outlet for way in one.plan()), None) for one in people]
    counted = Counter(first for first in firsts if first)
    return Reached(people=len(firsts), unreachable=firsts.count(None), by_outlet=counted)
