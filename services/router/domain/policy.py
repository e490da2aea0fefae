"""Hold what an estate has decided: promises, hours of work, ladders, pause reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.router.domain.arrangements import Confirming, Grab
from services.router.domain.calendar import Window
from services.router.domain.incidents.terms import Terms
from services.router.domain.ladder import Ladder
from services.router.domain.spans import Target
from shared.contracts.words import Category, ClockName, Urgency

Promises = Mapping[ClockName, Target]
Ladders = Mapping[ClockName, Ladder]


@dataclass(slots=True, frozen=True, kw_only=True)
class Policy:
    """An estate's policy, as read from ``policy.toml`` over the rule book.

    ``to_head`` are the urgencies that go to the department's head, who then hands them out
    (policy.zh.md 三.2); ``departments`` overrides what departments.csv says of a category,
    ``hours`` are the hours of the departments that work at others than ``windows``.
    """

    zone: str
    windows: tuple[Window, ...]
    hours: Mapping[str, tuple[Window, ...]]
    promises: Mapping[Urgency, Promises]
    ladders: Mapping[Urgency, Ladders]
    to_head: frozenset[Urgency]
    pause_reasons: Mapping[str, timedelta]
    departments: Mapping[Category, str]
    urge_every: timedelta
    transfer_within: timedelta
    hand_over_within: timedelta
    confirm: Confirming
    grabs: Mapping[Urgency, Grab]
    incidents: Terms

    def ladder(self, urgency: Urgency, clock: ClockName) -> Ladder:
        """Return the steps for a clock; a clock without any pages again every day."""
        return self.ladders[urgency].get(clock, Ladder())
