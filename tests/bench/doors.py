"""Set intake's real door beside the bare limit, in turn, on the same servers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from statistics import median
from typing import Final

import aio_pika
import orjson
import uuid_utils

from deploy.local.environment import environment_of
from deploy.local.ports import free_ports
from deploy.local.stack import Stack
from shared.bus.topology import Topology, declare_queue
from shared.contracts.requests import RequestSubmitted
from shared.contracts.words import Role
from tests.bench.door import Door, door
from tests.bench.load import Outcome, closed_loop
from tests.support.tokens import Tokens

CLIENTS: Final = 64
NAMESPACE: Final = "bench_"
ROUNDS: Final = 5
_TEXT: Final = "三号楼二单元的楼道灯坏了,晚上看不见路,请来修一下。"
_PLACE: Final = {"building": "3", "unit": "2", "room": "1201"}


def body() -> tuple[str, bytes]:
    """Return a fresh idempotency key and a plain report."""
    return str(uuid_utils.uuid7()), orjson.dumps({"text": _TEXT})


def tokens_for(stack: Stack, count: int) -> list[str]:
    """Return the tokens of ``count`` owners."""
    token = Tokens(stack.place.keys)
    return [token(Role.OWNER, f"bench-{n}", name="压测业主", place=_PLACE) for n in range(count)]


async def measure(stack: Stack, seconds: float) -> Mapping[str, float]:
    """Load both doors in turn and return medians; ``ratio`` is taken round by round.

    A second intake is started for it, in a namespace of its own where a quorum queue takes what
    it tells, as one takes what the bare door publishes; nobody works on either meanwhile.
    """
    port, environment = free_ports(), environment_of("intake", stack.place)
    quiet = {**environment, "NAMESPACE": NAMESPACE}
    tokens = tokens_for(stack, CLIENTS)
    rounds: list[tuple[float, ...]] = []
    async with (
        _a_queue(stack),
        door("tests.bench.bare", port["SANDBOX_PORT"], quiet) as bare,
        door("services.intake", port["INTAKE_PORT"], quiet) as intake,
    ):
        for number in range(ROUNDS + 1):
            one = await _round(bare, tokens, seconds)
            two = await _round(intake, tokens, seconds)
            if number:
                rounds.append((*one, *two, two[0] / one[0]))
                _print(number, rounds[-1])
    names = [
        f"{who}_{what}"
        for who in ("bare", "intake")
        for what in ("rps", "p50_ms", "p99_ms", "cpu_ms")
    ]
    middle = [round(median(column), 3) for column in zip(*rounds, strict=True)]
    return dict(zip([*names, "ratio"], middle, strict=True))


@asynccontextmanager
async def _a_queue(stack: Stack) -> AsyncIterator[None]:
    connection = await aio_pika.connect(stack.place.amqp_url)
    async with connection:
        channel = await connection.channel()
        await declare_queue(channel, Topology("taker", NAMESPACE), (RequestSubmitted.type,))
        yield


async def _round(at: Door, tokens: list[str], seconds: float) -> tuple[float, ...]:
    before = at.cpu_seconds()
    outcome: Outcome = await closed_loop(at.url, tokens, body, seconds)
    if outcome.refused:
        raise RuntimeError(f"refused: {outcome.refused[0]}")
    cpu = (at.cpu_seconds() - before) * 1000 / len(outcome.seconds)
    return outcome.rps, outcome.percentile(0.5), outcome.percentile(0.99), cpu


def _print(number: int, row: tuple[float, ...]) -> None:
    if number == 1:
        print(f"{CLIENTS} clients     requests/s    p50 ms    p99 ms    cpu ms/request")
    for name, at in (("bare", 0), ("intake", 4)):
        rps, p50, p99, cpu = row[at : at + 4]
        print(f"  {number} {name:8}{rps:12.0f}{p50:10.1f}{p99:10.1f}{cpu:12.2f}")
    print(f"    intake/bare{row[-1]:9.2f}")
