"""Work out when somebody has had so many minutes of duty, by asking the roster itself."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from services.router.domain.rules import Rules
from services.router.domain.simulation.past import Counts

_STEP: Final = 300
_DAY: Final = 86_400
_LOOK_AHEAD: Final = 60
Stints = list[tuple[int, int]]


@dataclass(slots=True)
class Presence:
    """The hours at which people are there, in steps of five minutes, worked out once a day.

    Who stands in no shift for sixty days is taken to be there whenever told.
    """

    rules: Rules
    _days: dict[int, Mapping[str, Stints]] = field(default_factory=dict)

    def after(self, staff_id: str, since: datetime, minutes: float, counts: Counts) -> datetime:
        """Return when ``staff_id`` has had ``minutes`` since ``since``."""
        left = minutes * 60
        if counts is Counts.DUTY:
            begun = since.timestamp()
            for day in range(int(begun) // _DAY, int(begun) // _DAY + _LOOK_AHEAD):
                for start, end in self._on(day).get(staff_id, ()):
                    here = max(float(start), begun)
                    if left <= end - here:
                        return datetime.fromtimestamp(here + left, UTC)
                    left -= max(end - here, 0)
        return since + timedelta(minutes=minutes)

    def minutes(self, staff_id: str, since: datetime, until: datetime) -> float:
        """Return how many minutes of duty ``staff_id`` had between two moments."""
        first, last = since.timestamp(), until.timestamp()
        days = range(int(first) // _DAY, int(last) // _DAY + 1)
        stints = (stint for day in days for stint in self._on(day).get(staff_id, ()))
        return sum(max(min(end, last) - max(start, first), 0) for start, end in stints) / 60

    def _on(self, day: int) -> Mapping[str, Stints]:
        if day not in self._days:
            self._days[day] = self._asked(day)
        return self._days[day]

    def _asked(self, day: int) -> Mapping[str, Stints]:
        found: defaultdict[str, Stints] = defaultdict(list)
        for start in range(day * _DAY, (day + 1) * _DAY, _STEP):
            for staff_id in self.rules.on_duty(datetime.fromtimestamp(start, UTC)):
                stints = found[staff_id]
                if stints and stints[-1][1] == start:
                    stints[-1] = (stints[-1][0], start + _STEP)
                else:
                    stints.append((start, start + _STEP))
        return found
