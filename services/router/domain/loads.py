"""Count what everybody has in hand, so that new work goes to whoever has least."""

from collections import Counter, defaultdict
from collections.abc import Mapping


class Loads:
    """Open requests by estate and assignee: counted now and then, kept up in between."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def of(self, estate: str) -> Mapping[str, int]:
        """Return the counts of an estate."""
        return self._counts[estate]

    def move(self, estate: str, before: str | None, after: str | None) -> None:
        """Take one off ``before`` and put it on ``after``."""
        if before:
            self._counts[estate][before] -= 1
        if after:
            self._counts[estate][after] += 1

    def recount(self, counted: Mapping[tuple[str, str], int]) -> None:
        """Start again from what was counted by (estate, assignee)."""
        self._counts.clear()
        for (estate, assignee), number in counted.items():
            self._counts[estate][assignee] = number
