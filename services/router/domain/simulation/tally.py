"""Count what was promised, missed and paged in a run, by clock and department."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import NamedTuple

from services.router.domain.request import Request
from services.router.domain.rules import Rules
from shared.contracts.requests import RequestEscalated
from shared.contracts.words import ClockName, Status


class Row(NamedTuple):
    """A clock in a department."""

    clock: ClockName
    department: str


@dataclass(slots=True)
class Promise:
    """How a promise was kept; ``late`` are the minutes by which it was not."""

    due: int = 0
    late: list[float] = field(default_factory=list)

    @property
    def missed(self) -> int:
        """Return how often it was broken."""
        return len(self.late)

    @property
    def share(self) -> float:
        """Return the share that was broken."""
        return self.missed / self.due if self.due else 0.0

    @property
    def median_late(self) -> float:
        """Return the median lateness in minutes of what was broken."""
        return median(self.late) if self.late else 0.0


@dataclass(slots=True)
class Tally:
    """What came of a run; a clock counts once it has stopped or its due time has passed."""

    rules: Rules
    promises: defaultdict[Row, Promise] = field(default_factory=lambda: defaultdict(Promise))
    pages: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    open: int = 0
    last: datetime | None = None

    def hear(self, request: Request, at: datetime) -> None:
        """Count who was paged, by role."""
        self.last = at
        for event in request.events:
            if isinstance(event, RequestEscalated):
                self.pages.update(self._role(one) for one in event.recipients)

    def add(self, request: Request) -> None:
        """Count a request's promises."""
        self.requests += 1
        self.open += request.status not in (Status.CLOSED, Status.CANCELLED)
        department = self._department(request)
        for name, due, late in self._outcomes(request):
            promise = self.promises[Row(name, department)]
            promise.due += due
            promise.late += late

    def _outcomes(self, request: Request) -> Iterator[tuple[ClockName, int, list[float]]]:
        cancelled = request.status is Status.CANCELLED
        for clock in request.clocks:
            until = clock.stopped_at or self.last
            if clock.missed:
                late = clock.late_at(until) if until else clock.late_at(clock.due_at)
                yield clock.name, 1, [late.total_seconds() / 60]
            elif clock.stopped_at and not cancelled:
                yield clock.name, 1, []

    def _department(self, request: Request) -> str:
        known = self.rules.departments.get(request.department or "")
        return known.name if known else request.department or "(未分派)"

    def _role(self, staff_id: str) -> str:
        member = self.rules.staff.get(staff_id)
        return member.role.value if member else "?"


def rows_of(*tallies: Tally) -> list[Row]:
    """Return every clock and department that any of the runs knows, in the order of the clocks."""
    order = list(ClockName)
    found = {row for tally in tallies for row in tally.promises}
    return sorted(found, key=lambda row: (order.index(row.clock), row.department))


def together(tally: Tally, clock: ClockName) -> Promise:
    """Return a clock's promises in all departments."""
    parts = [promise for row, promise in tally.promises.items() if row.clock is clock]
    return Promise(sum(one.due for one in parts), [late for one in parts for late in one.late])
