"""Look at a service's dead messages, and send them round again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import orjson
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from shared.bus.consumer import ATTEMPT, REASON
from shared.bus.topology import Topology

MOST: Final = 10_000


@dataclass(slots=True, frozen=True, kw_only=True)
class Dead:
    """A message that could not be handled, and why."""

    identity: str
    kind: str
    reason: str
    attempts: int
    body: bytes

    def as_json(self) -> str:
        """Return everything about it, for reading."""
        about = {
            "id": self.identity,
            "type": self.kind,
            "reason": self.reason,
            "attempts": self.attempts,
        }
        return orjson.dumps({**about, "body": self.body.decode(errors="replace")}).decode()


def _dead_of(message: AbstractIncomingMessage) -> Dead:
    return Dead(
        identity=message.message_id or "",
        kind=message.type or message.routing_key or "",
        reason=str(message.headers.get(REASON) or "delivery limit: a process died over it"),
        attempts=int(str(message.headers.get(ATTEMPT, 0))),
        body=message.body,
    )


async def look(channel: AbstractChannel, topology: Topology) -> AsyncIterator[Dead]:
    """Yield the dead messages; closing the channel puts all of them back.

    Raises ``ChannelNotFoundEntity`` where no service has ever declared the queue.
    """
    queue = await channel.declare_queue(topology.dead, passive=True)
    for _ in range(min(queue.declaration_result.message_count or 0, MOST)):
        message = await queue.get(fail=False)
        if message is None:
            return
        yield _dead_of(message)


async def replay(channel: AbstractChannel, topology: Topology, identity: str | None) -> int:
    """Put dead messages (all, or the one with ``identity``) back into the queue; return how many.

    A message leaves the dead queue only after the broker has confirmed its copy.
    """
    queue, moved = await channel.declare_queue(topology.dead, passive=True), 0
    for _ in range(min(queue.declaration_result.message_count or 0, MOST)):
        message = await queue.get(fail=False)
        if message is None:
            break
        if identity in (None, message.message_id):
            await channel.default_exchange.publish(_copy(message), topology.queue, timeout=10)
            await message.ack()
            moved += 1
    return moved


def _copy(message: AbstractIncomingMessage) -> Message:
    return Message(
        message.body,
        content_type=message.content_type,
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=message.message_id,
        type=message.type,
    )
