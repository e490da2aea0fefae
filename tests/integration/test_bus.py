"""The bus on a real broker: confirms, the retry ladder, dead letters, redelivery, restarts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aio_pika
import pytest

from deploy.local.broker import Broker
from shared.bus import dead
from shared.bus.consumer import consuming, listening
from shared.bus.publisher import Publisher, open_publisher
from shared.bus.subscriptions import on
from shared.bus.topology import Topology
from shared.contracts.envelope import Cause, Envelope, wrap
from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.kernel.errors import Conflict, Seen, Unavailable, WrongMove
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


@pytest.fixture
def settings(amqp_url: str, namespace: str, tmp_path: Path) -> ServiceSettings:
    return ServiceSettings(
        amqp_url=amqp_url,
        mongo_url="mongodb://unused",
        jwt_public_keys_file=tmp_path,
        namespace=namespace,
        retry_ladder=(0.1, 0.2),
    )


@asynccontextmanager
async def _hearing(settings: ServiceSettings, ear: Ear) -> AsyncIterator[Publisher]:
    async with AsyncExitStack() as stack:
        rows = (on(StaffChanged, ear),)
        consumer = await stack.enter_async_context(
            consuming(settings, "router", rows, lambda cause: cause, utc_now)
        )
        publisher = await stack.enter_async_context(open_publisher(settings, "gateway"))
        await asyncio.wait_for(consumer.consuming.wait(), 20)
        yield publisher


def _envelope(subject: str = "w01") -> Envelope:
    event = StaffChanged(staff_id=subject, name="n", role=Role.WORKER, version=1)
    return wrap(event, cause=because(), source="gateway", subject=subject)


async def _send(publisher: Publisher, envelope: Envelope) -> None:
    await publisher(envelope.type, envelope.id, envelope.to_json())


async def _dead(settings: ServiceSettings) -> list[dead.Dead]:
    connection = await aio_pika.connect(settings.amqp_url)
    async with connection:
        channel = await connection.channel()
        topology = Topology("router", settings.namespace)
        return [message async for message in dead.look(channel, topology)]


async def test_a_message_is_heard_with_its_cause(settings: ServiceSettings) -> None:
    ear, envelope = Ear(), _envelope()
    async with _hearing(settings, ear) as publisher:
        await _send(publisher, envelope)
        await eventually(lambda: bool(ear.heard))
    assert (ear.causes[0].id, ear.causes[0].correlation) == (envelope.id, "story")


@pytest.mark.parametrize(
    ("failure", "tries"),
    [(Unavailable("away"), 2), (KeyError("bug"), 2), (Conflict("faster"), 2)],
    ids=["unavailable", "bug", "conflict"],
)
async def test_what_may_go_through_later_is_tried_again(
    settings: ServiceSettings, failure: Exception, tries: int
) -> None:
    ear = Ear(failure)
    async with _hearing(settings, ear) as publisher:
        await _send(publisher, _envelope())
        await eventually(lambda: bool(ear.heard))
    assert ear.tries == tries


async def test_the_ladder_ends_with_the_dead_and_its_reason(settings: ServiceSettings) -> None:
    ear = Ear(*[Unavailable("still away") for _ in range(9)])
    async with _hearing(settings, ear) as publisher:
        await _send(publisher, _envelope())
        await eventually(lambda: ear.tries == 3)

        async def buried() -> bool:
            return bool(await _dead(settings))

        await eventually(buried)
    [message] = await _dead(settings)
    assert (message.reason, message.attempts) == ("unavailable: still away", 3)


async def test_a_refusal_is_dead_at_once(settings: ServiceSettings) -> None:
    ear = Ear(WrongMove("closed"))
    async with _hearing(settings, ear) as publisher:
        await _send(publisher, _envelope())

        async def buried() -> bool:
            return bool(await _dead(settings))

        await eventually(buried)
    assert ear.tries == 1


async def test_what_was_seen_before_leaves_no_trace(settings: ServiceSettings) -> None:
    ear = Ear(Seen("again"))
    async with _hearing(settings, ear) as publisher:
        await _send(publisher, _envelope("a"))
        await _send(publisher, _envelope("b"))
        await eventually(lambda: ear.heard == ["b"])
    assert await _dead(settings) == []


@pytest.mark.parametrize("body", [b"nonsense", b"{}"])
async def test_a_malformed_message_is_dead_and_its_neighbour_lives(
    settings: ServiceSettings, body: bytes
) -> None:
    ear = Ear()
    async with _hearing(settings, ear) as publisher:
        await publisher("staff.changed.v1", "m1", body)
        await _send(publisher, _envelope())
        await eventually(lambda: bool(ear.heard))
    [message] = await _dead(settings)
    assert message.reason.startswith("malformed-message")


async def test_a_replayed_message_is_heard_and_leaves_the_dead(settings: ServiceSettings) -> None:
    ear = Ear(WrongMove("closed"))
    async with _hearing(settings, ear) as publisher:
        await _send(publisher, _envelope())

        async def buried() -> bool:
            return bool(await _dead(settings))

        await eventually(buried)
        connection = await aio_pika.connect(settings.amqp_url)
        async with connection:
            channel = await connection.channel()
            topology = Topology("router", settings.namespace)
            assert await dead.replay(channel, topology, None) == 1
        await eventually(lambda: ear.heard == ["w01"])
    assert await _dead(settings) == []


async def test_what_a_stopped_service_missed_waits_for_it(settings: ServiceSettings) -> None:
    async with _hearing(settings, Ear()):
        pass
    async with open_publisher(settings, "gateway") as publisher:
        await _send(publisher, _envelope())
    ear = Ear()
    async with _hearing(settings, ear):
        await eventually(lambda: ear.heard == ["w01"])


async def test_an_awaited_event_that_no_queue_takes_is_not_published(
    settings: ServiceSettings,
) -> None:
    async with open_publisher(settings, "gateway") as publisher:
        with pytest.raises(Unavailable):
            await _send(publisher, _envelope())


async def test_what_is_in_hand_is_finished_when_the_service_is_told_to_stop(
    settings: ServiceSettings,
) -> None:
    begun, finished = asyncio.Event(), asyncio.Event()

    async def slow(event: StaffChanged, cause: Cause) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        finished.set()

    async with AsyncExitStack() as stack:
        publisher = await stack.enter_async_context(open_publisher(settings, "gateway"))
        consumer = await stack.enter_async_context(
            consuming(settings, "router", (on(StaffChanged, slow),), lambda c: c, utc_now)
        )
        await consumer.consuming.wait()
        await _send(publisher, _envelope())
        await begun.wait()
    assert finished.is_set()


async def test_messages_of_one_subject_are_handled_one_at_a_time(settings: ServiceSettings) -> None:
    together: list[int] = []
    now = 0

    async def count(event: StaffChanged, cause: Cause) -> None:
        nonlocal now
        now += 1
        together.append(now)
        await asyncio.sleep(0.01)
        now -= 1

    async with AsyncExitStack() as stack:
        publisher = await stack.enter_async_context(open_publisher(settings, "gateway"))
        consumer = await stack.enter_async_context(
            consuming(settings, "router", (on(StaffChanged, count),), lambda c: c, utc_now)
        )
        await consumer.consuming.wait()
        await asyncio.gather(*(_send(publisher, _envelope("one")) for _ in range(20)))
        await eventually(lambda: len(together) == 20)
    assert max(together) == 1


async def test_a_queue_that_somebody_deleted_is_made_again(settings: ServiceSettings) -> None:
    ear = Ear()
    async with _hearing(settings, ear) as publisher:
        connection = await aio_pika.connect(settings.amqp_url)
        async with connection:
            channel = await connection.channel()
            name = Topology("router", settings.namespace).queue
            await channel.queue_delete(name, if_unused=False, if_empty=False)

        async def sent() -> bool:
            try:
                await _send(publisher, _envelope())
            except Unavailable:
                return False
            return True

        await eventually(sent, within=30)
        await eventually(lambda: bool(ear.heard), within=30)


async def test_every_event_is_heard_by_who_is_listening(settings: ServiceSettings) -> None:
    heard: list[str] = []

    async def hear(envelope: Envelope) -> None:
        heard.append(envelope.subject)

    async with _hearing(settings, Ear()) as publisher, listening(settings, "gateway", hear):

        async def reached() -> bool:
            await _send(publisher, _envelope("w09"))
            return "w09" in heard

        await eventually(reached)


async def test_a_broker_killed_and_started_again_loses_no_confirmed_message(
    own_broker: Broker, settings: ServiceSettings
) -> None:
    ear = Ear()
    mine = settings.model_copy(update={"amqp_url": own_broker.url})
    confirmed: set[str] = set()

    async def stream(publisher: Publisher, until: Callable[[], bool]) -> None:
        number = 0
        while not until():
            number += 1
            try:
                await _send(publisher, _envelope(f"s{number}"))
                confirmed.add(f"s{number}")
            except Unavailable:
                await asyncio.sleep(0.1)

    async with _hearing(mine, ear) as publisher:
        done = False
        task = asyncio.create_task(stream(publisher, lambda: done))
        await eventually(lambda: len(confirmed) > 3000, within=40)  # a new queue's own log settles
        await asyncio.to_thread(own_broker.kill)
        before = len(confirmed)
        await asyncio.to_thread(own_broker.start)
        await asyncio.to_thread(own_broker.wait_ready)
        await eventually(lambda: task.done() or len(confirmed) > before + 200, within=40)
        done = True
        await task
        await eventually(lambda: confirmed <= set(ear.heard), within=40)
