"""Play an hour in which everybody reports at once, second by second, for a part that hears a queue.

Ten times the busiest hour's reports come in for an hour; KEDA looks every half minute how many
messages wait, and a process that it adds takes half a minute to start.
"""

from collections import deque
from dataclasses import dataclass
from math import ceil
from typing import Final

HOUR: Final = 3_600
LOOKS_EVERY: Final = 30
STARTS_IN: Final = 30
MESSAGES_A_PROCESS: Final = 500
GIVES_UP_AFTER: Final = 100 * HOUR


@dataclass(slots=True, frozen=True, kw_only=True)
class Part:
    """What hears a queue: what a request costs it, and between how many processes it is scaled."""

    name: str
    cpu_ms: float
    least: int
    most: int

    def handles(self, processes: int) -> float:
        """Return how many requests a second so many processes see to, each on one core."""
        return processes * 1_000 / self.cpu_ms


@dataclass(slots=True, frozen=True, kw_only=True)
class Course:
    """How the storm went; ``over`` is how long after its end the queue is empty, None for never."""

    processes: int
    deepest: float
    longest_wait: float
    over: float | None


def course(part: Part, usual: float, storm: float) -> Course:
    """Play it; ``usual`` and ``storm`` are requests a second, before and after and during it."""
    waiting = deepest = longest = 0.0
    processes, starting = part.least, deque[int]()
    for second in range(GIVES_UP_AFTER):
        while starting and starting[0] <= second:
            starting.popleft()
            processes += 1
        waiting += storm if second < HOUR else usual
        waiting -= min(waiting, part.handles(processes))
        if second % LOOKS_EVERY == 0:
            wanted = min(part.most, ceil(waiting / MESSAGES_A_PROCESS))
            starting.extend([second + STARTS_IN] * (wanted - processes - len(starting)))
        deepest, longest = max(deepest, waiting), max(longest, waiting / part.handles(processes))
        if second >= HOUR and not waiting:
            return Course(
                processes=processes, deepest=deepest, longest_wait=longest, over=second - HOUR
            )
    return Course(processes=processes, deepest=deepest, longest_wait=longest, over=None)
