"""Ask of which time, of which requests, and grouped by what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from services.router.domain.refusals import NotYours, TooLong
from services.router.domain.reports.facts import Facts
from services.router.domain.rights import Person
from services.router.domain.rules import Rules
from shared.contracts.words import Category, Channel, Role, Urgency

LONGEST: Final = timedelta(days=400)
UNKNOWN: Final = "(未知)"


class By(StrEnum):
    """What figures can be grouped and filtered by."""

    CATEGORY = "category"
    BUILDING = "building"
    DEPARTMENT = "department"
    FIRST_RESPONDER = "first_responder"
    CHANNEL = "channel"
    URGENCY = "urgency"


@dataclass(slots=True, frozen=True, kw_only=True)
class Question:
    """Which requests: submitted from ``since`` to before ``until``, with these values."""

    estate: str
    since: datetime
    until: datetime
    where: Mapping[By, str] = field(default_factory=dict)

    def fits(self, facts: Facts) -> bool:
        """Tell whether a request is meant."""
        return all(value_of(facts, by) == wanted for by, wanted in self.where.items())


def question(
    who: Person, estate: str, days: tuple[date, date], where: Mapping[By, str], rules: Rules
) -> Question:
    """Return what ``who`` may ask of whole days; a head sees the own department only."""
    first, last = days
    if not timedelta() <= last - first <= LONGEST:
        raise TooLong(f"起止日期要从早到晚，且不超过 {LONGEST.days} 天；请缩短范围后再查")
    zone = ZoneInfo(rules.calendar.zone)
    return Question(
        estate=estate,
        since=datetime.combine(first, time(), zone),
        until=datetime.combine(last + timedelta(days=1), time(), zone),
        where=_allowed(who, where),
    )


def _allowed(who: Person, where: Mapping[By, str]) -> Mapping[By, str]:
    if who.role is not Role.HEAD:
        return where
    if not who.department or where.get(By.DEPARTMENT, who.department) != who.department:
        raise NotYours("部门负责人只能查看本部门的报表；全小区的报表请找物业经理")
    return {**where, By.DEPARTMENT: who.department}


def value_of(facts: Facts, by: By) -> str:
    """Return which group a request belongs to; empty when that is not known."""
    value = getattr(facts, by.value)
    return str(value) if value is not None else ""


def label_of(value: str, by: By, rules: Rules) -> str:
    """Return a group's name as people know it."""
    return _LABELS[by](value, rules) or value or UNKNOWN


def _department(value: str, rules: Rules) -> str | None:
    known = rules.departments.get(value)
    return known.name if known else None


def _staff(value: str, rules: Rules) -> str | None:
    member = rules.staff.get(value)
    return f"{member.name}({value})" if member else None


_CATEGORIES: Final[Mapping[str, str]] = {
    Category.REPAIR: "房屋维修",
    Category.SANITATION: "环境卫生",
    Category.SECURITY: "安保秩序",
    Category.NEIGHBOUR: "邻里与噪音",
    Category.FEES: "收费",
    Category.SERVICE: "物业服务",
    Category.OTHER: "其他",
}
_URGENCIES: Final[Mapping[str, str]] = {
    Urgency.URGENT: "紧急",
    Urgency.IMPORTANT: "重要",
    Urgency.GENERAL: "一般",
}
_CHANNELS: Final[Mapping[str, str]] = {
    Channel.APP: "物业APP",
    Channel.WECHAT: "微信",
    Channel.DESK: "前台",
}
_LABELS: Final[Mapping[By, Callable[[str, Rules], str | None]]] = {
    By.CATEGORY: lambda value, rules: _CATEGORIES.get(value),
    By.BUILDING: lambda value, rules: f"{value} 栋" if value else None,
    By.DEPARTMENT: _department,
    By.FIRST_RESPONDER: _staff,
    By.CHANNEL: lambda value, rules: _CHANNELS.get(value),
    By.URGENCY: lambda value, rules: _URGENCIES.get(value),
}
