"""Tell who is on duty at a moment, from weekly shifts that may pass midnight."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.router.domain.faults import Faults
from services.router.domain.hours import minute_of
from services.router.domain.tables import Row, Sheet
from services.router.domain.words_in_files import listed

SHEET: Final = Sheet(
    "roster.csv",
    {
        "staff_id": ("工号", "员工", "员工编号"),
        "weekday": ("星期",),
        "start": ("开始", "上班"),
        "end": ("结束", "下班"),
        "post": ("岗位",),
    },
    ("staff_id", "weekday", "start", "end"),
)
_EVERY_DAY: Final = ("每天", "1-7", "*")


@dataclass(slots=True, frozen=True, kw_only=True)
class Shift:
    """A weekly shift: the weekdays it begins on (1 Monday), minutes after midnight, its post."""

    staff_id: str
    weekdays: frozenset[int]
    start: int
    end: int
    post: str = ""

    def begins_on(self, day: date) -> bool:
        """Tell whether it begins on ``day``."""
        return day.isoweekday() in self.weekdays

    def begun(self, local: datetime) -> date | None:
        """Return the day on which the shift began that covers ``local`` (the estate's own time)."""
        minute, today = local.hour * 60 + local.minute, local.date()
        overnight = self.start >= self.end
        if self.begins_on(today) and self.start <= minute < (1440 if overnight else self.end):
            return today
        yesterday = today - timedelta(days=1)
        return yesterday if overnight and minute < self.end and self.begins_on(yesterday) else None


@dataclass(slots=True, frozen=True)
class Roster:
    """The shifts of an estate."""

    shifts: tuple[Shift, ...] = ()

    def on_duty(self, local: datetime) -> frozenset[str]:
        """Return the ids of those on duty at ``local``."""
        return frozenset(shift.staff_id for shift, _ in self.begun(local))

    def begun(self, local: datetime) -> Iterator[tuple[Shift, date]]:
        """Return the shifts that cover ``local``, each with the day it began on."""
        begun = ((shift, shift.begun(local)) for shift in self.shifts)
        return ((shift, day) for shift, day in begun if day)


def read_roster(text: str, staff: frozenset[str], faults: Faults) -> Roster:
    """Read ``roster.csv``; whoever stands in it must be among the staff when there are any."""
    rows = SHEET.read(text, faults, _shift)
    for line, shift in rows:
        if staff and shift.staff_id not in staff:
            faults.add(SHEET.file, line, f"“{shift.staff_id}”不在员工表里")
    return Roster(tuple(shift for _, shift in rows))


def _shift(row: Row) -> Shift:
    start, end = minute_of(row.need("start")), minute_of(row.need("end"))
    if start == end:
        raise ValueError("上班和下班不能是同一时间；全天请写 00:00 到 24:00")
    return Shift(
        staff_id=row.need("staff_id"),
        weekdays=_weekdays(row.need("weekday")),
        start=start,
        end=end,
        post=row["post"],
    )


def _weekdays(text: str) -> frozenset[int]:
    if text in _EVERY_DAY:
        return frozenset(range(1, 8))
    days = frozenset(day for part in listed(text) for day in _span(part))
    if not days or not days <= set(range(1, 8)):
        raise ValueError(f"看不懂的星期“{text}”，请写 1 到 7(7 是星期日)、1-5 或 1;3;5")
    return days


def _span(part: str) -> range:
    first, dash, last = part.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        return range(0)
    return range(int(first), int(last or first) + 1)
