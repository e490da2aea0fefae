"""Tell who is on duty at a moment, from weekly shifts that may pass midnight."""

from dataclasses import dataclass
from datetime import datetime
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

    def covers(self, local: datetime) -> bool:
        """Tell whether ``local`` (the estate's own time) lies in this shift."""
        minute, today = local.hour * 60 + local.minute, local.isoweekday()
        if self.start < self.end:
            return today in self.weekdays and self.start <= minute < self.end
        yesterday = (today - 2) % 7 + 1
        evening = today in self.weekdays and minute >= self.start
        return evening or (yesterday in self.weekdays and minute < self.end)


@dataclass(slots=True, frozen=True)
class Roster:
    """The shifts of an estate."""

    shifts: tuple[Shift, ...] = ()

    def on_duty(self, local: datetime) -> frozenset[str]:
        """Return the ids of those on duty at ``local``."""
        return frozenset(shift.staff_id for shift in self.shifts if shift.covers(local))


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
        raise ValueError("上班和下班不能是同一时间;全天请写 00:00 到 24:00")
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
        raise ValueError(f"看不懂的星期“{text}”,请写 1 到 7(7 是星期日)、1-5 或 1;3;5")
    return days


def _span(part: str) -> range:
    first, dash, last = part.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()):
        return range(0)
    return range(int(first), int(last or first) + 1)
