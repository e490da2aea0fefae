"""Write a roster as its file holds it, and lay out who stands which shift on which day."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.router.domain.roster import Shift
from services.router.domain.rules import Rules

COLUMNS: Final = ("staff_id", "weekday", "start", "end", "post")


@dataclass(slots=True, frozen=True, kw_only=True)
class Standing:
    """A shift as it is stood: by whom, for whom if it was swapped, whether they are away."""

    day: date
    shift: Shift
    staff_id: str
    instead_of: str | None
    away: bool


def written(rows: Sequence[Sequence[str]], before: str) -> tuple[str, int]:
    """Return the file's text with the old one's opening remarks, and the line of the first row."""
    remarks = []
    for line in before.lstrip("\ufeff").splitlines():
        if not line.lstrip().startswith("#"):
            break
        remarks.append(line)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((COLUMNS, *rows))
    return "".join(f"{line}\n" for line in remarks) + text.getvalue(), len(remarks) + 2


def week(rules: Rules, first: date, days: int = 7) -> list[Standing]:
    """Return the shifts of some days in order, with swaps and leave taken into account."""
    found = [one for n in range(days) for one in _day(rules, first + timedelta(days=n))]
    return sorted(found, key=lambda one: (one.day, one.shift.start, one.staff_id))


def _day(rules: Rules, day: date) -> Iterator[Standing]:
    midnight = datetime.combine(day, time(), ZoneInfo(rules.calendar.zone))
    for shift in rules.roster.shifts:
        if shift.begins_on(day):
            by = rules.duty.stands(shift.staff_id, day)
            yield Standing(
                day=day,
                shift=shift,
                staff_id=by,
                instead_of=shift.staff_id if by != shift.staff_id else None,
                away=rules.away(by, midnight + timedelta(minutes=shift.start)),
            )
