"""Name and declare exchanges and queues; only what RabbitMQ 3.10 and 4.x both know."""

from dataclasses import dataclass
from typing import Final

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

EXCHANGE: Final = "events"
LADDER: Final = (10.0, 60.0, 600.0)
_DELIVERIES: Final = 50
_UNLIMITED: Final = 1_000_000


@dataclass(slots=True, frozen=True)
class Topology:
    """The names that belong to one service; ``ladder`` holds the retry delays in seconds."""

    service: str
    namespace: str = ""
    ladder: tuple[float, ...] = LADDER

    @property
    def exchange(self) -> str:
        """The one topic exchange."""
        return f"{self.namespace}{EXCHANGE}"

    @property
    def queue(self) -> str:
        """The service's own queue."""
        return f"{self.namespace}{self.service}"

    @property
    def dead(self) -> str:
        """Where messages end that cannot be handled."""
        return f"{self.queue}.dead"

    def retry(self, step: int) -> str:
        """Name the queue in which a message waits for its next attempt."""
        return f"{self.queue}.retry.{self.ladder[step]:g}s"


async def declare_exchange(channel: AbstractChannel, topology: Topology) -> AbstractExchange:
    """Declare the topic exchange."""
    return await channel.declare_exchange(topology.exchange, ExchangeType.TOPIC, durable=True)


async def declare_dead(channel: AbstractChannel, topology: Topology) -> AbstractQueue:
    """Declare the queue of dead messages."""
    return await channel.declare_queue(
        topology.dead,
        durable=True,
        arguments={"x-queue-type": "quorum", "x-delivery-limit": _UNLIMITED},
    )


async def declare_queue(
    channel: AbstractChannel, topology: Topology, types: tuple[str, ...]
) -> AbstractQueue:
    """Declare the service's queue with its retry ladder, bound to ``types``."""
    exchange = await declare_exchange(channel, topology)
    await declare_dead(channel, topology)
    for step, seconds in enumerate(topology.ladder):
        await channel.declare_queue(
            topology.retry(step),
            durable=True,
            arguments={"x-message-ttl": int(seconds * 1000), **_passing(topology.queue)},
        )
    queue = await channel.declare_queue(
        topology.queue,
        durable=True,
        arguments={"x-delivery-limit": _DELIVERIES, **_passing(topology.dead)},
    )
    for kind in types:
        await queue.bind(exchange, kind)
    return queue


def _passing(to: str) -> dict[str, str]:
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": to,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
