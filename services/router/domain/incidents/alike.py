"""Sum up open requests that say the same, so that nobody's affairs are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.router.domain.incidents.nearness import shared_spot, shared_topic
from services.router.domain.incidents.recognition import Report
from shared.contracts.event import Place
from shared.contracts.words import Category


@dataclass(slots=True, frozen=True, kw_only=True)
class Same:
    """Some open requests as one: of what kind, where down to the building, since when.

    ``seeds`` are the requests, the earliest first; ``about`` is what all share of it, such as
    ``lift``.
    """

    category: Category
    place: Place | None
    since: datetime
    reporters: int
    seeds: tuple[str, ...] = ()
    about: str | None = None


def summed_up(reports: Iterable[Report]) -> list[Same]:
    """Return the requests by building or shared spot, those with most reporters first."""
    groups: dict[tuple[str | None, str | None], list[Report]] = {}
    for one in reports:
        spot = shared_spot(one.place)
        building = one.place.building if one.place and not spot else None
        groups.setdefault((building, spot), []).append(one)
    found = [_same(building, spot, group) for (building, spot), group in groups.items()]
    return sorted(found, key=lambda one: (-one.reporters, one.since))


def _same(building: str | None, spot: str | None, group: list[Report]) -> Same:
    return Same(
        category=group[0].category,
        place=Place(building=building, spot=spot) if building or spot else None,
        since=min(one.at for one in group),
        reporters=len({one.who or one.id for one in group}),
        seeds=tuple(one.id for one in group),
        about=shared_topic(group[0].areas),
    )
