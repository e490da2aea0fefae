"""Read where somebody lives, in the many ways in which property companies write it."""

import re
from collections.abc import Mapping
from typing import Final

from services.gateway.domain.directory.model import Building, Estate
from shared.contracts.event import Place

_BUILDING: Final = r"(?:号楼|#楼?|栋|幢|座|楼)"
_UNIT: Final = r"(?:单元|门)"
_WHOLE: Final = re.compile(
    rf"(?:第?(?P<building>\w+?)(?:{_BUILDING}-?|[-/—]))?"
    rf"(?:(?P<unit>\w+?)(?:{_UNIT}-?|[-/—]))?(?P<room>\w+?)(?:室|号房?|房)?"
)
_TAIL: Final = re.compile(rf"(?:{_BUILDING}|{_UNIT}|室|号|房)+$")
_HAN: Final[Mapping[str, str]] = {
    **{han: str(n) for n, han in enumerate("一二三四五六七八九十", start=1)},
    **{f"十{han}": str(10 + n) for n, han in enumerate("一二三四五六七八九", start=1)},
}


class Nowhere(ValueError):
    """The text names no room of the estate; the message says why."""


def place_of(building: str, unit: str, room: str, estate: Estate) -> Place:
    """Return the room that up to three cells name together; raises ``Nowhere``.

    The room's cell alone may say all of it (3栋2单元1201, 3-2-1201); a unit may be left out where
    the building has only one.
    """
    parts = _parts(room, estate)
    house = _building(_bare(building) or parts["building"], estate)
    stair = _number(_bare(unit) or parts["unit"])
    if building and not stair and parts["building"]:
        stair = parts["building"]
    if not stair and len(house.units) == 1:
        stair = house.units[0]
    if not stair:
        raise Nowhere(f"“{room}”没有写单元，{house.name} 号楼有 {'、'.join(house.units)} 单元")
    if not parts["room"]:
        raise Nowhere("没有写房号")
    return Place(building=house.name, unit=stair, room=parts["room"])


def _parts(text: str, estate: Estate) -> dict[str, str]:
    bare = re.sub(r"\s", "", text).removeprefix(estate.name)
    found = _WHOLE.fullmatch(bare)
    if found is None:
        raise Nowhere(f"看不懂房号“{text}”，请写成 3栋2单元1201 或 3-2-1201")
    return {name: said or "" for name, said in found.groupdict().items()}


def _building(text: str, estate: Estate) -> Building:
    if not text and len(estate.buildings) == 1:
        return estate.buildings[0]
    if not text:
        raise Nowhere("没有写楼栋")
    names = {_bare(one.name): one for one in estate.buildings}
    found = estate.building(text) or names.get(text) or names.get(_number(text))
    if found is None:
        raise Nowhere(f"没有 {text} 号楼，请对照小区资料")
    return found


def _bare(text: str) -> str:
    return _TAIL.sub("", re.sub(r"\s", "", text)).removeprefix("第")


def _number(text: str) -> str:
    """Return a numeral as digits without leading noughts; other names as they are."""
    return _HAN.get(text, text.lstrip("0") if text.isdecimal() else text)
