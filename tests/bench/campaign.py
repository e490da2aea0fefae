"""Invite a town of households and take their answers, while the results are being read."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import aio_pika
import orjson
from aiohttp import ClientSession, ClientTimeout
from pydantic import TypeAdapter
from pymongo import MongoClient

from deploy.local.environment import environment_of
from deploy.local.stack import ROOT, Stack
from services.survey.domain.campaigns.ticket import bucket_of
from services.survey.domain.owner import Owner, key_of
from shared.bus.topology import Topology, declare_queue
from shared.contracts.surveys import CampaignInvited
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from tests.bench.door import Door, door
from tests.bench.load import percentile
from tests.support.eventually import eventually
from tests.support.tokens import Tokens

HOUSEHOLDS: Final = int(os.environ.get("BENCH_HOUSEHOLDS", "10000"))
SHARE: Final = 0.3
BUILDINGS: Final = 60
CLIENTS: Final = 16
ESTATE: Final = "sample"
NAMESPACE: Final = "campaign_"
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_ROWS: Final = (
    *("房屋维修", "环境卫生", "绿化养护", "安保秩序"),
    *("停车管理", "电梯与设施", "收费透明", "客服与管家"),
)
_WISHES: Final = ("", "希望电梯少坏", "停车太乱,请管一管", "保洁很好,谢谢", "公示一下收费明细")


@dataclass(slots=True)
class Seen:
    """What was seen of the service while it worked: memory by the second, reads, answers."""

    rss: list[float] = field(default_factory=list)
    reads: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    refused: int = 0


async def measure(stack: Stack, _: float) -> Mapping[str, float]:
    """Invite ``BENCH_HOUSEHOLDS``, let three in ten answer, and return what that took."""
    environment = {**environment_of("survey", stack.place), "NAMESPACE": NAMESPACE}
    environment |= {"CAMPAIGN_BY_DAY": "false", "CAMPAIGN_PEOPLE_A_SECOND": "100000"}
    port = stack.place.ports["SURVEY_PORT"]
    async with _invitations(stack) as paths, door("services.survey", port, environment) as survey:
        manager = Tokens(stack.place.keys).header(Role.MANAGER)
        base = f"http://127.0.0.1:{port}"
        async with ClientSession(base, timeout=ClientTimeout(60), headers=manager) as session:
            await _until_ready(session)
            await asyncio.to_thread(_fill, stack)
            return await _run(session, survey, paths)


async def _run(session: ClientSession, survey: Door, paths: list[str]) -> dict[str, float]:
    seen = Seen()
    watching = asyncio.create_task(_watch(survey, seen))
    before = time.perf_counter()
    campaign = await _plan(session)
    await eventually(lambda: len(paths) >= HOUSEHOLDS, within=3600)
    inviting, mark = time.perf_counter() - before, len(seen.rss)
    reading = asyncio.create_task(_read(session, campaign, seen))
    before = time.perf_counter()
    await _answer(session, random.sample(paths, int(HOUSEHOLDS * SHARE)), seen)
    answering = time.perf_counter() - before
    for task in (reading, watching):
        task.cancel()
    counted = await _closed(session, campaign)
    return _told(seen, mark, (inviting, answering, counted))


def _fill(stack: Stack) -> None:
    adapter = TypeAdapter(Owner)
    with MongoClient[dict[str, Any]](stack.place.mongo_url) as client:
        owners = client[f"{NAMESPACE}hudong_survey"]["owners"]
        for start in range(0, HOUSEHOLDS, 2000):
            rows = (_owner(n) for n in range(start, min(start + 2000, HOUSEHOLDS)))
            owners.insert_many([_document(adapter.dump_python(owner)) for owner in rows])


def _owner(number: int) -> Owner:
    household = f"h{number}"
    return Owner(
        id=key_of(f"o{number}", ESTATE),
        estate=ESTATE,
        version=1,
        owner_id=f"o{number}",
        household=household,
        bucket=bucket_of(ESTATE, household),
        building=str(number % BUILDINGS + 1),
        unit="1",
        active=True,
        edition=1,
    )


def _document(state: dict[str, Any]) -> dict[str, Any]:
    del state["events"]
    return {"_id": state.pop("id"), **state, "handled": [], "saves": [], "outbox": []}


@asynccontextmanager
async def _invitations(stack: Stack) -> AsyncIterator[list[str]]:
    """Yield the pages' paths as they arrive where the notifier would take them."""
    paths: list[str] = []
    connection = await aio_pika.connect(stack.place.amqp_url)
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=500)
        await declare_queue(channel, Topology("taker", NAMESPACE), (CampaignInvited.type,))
        queue = await channel.get_queue(Topology("taker", NAMESPACE).queue)

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            paths.append(orjson.loads(message.body)["data"]["path"].rpartition("/")[2])
            await message.ack()

        await queue.consume(take)
        yield paths


