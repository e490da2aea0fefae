"""Read what an estate has arranged on doubts and on taking by hand: ``[confirm]``, ``[grab.…]``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from services.router.domain.spans import read_length
from services.router.domain.words_in_files import category_named
from shared.contracts.words import Category, Urgency

Table = Mapping[str, object]


class Who(StrEnum):
    """Who on duty may grab: those with the skill, or everybody of the department."""

    SKILLED = "skilled"
    DEPARTMENT = "department"


_WHO: Final = {"有技能的": Who.SKILLED, "本部门": Who.DEPARTMENT, **{who.value: who for who in Who}}


@dataclass(slots=True, frozen=True, kw_only=True)
class Grab:
    """Which categories are offered to all at once (抢单), to whom, and for how long."""

    categories: frozenset[Category] = frozenset(Category)
    who: Who = Who.SKILLED
    wait: timedelta = timedelta(seconds=60)


@dataclass(slots=True, frozen=True, kw_only=True)
class Confirming:
    """Below which confidence a clerk is asked, and after how long the next one is."""

    below: float
    within: timedelta


def read_grabs(value: object) -> dict[Urgency, Grab]:
    """Read ``[grab.general]`` and its like; raises ``ValueError``."""
    return {_urgency(key): _grab(table) for key, table in _table(value).items()}


def read_confirming(value: object) -> Confirming:
    """Read ``[confirm]``; raises ``ValueError``."""
    table = _only(_table(value), ("below", "within"))
    below = table.get("below", 0.55)
    if not isinstance(below, int | float) or isinstance(below, bool) or not 0 <= below <= 1:
        raise ValueError(f"below 应当是 0 到 1 之间的数，而不是 {below!r}")
    return Confirming(below=float(below), within=read_length(str(table.get("within", "5分钟"))))


def _grab(value: object) -> Grab:
    table = _only(_table(value), ("categories", "who", "wait"))
    listed = table.get("categories", [*Category])
    if not isinstance(listed, list) or not listed:
        raise ValueError("categories 应当是一列类别，如 [“repair”, “sanitation”]")
    who = _WHO.get(str(table.get("who", "有技能的")))
    if who is None:
        raise ValueError(f"who 只能写“有技能的”或“本部门”，而不是“{table['who']}”")
    wait = read_length(str(table.get("wait", "60秒")))
    return Grab(categories=frozenset(map(category_named, listed)), who=who, wait=wait)


def _urgency(key: str) -> Urgency:
    if key not in [*Urgency]:
        raise ValueError(f"没有“{key}”这种紧急程度，可用：{'、'.join(Urgency)}")
    return Urgency(key)


def _only(table: Table, known: tuple[str, ...]) -> Table:
    if strange := [key for key in table if key not in known]:
        raise ValueError(f"不认识“{strange[0]}”，可用：{'、'.join(known)}")
    return table


def _table(value: object) -> Table:
    if not isinstance(value, dict):
        raise ValueError("这里应当是一节(表)")
    return value
