"""Say what a line of the script can be: who asks for what, by which way, and how it goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.contracts.words import Category, Channel, Outlet, Status, Urgency


class Course(StrEnum):
    """How a request goes on once it has been assigned."""

    PLAIN = "done, satisfied"
    NOTED = "progress told, done, satisfied"
    PAUSED = "paused and resumed, done, satisfied"
    TRANSFERRED = "handed to a colleague, done, satisfied"
    URGED = "the owner urges, done, satisfied"
    PHONED = "the result is told on the phone, satisfied"
    UNHAPPY = "dissatisfied, called, done again, satisfied"
    SIGNED_OFF = "dissatisfied, called three times, signed off"
    SILENT = "done, the survey is not answered"
    WITHDRAWN = "cancelled by the owner"
    TAKEN_BACK = "cancelled by the desk on the owner's word"
    MASS = "the first of many: a clerk confirms an incident, tells all, ends it; satisfied"
    GATHERED = "one of many: told that it is known, then with all the others; satisfied"
    STILL_OUT = "one of many, but not fixed here: goes on alone, called, done again, satisfied"


@dataclass(slots=True, frozen=True)
class Scene:
    """One request of the day; ``at`` is the script's hour, the promises run on the real clock.

    ``checked``: a clerk looks it over and corrects what the classifier has misread; all others
    must be read rightly. ``twice``: the app or the platform sends it a second time, to no effect.
    """

    at: str
    channel: Channel
    who: str
    text: str
    category: Category
    urgency: Urgency
    course: Course = Course.PLAIN
    checked: bool = False
    twice: bool = False
    heard_at: str = "counter"

    @property
    def prefers(self) -> Outlet | None:
        """Return by which outlet the owner has asked to be told the result."""
        return Outlet.PHONE if self.course is Course.PHONED else None


@dataclass(slots=True, frozen=True)
class End:
    """Where a request must stand when the story is over; ``satisfied`` None: nobody was asked."""

    status: Status
    satisfied: bool | None = None
    round: int = 1


_HAPPY: Final = End(Status.CLOSED, satisfied=True)

ENDS: Final[Mapping[Course, End]] = {
    Course.PLAIN: _HAPPY,
    Course.NOTED: _HAPPY,
    Course.PAUSED: _HAPPY,
    Course.TRANSFERRED: _HAPPY,
    Course.URGED: _HAPPY,
    Course.PHONED: _HAPPY,
    Course.UNHAPPY: End(Status.CLOSED, satisfied=True, round=2),
    Course.SIGNED_OFF: End(Status.CLOSED, satisfied=False, round=2),
    Course.SILENT: End(Status.RESOLVED),
    Course.WITHDRAWN: End(Status.CANCELLED),
    Course.TAKEN_BACK: End(Status.CANCELLED),
    Course.MASS: _HAPPY,
    Course.GATHERED: _HAPPY,
    Course.STILL_OUT: End(Status.CLOSED, satisfied=True, round=2),
}
