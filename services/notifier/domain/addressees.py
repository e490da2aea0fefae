"""Say whom a notice is for: the estate, buildings, units, or a list of owners."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from services.notifier.domain.contact import Contact
from services.notifier.domain.kinds import Kind
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
    """How many are meant, how many can be told by nothing, and how many want no notices.

    ``by_outlet``: by which each of the others is tried first; an emergency goes by all at once.
    """

    people: int
    unreachable: int
    muted: int
    by_outlet: Mapping[Outlet, int]


def reached(people: Iterable[Contact], *, emergency: bool) -> Reached:
    """Count before anything is sent."""
    meant = tuple(people)
    kind = None if emergency else Kind.NOTICE
    wanting = [one for one in meant if not one.mutes(kind)]
    ways = [_outlets(one, kind) for one in wanting]
    tried = chain.from_iterable(found if emergency else found[:1] for found in ways)
    return Reached(
        people=len(meant),
        unreachable=ways.count([]),
        muted=len(meant) - len(wanting),
        by_outlet=Counter(tried),
    )


def _outlets(contact: Contact, kind: Kind | None) -> list[Outlet]:
    return [way.outlet for way in contact.plan(kind=kind) if way.outlet is not Outlet.PHONE]
