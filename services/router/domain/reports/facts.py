"""Hold of a request what figures are made of: no words, no person but staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.contracts.words import Category, Channel, ClockName, Status, Urgency


class Timed(NamedTuple):
    """A clock as it stands: whether it was missed, and whether it has stopped."""

    name: ClockName
    round: int
    missed: bool
    stopped: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class Facts:
    """A request as reports see it."""

    id: str
    number: str
    submitted_at: datetime
    status: Status
    category: Category
    urgency: Urgency
    channel: Channel
    building: str | None = None
    department: str | None = None
    assignee: str | None = None
    first_responder: str | None = None
    round: int = 1
    satisfied: bool | None = None
    clocks: tuple[Timed, ...] = ()

    def of(self, name: ClockName) -> list[Timed]:
        """Return its clocks of a kind, one for each round."""
        return [clock for clock in self.clocks if clock.name is name]
