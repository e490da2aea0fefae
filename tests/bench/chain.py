"""Follow requests at a steady pace from POST to assigned, and to what their owner is sent."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import aiohttp
from yarl import URL

from deploy.local.environment import environment_of_commands
from deploy.local.stack import ROOT, Stack
from shared.bus.listener import listening
from shared.contracts.envelope import Envelope
from shared.contracts.requests import RequestAssigned
from shared.contracts.words import Role
from shared.runtime.settings import ServiceSettings
from tests.bench.doors import body
from tests.bench.load import Outcome, open_loop, percentile
from tests.support.tokens import Tokens

RATE: Final = 50
CLIENTS: Final = 32
_SETTLES: Final = 20


async def measure(stack: Stack, seconds: float) -> Mapping[str, float]:
    """Post ``RATE`` requests a second through the gateway and return the latencies behind it."""
    await asyncio.to_thread(_load_estate, stack)
    assigned: dict[str, float] = {}

    async def hear(envelope: Envelope) -> None:
        if envelope.type == RequestAssigned.type:
            assigned.setdefault(envelope.subject, time.time())

    async with listening(_settings(stack), "bench", hear):
        await asyncio.sleep(1)
        outcome = await _post(stack, seconds)
        notified = await _settled(stack, outcome, assigned)
    posted = outcome.percentile(0.5), outcome.percentile(0.99)
    to_assigned = [assigned[r] - sent for r, sent in outcome.sent_at.items() if r in assigned]
    to_notified = [notified[r] - sent for r, sent in outcome.sent_at.items() if r in notified]
    return _told(len(outcome.sent_at), posted, to_assigned, to_notified)


def _load_estate(stack: Stack) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "deploy.load",
            "deploy/estate",
            "--gateway",
            stack.place.url("gateway"),
        ],
        cwd=ROOT,
        env={**os.environ, **environment_of_commands(stack.place)},
        check=True,
    )


def _settings(stack: Stack) -> ServiceSettings:
    return ServiceSettings(
        amqp_url=stack.place.amqp_url,
        mongo_url=stack.place.mongo_url,
        jwt_public_keys_file=stack.place.keys.jwt_public_keys_file,
        namespace=stack.place.namespace,
    )


async def _post(stack: Stack, seconds: float) -> Outcome:
    token = Tokens(stack.place.keys)
    owners = [token(Role.OWNER, f"o{n:03}", name="业主") for n in range(1, CLIENTS + 1)]
    url = URL(stack.place.url("intake")) / "api/v1/app/requests"
    return await open_loop(url, owners, body, RATE, seconds)


async def _settled(stack: Stack, outcome: Outcome, assigned: dict[str, float]) -> dict[str, float]:
    notified: dict[str, float] = {}
    until = time.monotonic() + _SETTLES
    while time.monotonic() < until and (
        len(assigned) < len(outcome.sent_at) or len(notified) < len(outcome.sent_at)
    ):
        await asyncio.sleep(1)
        notified = await _first_messages(stack)
    return notified


async def _first_messages(stack: Stack) -> dict[str, float]:
    """Return, by request, when the provider took the first message about it."""
    url = f"{stack.place.url('sandbox')}/messages"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        found = await response.json()
    first: dict[str, float] = {}
    for message in found["messages"]:
        about = message["about"]
        at = datetime.fromisoformat(message["posted_at"]).timestamp()
        first[about] = min(at, first.get(about, at))
    return first


def _told(
    sent: int, posted: tuple[float, float], assigned: list[float], notified: list[float]
) -> dict[str, float]:
    rows = {"assigned": assigned, "notified": notified}
    print(f"at {RATE} requests a second, {sent} sent{'':6}p50 ms    p99 ms    reached")
    print(f"  answered{'':23}{posted[0]:10.1f}{posted[1]:10.1f}{sent:10}")
    for name, seconds in rows.items():
        p50, p99 = percentile(seconds, 0.5), percentile(seconds, 0.99)
        print(f"  {name:31}{p50:10.1f}{p99:10.1f}{len(seconds):10}")
    return {
        f"{name}_p{share}_ms": percentile(seconds, share / 100)
        for name, seconds in rows.items()
        for share in (50, 99)
    }
