"""Know when an estate works: China's working days with 调休, an overlay, several windows a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

import holidays

_OFFICIAL: Final = holidays.country_holidays("CN", language="zh_CN")
_DAY: Final = timedelta(days=1)


@dataclass(slots=True, frozen=True, order=True)
class Window:
    """A stretch of a working day in minutes after midnight; ``end`` 1440 is the day's end."""

    start: int
    end: int


Stretch = tuple[datetime, datetime]


@lru_cache(maxsize=4096)
def official_working_day(day: date) -> bool:
    """Tell whether the State Council's calendar works on ``day``, make-up weekends included."""
    return _OFFICIAL.is_working_day(day)


def official_name(day: date) -> str:
    """Return what the State Council's calendar calls a day off; empty for any other day."""
    return str(_OFFICIAL.get(day, ""))


@lru_cache(maxsize=64)
def announced(year: int) -> bool:
    """Tell whether the year's calendar is known: each announced year has make-up weekends."""
    official_working_day(date(year, 1, 1))
    return any(day.year == year for day in _OFFICIAL.weekend_workdays)


@dataclass(slots=True, frozen=True, kw_only=True)
class WorkCalendar:
    """An estate's working time; ``overlay`` says of single days whether they are worked."""

    windows: tuple[Window, ...]
    overlay: Mapping[date, bool] = field(default_factory=dict)
    zone: str = "Asia/Shanghai"

    def works_on(self, day: date) -> bool:
        """Tell whether ``day`` is worked; the overlay wins over the official calendar."""
        own = self.overlay.get(day)
        return official_working_day(day) if own is None else own

    def provisional(self, start: datetime, end: datetime) -> bool:
        """Tell whether a year between two moments is neither announced nor in the overlay."""
        years = range(self.local(start).year, self.local(end).year + 1)
        known = {day.year for day in self.overlay}
        return any(not announced(year) and year not in known for year in years)

    def local(self, moment: datetime) -> datetime:
        """Return ``moment`` on the estate's clocks."""
        return moment.astimezone(ZoneInfo(self.zone))

    def working_days(self, first: date) -> Iterator[date]:
        """Walk the working days from ``first`` on, without end."""
        return (day for day in (first + n * _DAY for n in count()) if self.works_on(day))

    def stretches(self, start: datetime) -> Iterator[Stretch]:
        """Walk the working time from ``start`` on, as stretches in order, without end."""
        for day in self.working_days(self.local(start).date()):
            for begin, end in self.stretches_of(day):
                if end > start:
                    yield max(begin, start), end

    def stretches_of(self, day: date) -> list[Stretch]:
        """Return the stretches of a working day as moments."""
        return [
            (_moment(day, w.start, self.zone), _moment(day, w.end, self.zone)) for w in self.windows
        ]

    def close_of(self, day: date) -> datetime:
        """Return when work ends on ``day``."""
        return _moment(day, self.windows[-1].end, self.zone)


@lru_cache(maxsize=8192)
def _moment(day: date, minute: int, zone: str) -> datetime:
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    return (midnight + timedelta(minutes=minute)).astimezone(ZoneInfo("UTC"))
