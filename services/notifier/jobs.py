"""Sweep for rows in which something is due: left by a crash, put off, or without a receipt."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

from services.notifier.domain.notification import Notification
from services.notifier.handlers.sweeping import advance
from services.notifier.ports import Lists, Work
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.ids import new_id

log = structlog.get_logger()
MOST: Final = 200
AT_ONCE: Final = 50


class Sweep:
    """Takes due rows a load at a time; several processes may sweep side by side."""

    def __init__(self, lists: Lists, work: Callable[[Cause], Work], clock: Clock) -> None:
        self._lists = lists
        self._work = work
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def turn(self) -> bool:
        """See to what is due; tell whether there may be more at once."""
        rows = await self._lists.due(self._clock(), MOST)
        await asyncio.gather(*(self._advance(row) for row in rows))
        return len(rows) == MOST

    async def _advance(self, row: Notification) -> None:
        cause = Cause(
            id=new_id(),
            estate=row.estate,
            at=self._clock(),
            correlation=row.letter.story or row.id,
        )
        async with self._slots:
            try:
                await advance(row, self._work(cause))
            except Exception as error:  # noqa: BLE001 - an edge loop: one row harms no neighbour
                log.warning("sweep.row-failed", notification=row.id, error=repr(error))
