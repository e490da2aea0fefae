"""Start again what ended without being asked, and give up on what keeps ending."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from deploy.local.failure import CannotRun
from deploy.local.process import Process
from deploy.local.stack import Stack

_PAUSE: Final = 0.5
_ENDS: Final = 4
_WITHIN_SECONDS: Final = 60.0


@dataclass(slots=True)
class Watch:
    """Look after a stack's processes; ``say`` gets a line for each that had to be started again."""

    stack: Stack
    say: Callable[[str], None]
    _ends: defaultdict[str, deque[float]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_ENDS))
    )

    def until(self, over: Callable[[], bool]) -> None:
        """Watch until ``over`` says so; raises ``CannotRun`` for a process that cannot stay up."""
        while not over():
            for process in self.stack.processes():
                if process.code is not None:
                    self._revive(process)
            time.sleep(_PAUSE)

    def _revive(self, process: Process) -> None:
        ends = self._ends[process.name]
        ends.append(time.monotonic())
        if len(ends) == _ENDS and ends[-1] - ends[0] < _WITHIN_SECONDS:
            raise CannotRun(f"{process.name} keeps ending, code {process.code}{process.tail()}")
        self.say(f"{process.name} ended, code {process.code}: starting it again")
        process.start()
