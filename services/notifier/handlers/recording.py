"""Record what came of a send beside the handlers, and spare the record that a receipt makes idle.

Until it is recorded the row stays leased: a process that dies first leaves it to the sweep, which
asks the provider. So nothing hangs on the record but time.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

import structlog

MOST: Final = 400
_LAST_WAIT: Final = 8.0
log = structlog.get_logger()


class Recorder:
    """Carries records on in the background, ``MOST`` at once; a further one waits for its place."""

    def __init__(self, most: int = MOST) -> None:
        self._slots = asyncio.Semaphore(most)
        self._open: set[asyncio.Task[None]] = set()
        self._receipts: dict[str, asyncio.Event] = {}

    async def put(self, token: str, act: Callable[[], Awaitable[object]], hold: timedelta) -> None:
        """Take a record over: made after ``hold``, unless the row's receipt is recorded first."""
        await self._slots.acquire()
        receipt = self._receipts.setdefault(token, asyncio.Event())
        task = asyncio.create_task(self._carry(token, act, hold, receipt))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    def spare(self, token: str) -> None:
        """Note that a receipt has been recorded, which says all that the record would."""
        if waiting := self._receipts.get(token):
            waiting.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Leave the block with what is open recorded, or left to the sweep after some seconds."""
        yield
        if self._open:
            await asyncio.wait(self._open, timeout=_LAST_WAIT)

    async def _carry(
        self,
        token: str,
        act: Callable[[], Awaitable[object]],
        hold: timedelta,
        receipt: asyncio.Event,
    ) -> None:
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(receipt.wait(), hold.total_seconds())
            if not receipt.is_set():
                await act()
        except Exception:
            log.exception("notification.record-failed", notification=token)
        finally:
            self._receipts.pop(token, None)
            self._slots.release()
