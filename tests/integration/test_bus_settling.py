"""Each outcome of a handler on a real broker: acknowledged, tried again, dead, replayed."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE

import aio_pika
import pytest

from deploy.dead import dead
from shared.bus.topology import Topology
from shared.kernel.errors import Conflict, Seen, Unavailable, WrongMove
from shared.runtime.settings import ServiceSettings
from tests.support.eventually import eventually
from tests.support.hearing import Ear, buried, envelope_of, hearing, send, the_dead


async def test_a_message_is_heard_with_its_cause(settings: ServiceSettings) -> None:
    ear, envelope = Ear(), envelope_of()
    async with hearing(settings, ear) as publisher:
        await send(publisher, envelope)
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
    async with hearing(settings, ear) as publisher:
        await send(publisher, envelope_of())
        await eventually(lambda: bool(ear.heard))
    assert ear.tries == tries


async def test_the_ladder_ends_with_the_dead_and_its_reason(settings: ServiceSettings) -> None:
    ear = Ear(*[Unavailable("still away") for _ in range(9)])
    async with hearing(settings, ear) as publisher:
        await send(publisher, envelope_of())
        await eventually(lambda: ear.tries == 3)

        await buried(settings)
    [message] = await the_dead(settings)
    assert (message.reason, message.attempts) == ("unavailable: still away", 3)


async def test_the_dead_of_a_service_that_there_is_not_get_one_line(
    settings: ServiceSettings,
) -> None:
    environment = {**os.environ, "AMQP_URL": settings.amqp_url}
    command = [sys.executable, "-m", "deploy.dead", "list", "--service", "nonsense"]
    asking = await asyncio.create_subprocess_exec(*command, env=environment, stderr=PIPE)
    _, said = await asking.communicate()
    told = said.decode()
    assert (asking.returncode, told.count("\n"), "nonsense.dead" in told) == (2, 1, True)


async def test_a_refusal_is_dead_at_once(settings: ServiceSettings) -> None:
    ear = Ear(WrongMove("closed"))
    async with hearing(settings, ear) as publisher:
        await send(publisher, envelope_of())

        await buried(settings)
    assert ear.tries == 1


async def test_what_was_seen_before_leaves_no_trace(settings: ServiceSettings) -> None:
    ear = Ear(Seen("again"))
    async with hearing(settings, ear) as publisher:
        await send(publisher, envelope_of("a"))
        await send(publisher, envelope_of("b"))
        await eventually(lambda: ear.heard == ["b"])
    assert await the_dead(settings) == []


@pytest.mark.parametrize("body", [b"nonsense", b"{}"])
async def test_a_malformed_message_is_dead_and_its_neighbour_lives(
    settings: ServiceSettings, body: bytes
) -> None:
    ear = Ear()
    async with hearing(settings, ear) as publisher:
        await publisher("staff.changed.v1", "m1", body)
        await send(publisher, envelope_of())
        await eventually(lambda: bool(ear.heard))
    [message] = await the_dead(settings)
    assert message.reason.startswith("malformed-message")


async def test_a_replayed_message_is_heard_and_leaves_the_dead(
    settings: ServiceSettings,
) -> None:
    ear = Ear(WrongMove("closed"))
    async with hearing(settings, ear) as publisher:
        await send(publisher, envelope_of())

        await buried(settings)
        connection = await aio_pika.connect(settings.amqp_url)
        async with connection:
            channel = await connection.channel()
            topology = Topology("router", settings.namespace)
            assert await dead.replay(channel, topology, None) == 1
        await eventually(lambda: ear.heard == ["w01"])
    assert await the_dead(settings) == []
