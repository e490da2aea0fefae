"""Two routers sweep one database: what falls due is acted on by one of them, once."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from deploy.local.environment import Place, environment_of
from deploy.local.ports import free_ports
from deploy.local.probes import answers_http
from deploy.local.process import Process
from shared.bus.listener import listening
from shared.contracts.envelope import Envelope
from shared.contracts.requests import RequestEscalated
from shared.runtime.settings import ServiceSettings
from tests.bench.filling import Filled
from tests.bench.filling import filled as filling
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow
NUMBER = 40


@pytest.fixture
async def rungs(place: Place) -> AsyncIterator[list[tuple[str, str, str]]]:
    """Yield the rungs that were told of: request, clock, step."""
    found: list[tuple[str, str, str]] = []

    async def hear(envelope: Envelope) -> None:
        event = envelope.event() if envelope.type == RequestEscalated.type else None
        if isinstance(event, RequestEscalated):
            found.append((envelope.subject, event.clock, event.step))

    settings = ServiceSettings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
        namespace=place.namespace,
    )
    async with listening(settings, "test", hear):
        yield found


@pytest.fixture
async def filled(place: Place, tmp_path: Path) -> AsyncIterator[Filled]:
    """Yield a database of open requests that two routers watch."""
    with ExitStack() as stack:
        found = stack.enter_context(filling(place, 50))
        processes = [_router(place, tmp_path / f"router-{n}.jsonl") for n in range(2)]
        for process in processes:
            stack.callback(process.stop)
            process.start()
        for process in processes:
            await asyncio.to_thread(process.wait_ready)
        yield found


def _router(place: Place, log: Path) -> Process:
    ports = free_ports()
    return Process(
        name="router",
        command=(sys.executable, "-m", "services.router"),
        environment=environment_of("router", replace(place, ports=ports)),
        log=log,
        answers=partial(answers_http, ports["ROUTER_PORT"], "/ready"),
    )


async def test_each_step_is_taken_once_by_two_routers(
    filled: Filled, rungs: list[tuple[str, str, str]]
) -> None:
    first = datetime.now(UTC) + timedelta(seconds=1)
    falling = await asyncio.to_thread(filled.let_fall, NUMBER, first, 20.0)
    await eventually(lambda: falling.keys() <= {who for who, _, _ in rungs}, within=160)
    await asyncio.sleep(1)
    assert set(Counter(rungs).values()) == {1}


async def test_what_fell_due_while_no_router_was_there_pages_once_a_clock(
    filled: Filled, rungs: list[tuple[str, str, str]]
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=30)
    falling = await asyncio.to_thread(filled.let_fall, NUMBER, long_ago, 20.0)
    await eventually(lambda: falling.keys() <= {who for who, _, _ in rungs}, within=160)
    await asyncio.sleep(1)
    paged = Counter((who, clock) for who, clock, _ in rungs)
    assert set(paged.values()) == {1}
