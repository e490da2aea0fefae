"""Work out when a promise falls due, from its start, its target, the calendar and the pauses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from services.router.domain.calendar import Stretch, WorkCalendar
from services.router.domain.spans import Counting, Target
from shared.contracts.words import ClockName

_FOREVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Pause:
    """A rest of the resolution clock for a listed reason; it ends at ``until`` at the latest."""

    reason: str
    started_at: datetime
    until: datetime
    ended_at: datetime | None = None

    @property
    def stretch(self) -> Stretch:
        """Return from when to when it rests, as far as is known."""
        return self.started_at, self.ended_at or self.until


@dataclass(slots=True, kw_only=True)
class Clock:
    """A promise being measured; ``taken`` are the rungs of its ladder that were climbed."""

    name: ClockName
    round: int
    started_at: datetime
    due_at: datetime
    provisional: bool = False
    stopped_at: datetime | None = None
    missed: bool = False
    taken: list[str] = field(default_factory=list)
    paged_at: datetime | None = None

    @property
    def running(self) -> bool:
        """Tell whether it still runs."""
        return self.stopped_at is None

    def late_at(self, moment: datetime) -> timedelta:
        """Return by how much it is late at ``moment`` (nothing when in time)."""
        return max(moment - self.due_at, timedelta())


def due(
    start: datetime, target: Target, calendar: WorkCalendar, pauses: Sequence[Stretch] = ()
) -> datetime:
    """Return when a promise that began at ``start`` falls due; each paused moment comes on top.

    Whole working days follow the civil code: the first day is not counted and the last one ends
    with the hours of business; the same day (``当天``) is the next close of business.
    """
    left = _budget(start, target, calendar)
    for begin, end in _without(_running(start, target, calendar), pauses):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("working time never ends")


def _running(start: datetime, target: Target, calendar: WorkCalendar) -> Iterable[Stretch]:
    if target.counting is Counting.ELAPSED:
        return [(start, _FOREVER)]
    return calendar.stretches(start)


def _budget(start: datetime, target: Target, calendar: WorkCalendar) -> timedelta:
    if target.counting is not Counting.WORKING_DAYS:
        return target.length
    closes = _closing(start, target.days, calendar)
    total = timedelta()
    for begin, end in calendar.stretches(start):
        if begin >= closes:
            break
        total += end - begin
    return total


def _closing(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    today = calendar.local(start).date()
    if days == 0:
        closes = map(calendar.close_of, calendar.working_days(today))
        return next(close for close in closes if close > start)
    following = calendar.working_days(today + timedelta(days=1))
    return calendar.close_of([next(following) for _ in range(days)][-1])


def _without(stretches: Iterable[Stretch], pauses: Sequence[Stretch]) -> Iterator[Stretch]:
    ordered = sorted(pauses)
    for begin, end in stretches:
        cursor = begin
        for rest_from, rest_to in ordered:
            if rest_to > cursor and rest_from < end:
                if rest_from > cursor:
                    yield cursor, rest_from
                cursor = rest_to
        if cursor < end:
            yield cursor, end
