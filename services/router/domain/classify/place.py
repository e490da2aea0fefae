"""Read from a message where it is about, and check it against the estate's buildings."""

import re
from typing import Final

from services.router.domain.classify.finder import Finder
from services.router.domain.classify.lexicon import table
from services.router.domain.classify.numerals import to_digits
from shared.contracts.event import Place

_N: Final = "(?:\\d{1,3}|[一二三四五六七八九十百两]{1,3})"
_DOOR: Final = re.compile(r"(?<![\d\-.])(\d{1,3})-(?:(\d{1,2})-)?(\d{3,4})(?![\d\-])")
_BUILDING: Final = re.compile(rf"({_N}|[a-z]\d{{0,2}})(?:栋|幢|号楼|座|#)")
_UNIT: Final = re.compile(rf"({_N}|[a-h])单元")
_ROOM: Final = re.compile(
    r"(?<![\d.])(\d{3,4})(?:室|号房|房(?![价贷产子])|户(?![居业]))"
    r"|(?:栋|幢|号楼|座|单元|#)-?(\d{3,4})(?![\d年元块路号户万多人米平.])"
)
_FLOOR: Final = re.compile(rf"((?:负|地下|顶|-|b)?{_N})(?:层|楼)|(?<![a-z\d])(b\d)(?!\d)")
_SPOTS: Final = Finder(table("place")["spots"]["words"].split())


def read_place(text: str, buildings: frozenset[str]) -> tuple[Place | None, str | None]:
    """Return the place in a normalised text, and a building named that the estate has not.

    A bare ``3-2-1201`` counts only where building 3 is known, since dates look the same.
    """
    building, unit, room = _door(text, buildings) or _words(text)
    stray = building if building and buildings and building not in buildings else None
    place = Place(building=None if stray else building, unit=unit, room=room, spot=_spot(text))
    return (place if place != Place() else None), stray


def _door(text: str, buildings: frozenset[str]) -> tuple[str | None, str | None, str | None] | None:
    for found in _DOOR.finditer(text):
        building, unit, room = found.groups()
        known = building in buildings if buildings else unit is not None
        if known:
            return building, unit, room
    return None


def _words(text: str) -> tuple[str | None, str | None, str | None]:
    building, unit, room = _BUILDING.search(text), _UNIT.search(text), _ROOM.search(text)
    return (
        to_digits(building[1]).upper() if building else None,
        to_digits(unit[1]).upper() if unit else None,
        (room[1] or room[2]) if room else None,
    )


def _spot(text: str) -> str | None:
    floor = _FLOOR.search(text)
    spot = next((text[start:end] for start, end in _SPOTS(text)), "")
    level = floor[0].upper() if floor else ""
    return (level + spot) or None
