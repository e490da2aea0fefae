"""Read ``holidays.csv``: the single days on which the estate differs from the official calendar."""

from datetime import date
from typing import Final

from services.router.domain.faults import Faults
from services.router.domain.tables import Row, Sheet

SHEET: Final = Sheet(
    "holidays.csv",
    {"date": ("日期",), "working": ("上班", "是否上班"), "note": ("说明", "备注")},
    ("date", "working"),
)
_SAID: Final = {
    **dict.fromkeys(("yes", "true", "1", "是", "班", "上班"), True),
    **dict.fromkeys(("no", "false", "0", "否", "休", "休息"), False),
}


def read_overlay(text: str, faults: Faults) -> dict[date, bool]:
    """Read which single days are worked; a date said twice is a fault."""
    days: dict[date, bool] = {}
    for line, (day, worked) in SHEET.read(text, faults, _day):
        if day in days:
            faults.add(SHEET.file, line, f"{day} 出现了两次")
        days[day] = worked
    return days


def _day(row: Row) -> tuple[date, bool]:
    worked = _SAID.get(row.need("working").lower())
    if worked is None:
        raise ValueError(f"“{row['working']}”看不懂，请写 yes(上班)或 no(休息)")
    try:
        return date.fromisoformat(row.need("date")), worked
    except ValueError as error:
        raise ValueError(f"看不懂的日期“{row['date']}”，请写成 2026-10-01") from error


def read_notes(text: str) -> dict[date, str]:
    """Read what the estate says of its single days."""
    return {day: note for _, (day, note) in SHEET.read(text, Faults(), _noted)}


def _noted(row: Row) -> tuple[date, str]:
    return date.fromisoformat(row.need("date")), row["note"]
