"""Read estate.toml: the estate's name and its buildings."""

import re
import tomllib
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from services.gateway.domain.directory.model import Building, Estate
from services.gateway.domain.directory.sheet import Fault

FILE: Final = "estate.toml"
_AT_LINE: Final = re.compile(r"at line (\d+)")
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class _Building(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: _Name
    units: list[_Name] = Field(min_length=1)
    floors: int = Field(ge=1, le=200)


class _Estate(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    name: _Name
    time_zone: str = Field(default="Asia/Shanghai", pattern=r"^Asia/Shanghai$")
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9][0-9 -]{1,18}[0-9]$")
    buildings: list[_Building] = Field(min_length=1)


_PHONE: Final = '{} 要填电话号码，例如 "0571-88880024"'
_REASONS: Final = {
    "missing": "缺少 {}",
    "extra_forbidden": "不认识 {}，请删去或改名",
    "string_type": '{} 要用引号括起来，例如 "1"',
    "int_type": "{} 要填数字，不加引号",
    "list_type": '{} 要填列表，例如 ["1", "2"]',
    "greater_than_equal": "{} 太小",
    "less_than_equal": "{} 太大",
    "too_short": "{} 至少要有一项",
}


def read_estate(text: str, faults: list[Fault]) -> Estate:
    """Return the estate; an empty one when there are faults."""
    try:
        found = _Estate.model_validate(tomllib.loads(text.removeprefix("\ufeff")))
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        at = int(line[1]) if line else text.count("\n") + 1
        faults.append(Fault(FILE, at, "格式有误，请检查引号、括号和等号"))
        return Estate()
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            named = _named(fault["loc"])
            reason = _PHONE if named == "phone" else _REASONS.get(fault["type"], "{} 填写有误")
            reason = reason.format(named)
            faults.append(Fault(FILE, _line(text, fault["loc"]), reason))
        return Estate()
    return _checked(found, text, faults)


def _checked(found: _Estate, text: str, faults: list[Fault]) -> Estate:
    names: set[str] = set()
    for index, building in enumerate(found.buildings):
        if building.name in names or len(set(building.units)) < len(building.units):
            line = _line(text, ("buildings", index))
            faults.append(Fault(FILE, line, f"{building.name} 号楼重复，或其单元重复"))
        names.add(building.name)
    return Estate(
        id=found.id,
        name=found.name,
        time_zone=found.time_zone,
        phone=found.phone,
        buildings=tuple(
            Building(name=each.name, units=tuple(each.units), floors=each.floors)
            for each in found.buildings
        ),
    )


def _named(place: tuple[int | str, ...]) -> str:
    return str(next((part for part in reversed(place) if isinstance(part, str)), "内容"))


def _line(text: str, place: tuple[int | str, ...]) -> int:
    """Return the line of the key at ``place``, or of the table that should have it, or 1."""
    lines = text.splitlines()
    heads = [at for at, line in enumerate(lines) if line.strip().startswith("[[buildings]]")]
    index = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    start = heads[index] if index is not None and index < len(heads) else 0
    end = next((at for at in heads if at > start), len(lines))
    key = re.compile(rf"\s*{re.escape(_named(place))}\s*=")
    return next((at for at in range(start, end) if key.match(lines[at])), start) + 1
