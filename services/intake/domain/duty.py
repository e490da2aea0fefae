"""Say by when a question must be answered: so many minutes, counted within duty hours."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

_DAY: Final = timedelta(days=1)


@dataclass(slots=True, frozen=True, kw_only=True)
class Duty:
    """When the desk is manned, local time (policy.zh.md 二.1 公示工作时间), and its promises.

    ``clerk`` and ``head`` are how long a question may wait before they are paged.
    """

    opens: time
    closes: time
    zone: tzinfo
    clerk: timedelta
    head: timedelta

    def after(self, start: datetime, spell: timedelta) -> datetime:
        """Return the moment at which ``spell`` of duty has passed since ``start``."""
        at = start
        while True:
            opens, closes = self._shift(at)
            begun = max(at, opens)
            if begun + spell <= closes:
                return begun + spell
            spell -= max(closes - begun, timedelta())
            at = max(closes, at)

    def _shift(self, at: datetime) -> tuple[datetime, datetime]:
        """Return the shift that ``at`` falls into, or the next."""
        local = at.astimezone(self.zone)
        day = local if local.time() < self.closes else local + _DAY
        return self._at(day, self.opens, at), self._at(day, self.closes, at)

    def _at(self, day: datetime, moment: time, like: datetime) -> datetime:
        local = datetime.combine(day.date(), moment, tzinfo=self.zone)
        return local.astimezone(like.tzinfo)
