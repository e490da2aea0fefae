"""Say which reports are near each other: estate > building > unit, shared spots, supplies."""

from collections.abc import Iterable, Sequence, Set
from typing import Final

from services.router.domain.incidents.likeness import EVERYBODYS, SUPPLIES, Sketch
from shared.contracts.event import Place
from shared.contracts.words import Category

_SHARED: Final = (
    *("地库", "车库", "地下室", "停车场", "东门", "西门", "南门", "北门", "正门", "后门", "侧门"),
    *("大门", "小区门口", "保安亭", "岗亭", "快递", "垃圾站", "垃圾房", "花园", "中庭", "喷泉"),
    *("池", "篮球场", "儿童", "滑梯", "健身", "幼儿园", "会所", "物业中心", "配电房", "水泵房"),
    *("绿化", "草坪", "充电", "车棚", "广场", "后山", "人行道"),
)
_SUPPLY: Final = "supply:"
_OF_ALL: Final = frozenset({Category.FEES})


def areas_of(place: Place | None, seen: Sketch, category: Category) -> tuple[str, ...]:
    """Return the areas within which a report is compared, the narrowest first.

    A supply's network, a shared spot, or the building; beside it the whole estate for what is
    everybody's.
    """
    if supply := _first(SUPPLIES, seen):
        return (f"{_SUPPLY}{supply}",)
    if spot := shared_spot(place):
        return (f"spot:{spot}",)
    building = place.building if place else None
    own = f"building:{building}" if building else "estate"
    wide = _first(EVERYBODYS, seen) or (category if category in _OF_ALL else None)
    return (own, f"wide:{wide}") if wide else (own,)


def is_supply(area: str) -> bool:
    """Tell whether an area is a supply's; whoever lacks it says the same in any category."""
    return area.startswith(_SUPPLY)


def is_shared(area: str) -> bool:
    """Tell whether an area is more than one building's: a supply's, a spot's, everybody's."""
    return area.startswith((_SUPPLY, "spot:", "wide:"))


def shared_topic(areas: Iterable[str]) -> str | None:
    """Return the topic that makes an area everybody's, such as ``lift``; a spot says so itself."""
    named = (area.partition(":") for area in areas)
    return next((topic for kind, _, topic in named if kind in {"supply", "wide"}), None)


def key_of(estate: str, category: Category, area: str) -> str:
    """Return what reports that may be one incident have in common, for the index."""
    return f"{estate}|{area}" if is_supply(area) else f"{estate}|{category}|{area}"


def shared_spot(place: Place | None) -> str | None:
    """Return the spot if the whole estate shares it; a kitchen is nobody else's."""
    spot = place.spot if place and place.spot else ""
    return next((name for name in _SHARED if name in spot), None)


def common(places: Sequence[Place | None], built: Set[str] = frozenset()) -> tuple[Place, ...]:
    """Return the smallest place that holds all of them: a unit, a building, a part of the estate.

    A part is at most half of the buildings that are ``built``; none at all: the whole estate.
    """
    spots = {shared_spot(place) for place in places}
    spot = spots.pop() if len(spots) == 1 else None
    if spot:
        return (Place(building=None, spot=spot),)
    buildings = sorted({(place.building if place else None) or "" for place in places})
    if not all(buildings):
        return ()
    if len(buildings) == 1:
        unit = _same(place.unit if place else None for place in places)
        return (Place(building=buildings[0], unit=unit),)
    part = 2 * len(buildings) <= len(built)
    return tuple(Place(building=one) for one in buildings) if part else ()


def covers(places: Iterable[Place], place: Place | None) -> bool:
    """Tell whether a report's place lies within any of ``places``; no places: everywhere."""
    listed = tuple(places)
    return not listed or any(_within(place, one) for one in listed)


def touches(places: Iterable[Place], home: Place | None) -> bool:
    """Tell whether something is of interest at ``home``: where it is, or at a spot of all."""
    listed = tuple(places)
    return covers(listed, home) or any(shared_spot(place) for place in listed)


def _within(place: Place | None, wider: Place) -> bool:
    if wider.spot:
        return shared_spot(wider) is not None and shared_spot(place) == shared_spot(wider)
    if place is None:
        return False
    same_unit = wider.unit is None or place.unit is None or wider.unit == place.unit
    return wider.building == place.building and same_unit


def _same(values: Iterable[str | None]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _first(topics: Iterable[str], seen: Sketch) -> str | None:
    return next((topic for topic in topics if topic in seen.topics), None)