async def _until_ready(session: ClientSession) -> None:
    for _ in range(100):
        async with session.get("/ready") as response:
            if response.ok:
                return
        await asyncio.sleep(0.2)
    raise RuntimeError("the survey service is not ready")


async def _plan(session: ClientSession) -> str:
    now = utc_now()
    form = {
        "title": "压测",
        "toml": (ROOT / "deploy" / "estate" / "half_yearly.toml").read_text(),
        "anonymous": True,
        "opens_at": now.isoformat(),
        "closes_at": (now + timedelta(days=14)).isoformat(),
    }
    async with session.post("/api/v1/campaigns", json=form) as response:
        return str((await response.json())["campaign_id"])


async def _answer(session: ClientSession, tokens: list[str], seen: Seen) -> None:
    async def one() -> None:
        while tokens:
            token = tokens.pop()
            begun = time.perf_counter()
            path = f"/api/v1/ballots/{token}/answer"
            async with session.post(path, json={"answers": _answers()}) as response:
                await response.read()
            seen.refused += response.status != 200
            seen.answers.append(time.perf_counter() - begun)

    await asyncio.gather(*(one() for _ in range(CLIENTS)))


def _answers() -> dict[str, object]:
    return {
        "overall": random.choice((3, 4, 5)),
        "aspects": {row: random.choice(("不满意", "一般", "满意")) for row in _ROWS},
        "asked": "没有",
        "silent": "太麻烦",
        "recommend": random.randint(1, 10),
        "wish": random.choice(_WISHES),
    }


async def _read(session: ClientSession, campaign: str, seen: Seen) -> None:
    while True:
        begun = time.perf_counter()
        async with session.get(f"/api/v1/campaigns/{campaign}/results") as response:
            await response.read()
        seen.reads.append(time.perf_counter() - begun)
        await asyncio.sleep(1)


async def _watch(survey: Door, seen: Seen) -> None:
    while True:
        seen.rss.append(_memory(survey.pid))
        await asyncio.sleep(1)


def _memory(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20


async def _closed(session: ClientSession, campaign: str) -> int:
    """Close, and return how many answers were counted in the end."""
    async with session.post(f"/api/v1/campaigns/{campaign}/close", json={}) as response:
        await response.read()
    counted = -1
    for _ in range(60):
        async with session.get(f"/api/v1/campaigns/{campaign}/results") as response:
            found = await response.json()
        if found["counted"] == found["answered"] == counted:
            break
        counted = found["counted"]
        await asyncio.sleep(2)
    return counted


def _told(seen: Seen, mark: int, took: tuple[float, float, int]) -> dict[str, float]:
    inviting, answering, counted = took
    figures = {
        "households": HOUSEHOLDS,
        "invited_a_second": round(HOUSEHOLDS / inviting, 1),
        "answered_a_second": round(len(seen.answers) / answering, 1),
        "answer_p50_ms": percentile(seen.answers, 0.5),
        "answer_p99_ms": percentile(seen.answers, 0.99),
        "results_p50_ms": percentile(seen.reads, 0.5),
        "results_p99_ms": percentile(seen.reads, 0.99),
        "rss_start_mb": round(seen.rss[0], 1),
        "rss_invited_mb": round(seen.rss[mark - 1], 1),
        "rss_end_mb": round(seen.rss[-1], 1),
        "rss_peak_mb": round(max(seen.rss), 1),
        "refused": seen.refused,
        "counted": counted,
    }
    for name, value in figures.items():
        print(f"  {name:20}{value:12}")
    return {f"campaign_{name}": value for name, value in figures.items()}
