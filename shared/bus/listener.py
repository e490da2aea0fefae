"""Hear every event while here, for what streams to open pages; nothing is kept."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aio_pika.abc import AbstractConnection, AbstractIncomingMessage

from shared.bus.connection import kept
from shared.bus.topology import Topology, declare_exchange
from shared.contracts.envelope import Envelope, read
from shared.runtime.settings import ServiceSettings


@asynccontextmanager
async def listening(
    settings: ServiceSettings, name: str, hear: Callable[[Envelope], Awaitable[None]]
) -> AsyncIterator[None]:
    """Hear every event while here, through a queue of this process's own; nothing is kept."""

    async def receive(message: AbstractIncomingMessage) -> None:
        await hear(read(message.body))

    async def hold(connection: AbstractConnection) -> None:
        channel = await connection.channel()
        exchange = await declare_exchange(channel, Topology(name, settings.namespace))
        queue = await channel.declare_queue(exclusive=True, auto_delete=True)
        await queue.bind(exchange, "#")
        await queue.consume(receive, no_ack=True)
        await asyncio.wait([asyncio.ensure_future(channel.closed())])

    async with kept(settings.amqp_url, f"{name}-listen", hold):
        yield
