"""Read of a request what the story looks at."""

from datetime import datetime

from deploy.story.doors import Answer
from shared.contracts.event import Place
from shared.contracts.words import Category, ClockName, Status, Urgency


class Clock(Answer):
    """A promise and how it stands."""

    clock: ClockName
    round: int
    due_at: datetime
    started_at: datetime
    stopped_at: datetime | None = None
    missed: bool = False


class Entry(Answer):
    """A line of the history."""

    at: datetime
    what: str
    note: str = ""


class View(Answer):
    """A request as the staff see it."""

    request_id: str
    number: str
    status: Status
    category: Category
    urgency: Urgency
    place: Place | None = None
    department: str | None = None
    assignee: str | None = None
    assignee_name: str | None = None
    first_responder: str | None = None
    submitted_at: datetime
    clocks: tuple[Clock, ...] = ()
    history: tuple[Entry, ...] = ()
    satisfied: bool | None = None
    round: int = 1
    version: int = 0

    @property
    def running(self) -> tuple[Clock, ...]:
        """Return the promises that are still open and do not rest, the next one first."""
        resting = {ClockName.RESOLUTION} if self.status is Status.PAUSED else set()
        live = (one for one in self.clocks if not one.stopped_at and one.clock not in resting)
        return tuple(sorted(live, key=lambda one: one.due_at))

    def has(self, what: str, round_: int = 1) -> bool:
        """Tell whether the history has as many lines of ``what`` as there are rounds."""
        return sum(entry.what == what for entry in self.history) >= round_

    def first(self, what: str) -> datetime | None:
        """Return when ``what`` was done for the first time."""
        return next((entry.at for entry in self.history if entry.what == what), None)

    def told(self) -> bool:
        """Tell whether the result of this round has reached the owner."""
        return any(
            one.clock is ClockName.FEEDBACK and one.round == self.round and one.stopped_at
            for one in self.clocks
        )
