"""Say which rules hold in an estate's own words, and on which days they count otherwise."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.router.domain.calendar import WorkCalendar, announced, official_name
from services.router.domain.rulebook import RULE_BOOK

Section = dict[str, object]
_FREE: Final = frozenset({"pause", "grab", "departments"})
_WEEKEND: Final = 5


@dataclass(slots=True, frozen=True, kw_only=True)
class SpecialDay:
    """A day that is worked or not otherwise than its weekday; ``own``: the estate says so."""

    day: date
    works: bool
    why: str
    own: bool


def words_in_force(text: str) -> Section:
    """Return the rule book with what ``policy.toml`` says in its place; both have been checked."""
    return _over(tomllib.loads(RULE_BOOK), tomllib.loads(text))


def special_days(
    calendar: WorkCalendar, notes: Mapping[date, str], first: date, last: date
) -> Iterator[SpecialDay]:
    """Walk the special days of a span, in order."""
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        works, own = calendar.works_on(day), day in calendar.overlay
        if own or works is not (day.weekday() < _WEEKEND):
            why = notes.get(day, "") if own else official_name(day)
            yield SpecialDay(day=day, works=works, why=why, own=own)


def unannounced(calendar: WorkCalendar, years: range) -> list[int]:
    """Return the years for which neither the State Council nor the estate has spoken."""
    own = {day.year for day in calendar.overlay}
    return [year for year in years if not announced(year) and year not in own]


def _over(book: Section, given: Section) -> Section:
    merged = dict(book)
    for key, value in given.items():
        known = merged.get(key)
        nested = isinstance(value, dict) and isinstance(known, dict) and key not in _FREE
        merged[key] = _over(known, value) if nested else value  # type: ignore[arg-type]
    return merged
