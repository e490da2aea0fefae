"""Pick out of everybody's log lines those that tell one request's story."""

from collections.abc import Iterable
from typing import Final

from shared.kernel.ids import number_of
from shared.runtime.logs.lines import Line

READS: Final = frozenset({"GET", "HEAD"})


class Story:
    """Knows a story by a request's id, its number (``K7M2-Q4XA``), a correlation or a trace.

    ``names`` are the correlations under which it goes; a line that has none belongs to it by its
    trace. An id of anything else (a message, a notification) leads to the story that speaks of it.
    """

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted.strip()
        self.names: set[str] = set()
        self._traces: set[str] = set()

    def pick(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines of the story; what one tells late counts for the earlier ones too."""
        lines = list(lines)
        for line in lines:
            self._meet(line)
        for line in lines:
            self.holds(line)
        return [line for line in lines if self.holds(line)]

    def holds(self, line: Line) -> bool:
        """Tell whether a line belongs to it, and learn from it what else does."""
        self._meet(line)
        story, trace = str(line.get("correlation", "")), str(line.get("trace", ""))
        spoken_of = self._speaks_of(line)
        if spoken_of and story and not self.names:
            self.names.add(story)
        if story in self.names and trace:
            self._traces.add(trace)
        return spoken_of or story in self.names or (not story and trace in self._traces)

    def _meet(self, line: Line) -> None:
        story = str(line.get("correlation", ""))
        if story and self._wanted.upper() in {story.upper(), number_of(story)}:
            self.names.add(story)

    def _speaks_of(self, line: Line) -> bool:
        return any(str(value).partition("/")[0] == self._wanted for value in line.values())


def is_read(line: Line) -> bool:
    """Tell whether somebody only looked, and saw what they wanted."""
    return line.get("method") in READS and str(line.get("status", "")).startswith(("2", "3"))
