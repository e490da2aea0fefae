"""Count the day: promises kept, seconds taken, owners satisfied."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Final, Self

from deploy.story.views import View
from shared.contracts.words import Category, ClockName, Status, Urgency

KEPT: Final = (
    ClockName.DISPATCH,
    ClockName.ARRIVAL,
    ClockName.RESOLUTION,
    ClockName.FEEDBACK,
)
STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "accepted": ("submit", "accept"),
    "arrived": ("accept", "arrive"),
    "resolved": ("accept", "resolve"),
    "told": ("resolve", "feed_back"),
    "answered": ("resolve", "close"),
}
HEARD: Final = "heard"


@dataclass(slots=True, frozen=True, kw_only=True)
class Fact:
    """What one request adds to the count; ``kept`` says of each promise that ended how it did.

    ``seconds`` are the steps' and, as ``HEARD``, those until the owner was told who comes.
    """

    category: Category
    urgency: Urgency
    kept: tuple[tuple[ClockName, bool], ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    satisfied: bool = False
    followed_up: bool = False
    cancelled: bool = False

    @classmethod
    def of(cls, view: View, heard_at: datetime | None = None) -> Self:
        """Return what a request's history and clocks say; a cancelled one has kept no promise."""
        cancelled = view.status is Status.CANCELLED
        ended = (one for one in view.clocks if one.stopped_at and not cancelled)
        return cls(
            category=view.category,
            urgency=view.urgency,
            kept=tuple((one.clock, not one.missed) for one in ended),
            seconds=dict(_seconds(view, heard_at)),
            satisfied=bool(view.satisfied),
            followed_up=view.round > 1,
            cancelled=cancelled,
        )


@dataclass(slots=True, frozen=True)
class Tally:
    """The count over some of the day's requests."""

    facts: tuple[Fact, ...]

    @property
    def satisfied_at_first(self) -> int:
        """How many owners were satisfied with the first round."""
        return sum(one.satisfied and not one.followed_up for one in self.facts)

    @property
    def satisfied_after(self) -> int:
        """How many owners were satisfied after a follow-up (回访)."""
        return sum(one.satisfied and one.followed_up for one in self.facts)

    @property
    def cancelled(self) -> int:
        """How many were cancelled."""
        return sum(one.cancelled for one in self.facts)

    def in_time(self, clock: ClockName) -> tuple[int, int]:
        """Return how many promises of this name were kept, of how many."""
        ends = [kept for one in self.facts for name, kept in one.kept if name is clock]
        return sum(ends), len(ends)

    def median_of(self, step: str) -> float | None:
        """Return the median seconds of a step, None where nobody took it."""
        taken = [one.seconds[step] for one in self.facts if step in one.seconds]
        return median(taken) if taken else None


def by_category(facts: Iterable[Fact]) -> dict[Category, Tally]:
    """Return the tally of each category that occurred."""
    every = tuple(facts)
    found = {kind: tuple(one for one in every if one.category is kind) for kind in Category}
    return {kind: Tally(some) for kind, some in found.items() if some}


def by_urgency(facts: Iterable[Fact]) -> dict[Urgency, Tally]:
    """Return the tally of each urgency that occurred."""
    every = tuple(facts)
    found = {kind: tuple(one for one in every if one.urgency is kind) for kind in Urgency}
    return {kind: Tally(some) for kind, some in found.items() if some}


def _seconds(view: View, heard_at: datetime | None) -> Iterator[tuple[str, float]]:
    if heard_at:
        yield HEARD, (heard_at - view.submitted_at).total_seconds()
    for step, (since, until) in STEPS.items():
        begun, ended = view.first(since), view.first(until)
        if begun and ended and ended >= begun:
            yield step, (ended - begun).total_seconds()
