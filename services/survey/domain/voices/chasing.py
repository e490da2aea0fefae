"""Say when somebody is reminded of what is owed: the answerable, then the managers, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """Who is reminded: whoever is answerable before it is due, the managers when it is."""

    ANSWERABLE = "answerable"
    MANAGERS = "managers"


STEPS: Final = (Step.ANSWERABLE, Step.MANAGERS)


@dataclass(slots=True, kw_only=True)
class Chase:
    """What is due when; ``taken`` are the steps that have been told."""

    due_at: datetime
    remind_at: datetime
    taken: list[Step] = field(default_factory=list)

    def moment(self, step: Step) -> datetime:
        """Return when a step is to be taken."""
        return self.due_at if step is Step.MANAGERS else min(self.remind_at, self.due_at)

    @property
    def next_at(self) -> datetime | None:
        """Return when something must happen next; None when every step was taken."""
        return next((self.moment(step) for step in STEPS if step not in self.taken), None)

    def steps_due(self, now: datetime) -> Iterable[Step]:
        """Take the steps whose moment has come, and return them."""
        due = [step for step in STEPS if step not in self.taken and self.moment(step) <= now]
        self.taken.extend(due)
        return due

    def move(self, due_at: datetime, remind_at: datetime) -> None:
        """Put it on another day: the calendar has become known."""
        self.due_at, self.remind_at = due_at, remind_at
