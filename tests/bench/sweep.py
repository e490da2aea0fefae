"""Measure how late a sweep is among 100,000 open requests, and whether two routers act twice."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from deploy.local.environment import Place, environment_of
from deploy.local.ports import free_ports
from deploy.local.stack import Stack
from shared.bus.listener import listening
from shared.contracts.envelope import Envelope
from shared.contracts.requests import RequestEscalated
from shared.runtime.settings import ServiceSettings
from tests.bench.door import door
from tests.bench.filling import Falling, Filled, filled
from tests.bench.load import percentile

OPEN: Final = 100_000
RATE: Final = 20
WARM: Final = 15.0
NAMESPACE: Final = "sweep_"
_SETTLES: Final = 20


class Heard(NamedTuple):
    """A rung that somebody was told of, by which event, and when it was heard."""

    event: str
    subject: str
    clock: str
    step: str
    at: datetime


async def measure(stack: Stack, seconds: float) -> Mapping[str, float]:
    """Let ``RATE`` requests a second fall due among ``OPEN`` and return how late they were told."""
    place = replace(stack.place, namespace=NAMESPACE)
    open_requests = int(os.environ.get("BENCH_OPEN", str(OPEN)))
    async with _routers(place, 1):
        print("a router has made its indexes, as in a database that has grown")
    begun = time.monotonic()
    with ExitStack() as stacked:
        wanted = filled(place, open_requests)
        estate = await asyncio.to_thread(stacked.enter_context, wanted)
        print(f"{open_requests} open requests filled in {time.monotonic() - begun:.0f} s")
        return await _swept(place, estate, seconds)


async def _swept(place: Place, estate: Filled, seconds: float) -> Mapping[str, float]:
    heard: list[Heard] = []

    async def hear(envelope: Envelope) -> None:
        event = envelope.event() if envelope.type == RequestEscalated.type else None
        if isinstance(event, RequestEscalated):
            now = datetime.now(UTC)
            heard.append(Heard(envelope.id, envelope.subject, event.clock, event.step, now))

    async with listening(_settings(place), "bench", hear), _routers(place, 2):
        print("two routers are ready")
        await asyncio.sleep(WARM)
        soon = datetime.now(UTC) + timedelta(seconds=3)
        falling = await asyncio.to_thread(estate.let_fall, int(RATE * seconds), soon, RATE)
        await asyncio.sleep(seconds + 3)
        await _settled(heard, falling)
    return _told(heard, falling)


@asynccontextmanager
async def _routers(place: Place, number: int) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for _ in range(number):
            ports = free_ports()
            environment = environment_of("router", replace(place, ports=ports))
            await stack.enter_async_context(
                door("services.router", ports["ROUTER_PORT"], environment)
            )
        yield


def _settings(place: Place) -> ServiceSettings:
    return ServiceSettings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
        namespace=place.namespace,
    )


async def _settled(heard: list[Heard], falling: Falling) -> None:
    for _ in range(_SETTLES):
        await asyncio.sleep(1)
        if len({one.subject for one in heard}) >= len(falling):
            return


def _told(heard: list[Heard], falling: Falling) -> dict[str, float]:
    first: dict[str, datetime] = {}
    for one in heard:
        first.setdefault(one.subject, one.at)
    late = [(first[it] - due).total_seconds() for it, due in falling.items() if it in first]
    acts = {(one.event, one.subject, one.clock, one.step) for one in heard}
    rungs = Counter(act[1:] for act in acts)
    twice = sum(number - 1 for number in rungs.values())
    p50, p99 = percentile(late, 0.5), percentile(late, 0.99)
    print(f"{len(falling)} fell due, {RATE} a second; {len(late)} acted on, {twice} twice")
    print(f"  {len(heard) - len(acts)} events were delivered more than once")
    print(f"  from due to told   p50 {p50:.1f} ms   p99 {p99:.1f} ms   worst {max(late):.2f} s")
    return {
        "sweep_p50_ms": p50,
        "sweep_p99_ms": p99,
        "sweep_twice": twice,
        "sweep_unacted": len(falling) - len(late),
    }
