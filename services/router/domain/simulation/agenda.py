"""Keep what is to happen, in order; a virtual clock walks along it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from services.router.domain.calendar import Stretch

Step = Callable[[datetime], None]


@dataclass(slots=True)
class Agenda:
    """Steps by their moments; while the router is down (``outages``) everything waits for it."""

    outages: Sequence[Stretch] = ()
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def put(self, at: datetime, step: Step) -> None:
        """Note a step; those of one moment are taken in the order in which they were noted."""
        heappush(self._steps, (at, next(self._numbers), step))

    def take_until(self, until: datetime) -> bool:
        """Take the next step that falls due by ``until``; false if there is none."""
        if not self._steps or self._steps[0][0] > until:
            return False
        at, _, step = heappop(self._steps)
        step(self._up(at))
        return True

    def _up(self, at: datetime) -> datetime:
        return next((end for start, end in self.outages if start <= at < end), at)
