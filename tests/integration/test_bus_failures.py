"""The bus on a real broker that stops, loses queues, and is killed."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import aio_pika
import pytest
from aio_pika.abc import AbstractConnection

from deploy.local.broker import Broker
from shared.bus.connection import kept
from shared.bus.consumer import consuming
from shared.bus.listener import listening
from shared.bus.publisher import Publisher, open_publisher
from shared.bus.subscriptions import on
from shared.bus.topology import Topology
from shared.contracts.envelope import Cause, Envelope
from shared.contracts.people import StaffChanged
from shared.kernel.clock import utc_now
from shared.kernel.errors import Unavailable
from shared.runtime.settings import ServiceSettings
from tests.support.eventually import eventually
from tests.support.hearing import Ear, envelope_of, hearing, send


async def test_what_a_stopped_service_missed_waits_for_it(settings: ServiceSettings) -> None:
    async with hearing(settings, Ear()):
        pass
    async with open_publisher(settings, "gateway") as publisher:
        await send(publisher, envelope_of())
    ear = Ear()
    async with hearing(settings, ear):
        await eventually(lambda: ear.heard == ["w01"])


async def test_an_awaited_event_that_no_queue_takes_is_not_published(
    settings: ServiceSettings,
) -> None:
    async with open_publisher(settings, "gateway") as publisher:
        with pytest.raises(Unavailable):
            await send(publisher, envelope_of())


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
        await send(publisher, envelope_of())
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
        await asyncio.gather(*(send(publisher, envelope_of("one")) for _ in range(20)))
        await eventually(lambda: len(together) == 20)
    assert max(together) == 1


async def test_a_queue_that_somebody_deleted_is_made_again(settings: ServiceSettings) -> None:
    ear = Ear()
    async with hearing(settings, ear) as publisher:
        connection = await aio_pika.connect(settings.amqp_url)
        async with connection:
            channel = await connection.channel()
            name = Topology("router", settings.namespace).queue
            await channel.queue_delete(name, if_unused=False, if_empty=False)

        async def sent() -> bool:
            try:
                await send(publisher, envelope_of())
            except Unavailable:
                return False
            return True

        await eventually(sent, within=120)
        await eventually(lambda: bool(ear.heard), within=120)


async def test_every_event_is_heard_by_who_is_listening(settings: ServiceSettings) -> None:
    heard: list[str] = []

    async def hear(envelope: Envelope) -> None:
        heard.append(envelope.subject)

    async with hearing(settings, Ear()) as publisher, listening(settings, "gateway", hear):

        async def reached() -> bool:
            await send(publisher, envelope_of("w09"))
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
                await send(publisher, envelope_of(f"s{number}"))
                confirmed.add(f"s{number}")
            except Unavailable:
                await asyncio.sleep(0.1)

    async with hearing(mine, ear) as publisher:
        done = False
        task = asyncio.create_task(stream(publisher, lambda: done))
        await eventually(lambda: len(confirmed) > 3000, within=160)  # a new queue's own log settles
        await asyncio.to_thread(own_broker.kill)
        before = len(confirmed)
        await asyncio.to_thread(own_broker.start)
        await asyncio.to_thread(own_broker.wait_ready)
        await eventually(lambda: task.done() or len(confirmed) > before + 200, within=160)
        done = True
        await task
        await eventually(lambda: confirmed <= set(ear.heard), within=160)


async def test_a_broker_lost_at_the_moment_of_stopping_does_not_hold_up_the_stop(
    settings: ServiceSettings,
) -> None:
    begun = asyncio.Event()

    async def use(_: AbstractConnection) -> None:
        again = begun.is_set()
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as stop:
            if again:
                raise
            raise ConnectionError("lost while saying goodbye") from stop

    async with asyncio.timeout(60) as limit:
        async with kept(settings.amqp_url, "router-consume", use):
            await begun.wait()
    assert not limit.expired()


async def test_a_bug_in_using_a_connection_does_not_end_the_supervision(
    settings: ServiceSettings,
) -> None:
    tries = 0

    async def fail(connection: AbstractConnection) -> None:
        nonlocal tries
        tries += 1
        raise KeyError("a bug")

    async with kept(settings.amqp_url, "buggy", fail):
        await eventually(lambda: tries >= 3)
