"""Commit the saves that are ready at one moment as one unordered bulk write (natural batching)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from bson.errors import BSONError
from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import BulkWriteError, PyMongoError, WriteError, WTimeoutError

from shared.kernel.errors import Conflict, Unavailable
from shared.runtime.lifespan import beside
from shared.runtime.metrics import GROUP_SIZE
from shared.runtime.mongo import is_away
from shared.store.write import Write

log = structlog.get_logger()
Collection = AsyncIOMotorCollection[dict[str, Any]]
MOST: Final = 256
_DUPLICATE: Final = 11000
_PAUSES: Final = (0.1, 0.3, 1.0, 2.0)
_LAST_WAIT: Final = 10.0
_FAILURES: Final = (PyMongoError, BSONError, ValueError, TypeError, OverflowError)
_Waiting = tuple[Write, "asyncio.Future[None]"]


class Group:
    """Gathers writes while one bulk is under way; an idle service waits for nothing.

    Each write learns its own outcome: None, ``Conflict``, ``Unavailable`` or the database's error.
    ``committed`` is told of those that made it, in order, before their savers go on.
    """

    def __init__(
        self, collection: Collection, committed: Callable[[Sequence[Write]], None]
    ) -> None:
        self._collection = collection
        self._committed = committed
        self._waiting: list[_Waiting] = []
        self._some = asyncio.Event()
        self._open: set[asyncio.Future[None]] = set()

    async def save(self, write: Write) -> None:
        """Wait until ``write`` is durable."""
        outcome: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._open.add(outcome)
        outcome.add_done_callback(self._open.discard)
        self._waiting.append((write, outcome))
        self._some.set()
        await outcome

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Commit beside the block; on leaving it, what has been handed in is committed first."""
        async with beside(f"commit-{self._collection.name}", self._run()):
            try:
                yield
            finally:
                if self._open:
                    await asyncio.wait(self._open, timeout=_LAST_WAIT)

    async def _run(self) -> None:
        while True:
            await self._some.wait()
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if not self._waiting:
                self._some.clear()
            GROUP_SIZE.labels(self._collection.name).observe(len(batch))
            try:
                await self._commit(batch)
            finally:
                for _, outcome in batch:
                    if not outcome.done():
                        outcome.set_exception(Unavailable("stopped before the save was known"))

    async def _commit(self, batch: list[_Waiting]) -> None:
        for pause in _PAUSES:
            try:
                await self._attempt(batch)
                return
            except _FAILURES as error:
                await asyncio.sleep(pause if is_away(error) else 0)
                batch = await self._undecided(batch)
                if not is_away(error):
                    await self._split(batch, error)
                    return
        _fail(batch, Unavailable("database: outcome unknown"))

    async def _attempt(self, batch: list[_Waiting]) -> None:
        failed: dict[int, dict[str, Any]] = {}
        if batch:
            try:
                operations = [write.operation() for write, _ in batch]
                await self._collection.bulk_write(operations, ordered=False)
            except BulkWriteError as error:
                if error.details.get("writeConcernErrors"):
                    raise WTimeoutError("not durable yet") from error
                failed = {fault["index"]: fault for fault in error.details["writeErrors"]}
        self._committed([write for at, (write, _) in enumerate(batch) if at not in failed])
        for at, (_, outcome) in enumerate(batch):
            _settle(outcome, failed.get(at))

    async def _split(self, batch: list[_Waiting], error: Exception) -> None:
        if len(batch) == 1:
            _fail(batch, error)
            return
        log.warning("store.group-split", size=len(batch), error=type(error).__name__)
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            await self._commit(half)

    async def _undecided(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Leave out of ``batch`` what a bulk of unknown outcome did commit after all."""
        try:
            cursor = self._collection.find(
                {"_id": {"$in": [write.identity for write, _ in batch]}},
                {"saves": 1},
            )
            found = {document["_id"]: document async for document in cursor}
        except PyMongoError:
            return batch
        made = [pair for pair in batch if _is_in(pair[0], found.get(pair[0].identity))]
        self._committed([write for write, _ in made])
        for _, outcome in made:
            _settle(outcome, None)
        return [pair for pair in batch if not pair[1].done()]


def _is_in(write: Write, document: dict[str, Any] | None) -> bool:
    return document is not None and write.mark in document.get("saves", ())


def _settle(outcome: "asyncio.Future[None]", fault: dict[str, Any] | None) -> None:
    if outcome.done():
        return
    if fault is None:
        outcome.set_result(None)
    elif fault.get("code") == _DUPLICATE:
        outcome.set_exception(Conflict("somebody was faster"))
    else:
        outcome.set_exception(WriteError(str(fault.get("errmsg")), fault.get("code"), fault))


def _fail(batch: list[_Waiting], error: Exception) -> None:
    for _, outcome in batch:
        if not outcome.done():
            outcome.set_exception(error)
