"""Make records of sends without waiting, for tests that look at rows."""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

from services.notifier.domain.notification import Notification
from services.notifier.domain.records import ON_TAKING
from tests.support.memory import Memory


class AtOnce:
    """Makes each record right away, so that a test sees what came of a send."""

    async def put(self, token: str, act: Callable[[], Awaitable[object]], hold: timedelta) -> None:
        """Make the record."""
        await act()

    def spare(self, token: str) -> None:
        """Nothing waits here."""


@dataclass(slots=True)
class Together:
    """Writes taken rows down in memory as one command would; the process may die around it."""

    memory: Memory[Notification]
    pass_by: Callable[[], None]

    async def record(self, row: Notification) -> bool:
        """Write what a taking changes, unless somebody was faster."""
        self.pass_by()
        kept = self.memory.kept[row.id]
        if kept.version != row.version:
            return False
        row.version += 1
        for name in (*ON_TAKING, "version"):
            setattr(kept, name, deepcopy(getattr(row, name)))
        self.pass_by()
        return True
