"""Show the day: live in a terminal, as one line for each change of state elsewhere."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from deploy.story.case import Case
from deploy.story.lines import URGENCIES, header, line_of, stands_of
from shared.contracts.words import Status

Tell = Callable[[Case], None]
_FRAME: Final = 7  # header, foot, legend and a breath of air
_BAR: Final = 24
_LEGEND: Final = Text.from_markup(
    "  ".join(f"[{style}]{word}[/] [dim]{name}[/]" for name, (word, style) in URGENCIES.items())
)


@contextmanager
def shown(console: Console, scenes: int) -> Iterator[Tell]:
    """Show the day while it lasts; yields what must be told of every change."""
    if not console.is_terminal:
        yield _Paper(console).tell
        return
    board = _Board(console, scenes)
    with Live(console=console, get_renderable=board.picture, refresh_per_second=5, transient=True):
        yield board.tell


class _Paper:
    """One plain line for each change of state."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: dict[str, str] = {}

    def tell(self, case: Case) -> None:
        stands = stands_of(case)
        if self._said.get(case.number) != stands:
            self._said[case.number] = stands
            _print(case, self._console)


class _Board:
    """What is in hand as a table at the foot; what is over has been printed above it."""

    def __init__(self, console: Console, scenes: int) -> None:
        self._console, self._scenes = console, scenes
        self._began = time.monotonic()
        self._cases: dict[int, Case] = {}

    def tell(self, case: Case) -> None:
        self._cases.pop(id(case), None)
        self._cases[id(case)] = case
        if case.over:
            _print(case, self._console)

    def picture(self) -> RenderableType:
        """Return the table of the moment; what changed last stands at the bottom."""
        now, room = datetime.now(UTC), max(self._console.height - _FRAME, 3)
        working = [case for case in self._cases.values() if not case.over]
        lines = [header(), *(line_of(case, now) for case in working[-room:])]
        for line in lines:
            line.no_wrap = True
        return Group(Text(), *lines, Text(), self._foot(len(working) - room), _LEGEND)

    def _foot(self, hidden: int) -> Text:
        cases = self._cases.values()
        stands = Counter(case.view.status for case in cases if case.view)
        over, wrong = sum(case.over for case in cases), sum(bool(case.faults) for case in cases)
        full = round(_BAR * over / self._scenes)
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        hour = max((case.scene.at for case in cases), default="")
        told = (
            f" {hour} in the script, {minutes}:{seconds:02} by the clock",
            f"{len(cases)} of {self._scenes} asked",
            f"{stands[Status.CLOSED]} closed",
            f"{stands[Status.CANCELLED]} cancelled",
            *((f"{wrong} wrong",) if wrong else ()),
            *((f"{hidden} more in hand",) if hidden > 0 else ()),
        )
        bar = (("━" * full, "green"), ("─" * (_BAR - full), "dim"))
        return Text.assemble(*bar, ", ".join(told), no_wrap=True)


def _print(case: Case, console: Console) -> None:
    """Print the line of a request for good, and what is wrong with it."""
    line = line_of(case, datetime.now(UTC))
    line.rstrip()
    console.print(line, soft_wrap=True, highlight=False)
    for fault in case.faults if case.over else ():
        console.print(f"    ✗ {fault}", style="red", soft_wrap=True, highlight=False, markup=False)
