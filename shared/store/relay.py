"""Publish what has been committed, then clear it from its documents; many at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Final

import structlog
from pymongo.errors import PyMongoError

from shared.kernel.errors import Unavailable
from shared.runtime.metrics import PUBLISHED
from shared.store.group import Collection
from shared.store.write import Told, Write, cleared

log = structlog.get_logger()
Publish = Callable[[str, str, bytes], Awaitable[None]]
Parcel = tuple[str, tuple[Told, ...]]
IN_FLIGHT: Final = 100


class Relay:
    """Carries events from documents to the broker, in the order of their commits.

    What cannot be published stays in its outbox, where the sweeper finds it; ``busy`` holds the
    ids of documents that are under way here.
    """

    def __init__(self, collection: Collection, publish: Publish) -> None:
        self._collection = collection
        self._publish = publish
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._told: asyncio.Queue[Parcel] = asyncio.Queue()
        self._confirmed: asyncio.Queue[Parcel] = asyncio.Queue()
        self.busy: set[str] = set()

    def take(self, writes: Sequence[Write]) -> None:
        """Note freshly committed writes; returns at once."""
        for write in writes:
            if write.told:
                self.busy.add(write.identity)
                self._told.put_nowait((write.identity, write.told))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Publish and clear beside the block; on leaving it, carry over what is in hand."""
        async with AsyncExitStack() as stack:
            for queue, act in ((self._confirmed, self._clear_all), (self._told, self._publish_all)):
                await stack.enter_async_context(_draining(queue, act))
            yield

    async def carry(self, parcels: Iterable[Parcel], way: str) -> None:
        """Publish parcels and clear them; for the sweeper, which has leased them."""
        confirmed = await self._send(list(parcels), way)
        await self._clear(confirmed)

    async def _publish_all(self, parcels: list[Parcel]) -> None:
        sent = await self._send(parcels, "commit")
        for parcel in sent:
            self._confirmed.put_nowait(parcel)
        kept = {identity for identity, _ in parcels} - {identity for identity, _ in sent}
        self.busy -= kept

    async def _send(self, parcels: list[Parcel], way: str) -> list[Parcel]:
        outcomes = await asyncio.gather(*(self._one(parcel) for parcel in parcels))
        sent = [parcel for parcel, made in zip(parcels, outcomes, strict=True) if made]
        PUBLISHED.labels(way).inc(sum(len(told) for _, told in sent))
        if len(sent) < len(parcels):
            log.warning("outbox.kept", documents=len(parcels) - len(sent))
        return sent

    async def _one(self, parcel: Parcel) -> bool:
        try:
            async with self._slots:
                for told in parcel[1]:
                    await self._publish(told.kind, told.identity, told.body)
        except Unavailable:
            return False
        return True

    async def _clear_all(self, parcels: list[Parcel]) -> None:
        with suppress(PyMongoError):
            await self._clear(parcels)
        self.busy.difference_update(identity for identity, _ in parcels)

    async def _clear(self, parcels: list[Parcel]) -> None:
        if parcels:
            ids = [identity for identity, _ in parcels]
            events = [told.identity for _, tolds in parcels for told in tolds]
            await self._collection.update_many({"_id": {"$in": ids}}, cleared(events))


@asynccontextmanager
async def _draining(
    queue: asyncio.Queue[Parcel], act: Callable[[list[Parcel]], Awaitable[None]]
) -> AsyncIterator[None]:
    task = asyncio.create_task(_drain(queue, act))
    try:
        yield
    finally:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(queue.join(), 10)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _drain(
    queue: asyncio.Queue[Parcel], act: Callable[[list[Parcel]], Awaitable[None]]
) -> None:
    while True:
        parcels = [await queue.get()]
        while not queue.empty():
            parcels.append(queue.get_nowait())
        await act(parcels)
        for _ in parcels:
            queue.task_done()
