"""Publish with confirms on a connection of its own; what is not confirmed was not published."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractConnection, AbstractExchange, HeadersType
from aio_pika.exceptions import PublishError

from shared.bus.connection import AWAY, kept, told_to_stop
from shared.bus.topology import Topology, declare_exchange
from shared.contracts.registry import REGISTRY
from shared.kernel.errors import Unavailable
from shared.runtime.settings import ServiceSettings
from shared.runtime.tracing import handed_on

TIMEOUT: Final = 10.0
_FIRST_CONNECT: Final = 5.0


class Publisher:
    """Sends bytes to the exchange or straight to a queue; raises ``Unavailable`` when in doubt."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._events: AbstractExchange | None = None
        self._direct: AbstractExchange | None = None
        self.connected = asyncio.Event()

    async def __call__(self, kind: str, identity: str, body: bytes) -> None:
        """Publish an event's envelope; an awaited event that no queue takes is not published."""
        known, message = REGISTRY.get(kind), _message(kind, identity, body)
        with handed_on(f"publish {kind}", identity, body):
            await self._send(self._events, kind, message, known is None or known.awaited)

    async def to_queue(
        self, queue: str, kind: str, identity: str, body: bytes, headers: HeadersType
    ) -> None:
        """Put a message straight into ``queue``."""
        await self._send(self._direct, queue, _message(kind, identity, body, headers), True)

    async def _send(
        self, exchange: AbstractExchange | None, key: str, message: Message, mandatory: bool
    ) -> None:
        if exchange is None:
            raise Unavailable("the broker is away")
        try:
            await exchange.publish(message, key, mandatory=mandatory, timeout=TIMEOUT)
        except (*AWAY, PublishError) as error:
            raise Unavailable(f"not confirmed: {type(error).__name__}") from error
        except asyncio.CancelledError as error:
            if told_to_stop():
                raise
            raise Unavailable("not confirmed: the client gave the channel up") from error

    async def hold(self, connection: AbstractConnection) -> None:
        """Publish on this connection until it or its channel is lost."""
        channel = await connection.channel(on_return_raises=True)
        lost = [asyncio.ensure_future(channel.closed()), asyncio.ensure_future(connection.closed())]
        self._events = await declare_exchange(channel, self._topology)
        self._direct = channel.default_exchange
        self.connected.set()
        try:
            await asyncio.wait(lost, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._events = self._direct = None
            self.connected.clear()


@asynccontextmanager
async def open_publisher(
    settings: ServiceSettings, service: str = "publisher"
) -> AsyncIterator[Publisher]:
    """Yield a publisher that reconnects by itself; an absent broker does not hold up the start."""
    publisher = Publisher(Topology(service, settings.namespace))
    async with kept(settings.amqp_url, f"{service}-publish", publisher.hold):
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(publisher.connected.wait(), _FIRST_CONNECT)
        yield publisher


def _message(
    kind: str, identity: str, body: bytes, headers: Mapping[str, object] | None = None
) -> Message:
    return Message(
        body,
        headers=dict(headers or {}),  # type: ignore[arg-type]
        content_type="application/cloudevents+json",
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=identity,
        type=kind,
    )
