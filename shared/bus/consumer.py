"""Consume a service's queue: handle, settle by the table, climb the retry ladder, drain."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final, Generic, Literal, TypeVar
from weakref import WeakValueDictionary

import structlog
from aio_pika.abc import (
    AbstractConnection,
    AbstractIncomingMessage,
    AbstractQueue,
    HeadersType,
)

from shared.bus.connection import AWAY, kept
from shared.bus.publisher import Publisher, open_publisher
from shared.bus.settle import Settled, reason_of, settle
from shared.bus.subscriptions import Subscription, WorkOf
from shared.bus.topology import Topology, declare_queue
from shared.contracts.envelope import Envelope, Malformed, read
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Failure, Unavailable
from shared.runtime.metrics import MESSAGE_AGE, MESSAGE_SECONDS, QUEUE_AGE, QUEUE_DEPTH
from shared.runtime.settings import ServiceSettings
from shared.runtime.tracing import MESSAGING, About, traced

log = structlog.get_logger()
W = TypeVar("W")
PREFETCH: Final = 50
ATTEMPT: Final = "x-attempt"
REASON: Final = "x-reason"
_QUICK: Final = (0.01, 0.03, 0.1, 0.3)
_WATCH: Final = 5.0
_FIRST_HOLD: Final = 10.0


class Consumer(Generic[W]):
    """Handles messages of a queue; those about one subject one at a time."""

    def __init__(
        self,
        topology: Topology,
        subscriptions: Sequence[Subscription[W]],
        work: WorkOf[W],
        clock: Clock,
        publisher: Publisher,
    ) -> None:
        self._topology = topology
        self._handlers = {row.kind.type: row.handler for row in subscriptions}
        self._work = work
        self._clock = clock
        self._publisher = publisher
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._in_hand: set[asyncio.Task[None]] = set()
        self.consuming = asyncio.Event()

    async def hold(self, connection: AbstractConnection) -> None:
        """Consume on this connection until it or the consumer is lost, or we are to stop."""
        channel = await connection.channel()
        await channel.set_qos(PREFETCH)
        lost = asyncio.ensure_future(channel.closed())
        queue = await declare_queue(channel, self._topology, tuple(self._handlers))
        tag = await queue.consume(self._begin)
        self.consuming.set()
        try:
            await self._watch(connection, lost)
        except asyncio.CancelledError:
            await queue.cancel(tag)
            raise
        finally:
            self.consuming.clear()
            await self._finish()

    async def _begin(self, message: AbstractIncomingMessage) -> None:
        task = asyncio.create_task(self._take(message))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _finish(self) -> None:
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=_WATCH * 4)

    async def _watch(
        self, connection: AbstractConnection, lost: asyncio.Future[Literal[True]]
    ) -> None:
        channel = await connection.channel()
        while not lost.done():
            await asyncio.wait([lost], timeout=_WATCH)
            if lost.done():
                return
            mine = await channel.declare_queue(self._topology.queue, passive=True)
            dead = await channel.declare_queue(self._topology.dead, passive=True)
            _measure(mine, dead)
            if not mine.declaration_result.consumer_count:
                log.warning("consumer.gone", queue=self._topology.queue)
                return

    async def _take(self, message: AbstractIncomingMessage) -> None:
        structlog.contextvars.clear_contextvars()
        begun = time.perf_counter()
        error = await self._handled(message)
        settled = settle(error) if error else Settled.ACK
        try:
            settled = await self._settle(message, settled, error)
        except (*AWAY, Unavailable) as away:
            log.warning("message.unsettled", id=message.message_id, error=repr(away))
            await _give_back(message)
            return
        seconds = time.perf_counter() - begun
        MESSAGE_SECONDS.labels(message.type, settled).observe(seconds)
        _tell(message, settled, error, seconds)

    async def _handled(self, message: AbstractIncomingMessage) -> Exception | None:
        try:
            envelope = read(message.body)
            structlog.contextvars.bind_contextvars(
                estate=envelope.estate, correlation=envelope.correlationid, subject=envelope.subject
            )
            age = (self._clock() - envelope.time).total_seconds()
            MESSAGE_AGE.observe(age)
            QUEUE_AGE.labels(self._topology.queue).set(age)
            about: About = {
                **MESSAGING,
                "messaging.destination.name": self._topology.queue,
                "messaging.message.id": envelope.id,
            }
            with traced(f"process {envelope.type}", envelope.traceparent, "CONSUMER", about):
                async with self._lanes.setdefault(envelope.subject, asyncio.Lock()):
                    await self._handle(envelope)
        except Exception as error:
            if not isinstance(error, Failure):
                log.exception("message.bug", id=message.message_id)
            return error
        return None

    async def _handle(self, envelope: Envelope) -> None:
        event = envelope.event()
        handler = self._handlers.get(envelope.type)
        if handler is None:
            raise Malformed(f"not subscribed: {envelope.type}")
        for pause in (*_QUICK, None):
            try:
                await handler(event, self._work(envelope.cause(self._clock())))
                break
            except Conflict:
                if pause is None:
                    raise
                await asyncio.sleep(pause)

    async def _settle(
        self, message: AbstractIncomingMessage, settled: Settled, error: Exception | None
    ) -> Settled:
        if error is not None and settled is not Settled.ACK:
            attempt = int(str(message.headers.get(ATTEMPT, 0)))
            climbs = settled is Settled.RETRY and attempt < len(self._topology.ladder)
            settled = Settled.RETRY if climbs else Settled.DEAD
            queue = self._topology.retry(attempt) if climbs else self._topology.dead
            headers: HeadersType = {ATTEMPT: attempt + 1, REASON: reason_of(error)}
            await self._publisher.to_queue(
                queue, message.type or "", message.message_id or "", message.body, headers
            )
        await message.ack()
        return settled


async def _give_back(message: AbstractIncomingMessage) -> None:
    await asyncio.sleep(1.0)
    with suppress(*AWAY):
        await message.nack(requeue=True)


def _tell(
    message: AbstractIncomingMessage, settled: Settled, error: Exception | None, seconds: float
) -> None:
    tell = {Settled.ACK: log.info, Settled.RETRY: log.warning, Settled.DEAD: log.error}[settled]
    because = {"reason": reason_of(error)} if error else {}
    tell(
        "message.handled",
        type=message.type,
        id=message.message_id,
        settled=settled,
        attempt=message.headers.get(ATTEMPT, 0),
        ms=round(seconds * 1000, 1),
        **because,
    )


def _measure(*queues: AbstractQueue) -> None:
    for queue in queues:
        QUEUE_DEPTH.labels(queue.name).set(queue.declaration_result.message_count or 0)


@asynccontextmanager
async def consuming(
    settings: ServiceSettings,
    service: str,
    subscriptions: Sequence[Subscription[W]],
    work: WorkOf[W],
    clock: Clock,
) -> AsyncIterator[Consumer[W]]:
    """Consume the service's queue beside the block; on leaving it, finish what is in hand.

    The block begins once the queue is bound, so that a service that is ready misses nothing; a
    broker that is away holds the start up for a moment only.
    """
    topology = Topology(service, settings.namespace, settings.retry_ladder)
    async with open_publisher(settings, f"{service}-settle") as publisher:
        consumer = Consumer(topology, subscriptions, work, clock, publisher)
        async with kept(settings.amqp_url, f"{service}-consume", consumer.hold):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(consumer.consuming.wait(), _FIRST_HOLD)
            yield consumer
