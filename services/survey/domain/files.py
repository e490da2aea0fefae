"""Read what a property manager writes, and say file, line and reason of every fault."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)
_AT: Final = re.compile(r"at line (\d+)")
_REASONS: Final[Mapping[str, str]] = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项，请检查拼写",
    "string_type": "应当是文字，请加上引号",
    "int_type": "应当是整数",
    "bool_type": "应当是 true 或 false",
    "tuple_type": "应当是一列，如 [“甲”, “乙”]",
    "list_type": "应当是一列，如 [“甲”, “乙”]",
    "too_short": "太少了",
    "too_long": "太多了",
    "string_too_long": "文字太长",
    "string_too_short": "不能空着",
    "string_pattern_mismatch": "写法不对",
    "enum": "不是可用的值",
    "model_type": "这里应当是一节(表)",
}


class Fault(NamedTuple):
    """One thing to mend; ``line`` 0 means the file as a whole."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class Faults:
    """The faults found so far; reading goes on after one, so that all are told at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, reason: str) -> None:
        """Note a fault."""
        self.found.append(Fault(file, line, reason))


def read_toml(kind: type[M], file: str, text: str, faults: Faults) -> M | None:
    """Read a file as ``kind``; None with faults where it is not one."""
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = _AT.search(str(error))
        line = int(match[1]) if match else len(text.splitlines())
        faults.add(file, line, "不是合法的 TOML,请检查引号、括号和等号")
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = [part for part in fault["loc"] if part != "__root__"]
            faults.add(file, line_of(text, place), f"{spoken(place)}:{_reason(fault)}")
    return None


def _reason(fault: Mapping[str, object]) -> str:
    kind = str(fault["type"])
    if kind == "value_error":
        return str(fault["msg"]).removeprefix("Value error, ")
    return _REASONS.get(kind, f"不能是“{fault['input']}”")


def spoken(place: Iterable[int | str]) -> str:
    """Return a place in a file as people read it: ``questions 第 2 项 options``."""
    return " ".join(f"第 {part + 1} 项" if isinstance(part, int) else part for part in place)


def line_of(text: str, place: Iterable[int | str]) -> int:
    """Return the line of a key, else that of its nearest section, else 0."""
    wanted = list(place)
    line, best, tables = 0, 0, dict[str, int]()
    section: list[int | str] = []
    for number, written in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[+)\s*([^\]]+?)\s*\]+", written):
            section = _section(header[1], header[2], tables)
            found = section
        elif key := re.match(r"""\s*["']?([^\s=#"'\[]+)["']?\s*=""", written):
            found = [*section, key[1]]
        else:
            continue
        if found == wanted[: len(found)] and len(found) > best:
            line, best = number, len(found)
    return line


def _section(brackets: str, name: str, tables: dict[str, int]) -> list[int | str]:
    if len(brackets) == 1:
        return list(name.split("."))
    tables[name] = tables.get(name, -1) + 1
    return [name, tables[name]]
