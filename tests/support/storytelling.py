"""Requests as the story sees them, for its tests."""

from datetime import UTC, datetime, timedelta

from deploy.story.views import Clock, Entry, View
from shared.contracts.words import Category, ClockName, Status, Urgency

SUBMITTED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HISTORY = (("submit", 1), ("accept", 5), ("arrive", 9), ("resolve", 20), ("close", 50))


def after(seconds: float) -> datetime:
    """Return the moment so many seconds after the submission."""
    return SUBMITTED + timedelta(seconds=seconds)


def view(
    status: Status = Status.CLOSED,
    *,
    satisfied: bool | None = True,
    round_: int = 1,
    missed: bool = False,
) -> View:
    """Return a burst pipe that was accepted, visited and resolved."""
    return View(
        request_id="r1",
        number="K7M2-Q4XA",
        status=status,
        category=Category.REPAIR,
        urgency=Urgency.URGENT,
        submitted_at=SUBMITTED,
        clocks=(
            Clock(
                clock=ClockName.DISPATCH,
                round=1,
                due_at=after(180),
                started_at=SUBMITTED,
                stopped_at=after(5),
                missed=missed,
            ),
            Clock(clock=ClockName.RESOLUTION, round=1, due_at=after(900), started_at=SUBMITTED),
        ),
        history=tuple(Entry(at=after(seconds), what=what) for what, seconds in HISTORY),
        satisfied=satisfied,
        round=round_,
    )
