"""Add up the figures of many requests, in all and group by group."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.router.domain.reports.facts import Facts
from services.router.domain.reports.figures import Figure, Outcome
from services.router.domain.reports.question import By, value_of

Counts = defaultdict[str, Counter[Outcome]]


def _nothing() -> Counts:
    return defaultdict(Counter)


@dataclass(slots=True)
class Report:
    """Counts by figure: ``total`` of all, ``groups`` by the value that was asked for."""

    figures: Sequence[Figure]
    by: By | None = None
    total: Counts = field(default_factory=_nothing)
    groups: dict[str, Counts] = field(default_factory=dict)
    requests: int = 0

    def add(self, facts: Facts) -> None:
        """Count a request for each figure."""
        self.requests += 1
        own = self.groups.setdefault(value_of(facts, self.by), _nothing()) if self.by else None
        for figure in self.figures:
            outcome = figure.judge(facts)
            self.total[figure.name][outcome] += 1
            if own is not None:
                own[figure.name][outcome] += 1


def rate(counted: Counter[Outcome]) -> float | None:
    """Return good ÷ (good + bad); None where nothing counts."""
    whole = counted[Outcome.GOOD] + counted[Outcome.BAD]
    return round(counted[Outcome.GOOD] / whole, 4) if whole else None
