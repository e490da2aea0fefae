"""Hear messages on a real broker, failing as a test says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import aio_pika

from deploy.dead import dead
from shared.bus.consumer import consuming
from shared.bus.publisher import Publisher, open_publisher
from shared.bus.subscriptions import on
from shared.bus.topology import Topology
from shared.contracts.envelope import Cause, Envelope, wrap
from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.runtime.settings import ServiceSettings
from tests.support.eventually import eventually
from tests.support.things import because


class Ear:
    """A handler that fails as it is told to, once for each failure in its list."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.tries = 0
        self.heard: list[str] = []
        self.causes: list[Cause] = []

    async def __call__(self, event: StaffChanged, cause: Cause) -> None:
        """Hear a change, or fail."""
        self.tries += 1
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.heard.append(event.staff_id)
        self.causes.append(cause)


@asynccontextmanager
async def hearing(settings: ServiceSettings, ear: Ear) -> AsyncIterator[Publisher]:
    """Let ``ear`` hear as the router, beside the block; yield a publisher."""
    async with AsyncExitStack() as stack:
        rows = (on(StaffChanged, ear),)
        consumer = await stack.enter_async_context(
            consuming(settings, "router", rows, lambda cause: cause, utc_now)
        )
        publisher = await stack.enter_async_context(open_publisher(settings, "gateway"))
        await asyncio.wait_for(consumer.consuming.wait(), 20)
        yield publisher


def envelope_of(subject: str = "w01") -> Envelope:
    """Return news of a member of staff."""
    event = StaffChanged(staff_id=subject, name="n", role=Role.WORKER, version=1)
    return wrap(event, cause=because(), source="gateway", subject=subject)


async def send(publisher: Publisher, envelope: Envelope) -> None:
    """Publish an envelope."""
    await publisher(envelope.type, envelope.id, envelope.to_json())


async def the_dead(settings: ServiceSettings) -> list[dead.Dead]:
    """Return the router's dead messages."""
    connection = await aio_pika.connect(settings.amqp_url)
    async with connection:
        channel = await connection.channel()
        topology = Topology("router", settings.namespace)
        return [message async for message in dead.look(channel, topology)]


async def buried(settings: ServiceSettings) -> None:
    """Wait until something is dead."""

    async def any_dead() -> bool:
        return bool(await the_dead(settings))

    await eventually(any_dead)
