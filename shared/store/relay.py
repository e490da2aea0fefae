"""Publish what has been committed, then clear it from its documents; many at a time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import structlog
from pymongo.errors import PyMongoError

from shared.kernel.errors import Unavailable
from shared.runtime.lifespan import beside
from shared.runtime.metrics import PUBLISHED
from shared.store.group import Collection
from shared.store.write import Told, Write, cleared, emptied

log = structlog.get_logger()
Publish = Callable[[str, str, bytes], Awaitable[None]]
IN_FLIGHT: Final = 100


@dataclass(slots=True, frozen=True)
class Parcel:
    """A document's events under way; ``whole`` when they are all that its outbox holds."""

    identity: str
    told: tuple[Told, ...]
    whole: bool = False


class Relay:
    """Carries events from documents to the broker, in the order of their commits.

    What cannot be published stays in its outbox, where the sweeper finds it; ``busy`` counts
    what is under way here of each document, from before its save to after its clearing.
    """

    def __init__(self, collection: Collection, publish: Publish) -> None:
        self._collection = collection
        self._publish = publish
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._told: asyncio.Queue[Parcel] = asyncio.Queue()
        self._confirmed: asyncio.Queue[Parcel] = asyncio.Queue()
        self.busy: Counter[str] = Counter()

    @contextmanager
    def holding(self, identity: str) -> Iterator[None]:
        """Keep the sweeper off a document that is being saved here: its events are on their way."""
        self.busy[identity] += 1
        try:
            yield
        finally:
            self._let_go([identity])

    def take(self, writes: Sequence[Write]) -> None:
        """Note freshly committed writes; returns at once."""
        for write in writes:
            if write.told:
                self.busy[write.identity] += 1
                self._told.put_nowait(Parcel(write.identity, write.told, write.whole))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Publish and clear beside the block; on leaving it, carry over what is in hand."""
        async with AsyncExitStack() as stack:
            for queue, act in ((self._confirmed, self._clear_all), (self._told, self._publish_all)):
                await stack.enter_async_context(_draining(queue, act))
            yield

    async def carry(self, parcels: list[Parcel]) -> list[str]:
        """Publish and clear what the sweeper has leased; return the ids that were not taken."""
        confirmed = await self._send(parcels, "sweep")
        await self._clear(confirmed)
        return _ids(parcel for parcel in parcels if parcel not in confirmed)

    async def _publish_all(self, parcels: list[Parcel]) -> None:
        sent = await self._send(parcels, "commit")
        for parcel in sent:
            self._confirmed.put_nowait(parcel)
        self._let_go(_ids(parcel for parcel in parcels if parcel not in sent))

    async def _send(self, parcels: list[Parcel], way: str) -> list[Parcel]:
        outcomes = await asyncio.gather(*(self._one(parcel) for parcel in parcels))
        sent = [parcel for parcel, made in zip(parcels, outcomes, strict=True) if made]
        PUBLISHED.labels(way).inc(sum(len(parcel.told) for parcel in sent))
        if len(sent) < len(parcels):
            log.warning("outbox.kept", documents=len(parcels) - len(sent))
        return sent

    async def _one(self, parcel: Parcel) -> bool:
        try:
            async with self._slots:
                for told in parcel.told:
                    await self._publish(told.kind, told.identity, told.body)
        except Unavailable:
            return False
        return True

    async def _clear_all(self, parcels: list[Parcel]) -> None:
        with suppress(PyMongoError):
            await self._clear(parcels)
        self._let_go(_ids(parcels))

    def _let_go(self, ids: list[str]) -> None:
        self.busy -= Counter(ids)

    async def _clear(self, parcels: list[Parcel]) -> None:
        """Empty at one stroke what nobody has added to meanwhile; else take out event by event."""
        whole = [parcel for parcel in parcels if parcel.whole]
        if whole:
            marks = [parcel.told[0].identity for parcel in whole]
            made = await self._collection.update_many(
                {"_id": {"$in": _ids(whole)}, "telling": {"$in": marks}}, emptied()
            )
            if made.matched_count == len(whole):
                parcels = [parcel for parcel in parcels if not parcel.whole]
        if parcels:
            events = [told.identity for parcel in parcels for told in parcel.told]
            await self._collection.update_many({"_id": {"$in": _ids(parcels)}}, cleared(events))


def _ids(parcels: Iterable[Parcel]) -> list[str]:
    return [parcel.identity for parcel in parcels]


@asynccontextmanager
async def _draining(
    queue: asyncio.Queue[Parcel], act: Callable[[list[Parcel]], Awaitable[None]]
) -> AsyncIterator[None]:
    async with beside("relay", _drain(queue, act)):
        try:
            yield
        finally:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(queue.join(), 10)


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
