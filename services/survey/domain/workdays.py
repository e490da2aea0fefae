"""Count China's working days, make-up weekends (调休) included, under an estate's overlay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, islice
from typing import Final

import holidays

from services.survey.domain.terms import CHINA

_OFFICIAL: Final = holidays.country_holidays("CN")
_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=4096)
def _officially_worked(day: date) -> bool:
    return _OFFICIAL.is_working_day(day)


@lru_cache(maxsize=64)
def announced(year: int) -> bool:
    """Tell whether the year's calendar is known: each announced year has make-up weekends."""
    _officially_worked(date(year, 1, 1))
    return any(day.year == year for day in _OFFICIAL.weekend_workdays)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDays:
    """An estate's working days; ``closes`` is the hour at which a day's promises are due."""

    overlay: Mapping[date, bool] = field(default_factory=dict)
    closes: time = time(18)

    def works_on(self, day: date) -> bool:
        """Tell whether ``day`` is worked; the overlay wins over the official calendar."""
        own = self.overlay.get(day)
        return _officially_worked(day) if own is None else own

    def after(self, start: datetime, days: int) -> datetime:
        """Return the close of the ``days``-th working day after the day of ``start``."""
        return self.close_of(self._nth(start.astimezone(CHINA).date(), days, _DAY))

    def before(self, end: datetime, days: int) -> datetime:
        """Return the close of the ``days``-th working day before the day of ``end``."""
        return self.close_of(self._nth(end.astimezone(CHINA).date(), days, -_DAY))

    def provisional(self, start: datetime, end: datetime) -> bool:
        """Tell whether a year between two moments is neither announced nor in the overlay."""
        years = range(start.astimezone(CHINA).year, end.astimezone(CHINA).year + 1)
        known = {day.year for day in self.overlay}
        return any(not announced(year) and year not in known for year in years)

    def _nth(self, start: date, days: int, step: timedelta) -> date:
        return next(islice(self._walk(start, step), days - 1, None)) if days else start

    def _walk(self, start: date, step: timedelta) -> Iterator[date]:
        return (day for day in (start + n * step for n in count(1)) if self.works_on(day))

    def close_of(self, day: date) -> datetime:
        """Return the hour at which a day's promises are due."""
        return datetime.combine(day, self.closes, CHINA)
