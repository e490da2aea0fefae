"""Measure how fast one notifier drains rows that are due, and what a town's notice holds up."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout
from pydantic import TypeAdapter
from pymongo import MongoClient

from deploy.local.environment import Place, environment_of
from deploy.local.ports import free_ports
from deploy.local.stack import Stack
from services.notifier.domain.contact import Contact, unknown
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import Notification, State
from services.notifier.domain.rows import begin
from shared.contracts.event import Place as Home
from shared.contracts.words import Outlet, Role
from shared.kernel.aggregate import Aggregate
from tests.bench.door import Door, door
from tests.bench.load import percentile
from tests.support.tokens import Tokens

ROWS: Final = int(os.environ.get("BENCH_ROWS", "10000"))
OWNERS: Final = int(os.environ.get("BENCH_OWNERS", "10000"))
RATE: Final = int(os.environ.get("BENCH_DUE_RATE", "40"))
TIMED: Final = 800
ESTATE: Final = "sample"
EACH: Final = 2000
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True)
class Bench:
    """A notifier and a provider of their own, and what the bench may look at."""

    place: Place
    notifier: Door
    journal: Path
    session: ClientSession
    database: Door | None
    rss: list[float] = field(default_factory=list)

    def sent(self) -> int:
        """Return how many messages the provider has written down."""
        return self.journal.read_bytes().count(b"\n") if self.journal.exists() else 0

    def note_memory(self) -> None:
        """Note how much memory the notifier has now, in megabytes."""
        pages = Path(f"/proc/{self.notifier.pid}/statm").read_text().split()[1]
        self.rss.append(int(pages) * _PAGE / 2**20)


async def measure(stack: Stack, _: float) -> Mapping[str, float]:
    """Return rows a second, from due to sent, memory, and what an emergency waits for."""
    found: dict[str, float] = {}
    async with _bench(stack, "drain_") as bench:
        found |= await _drained(bench)
        found |= await _timed(bench)
    async with _bench(stack, "town_") as bench:
        found |= await _told_in_town(bench)
    return found


async def _drained(bench: Bench) -> dict[str, float]:
    due = datetime.now(UTC) + timedelta(hours=3)
    await asyncio.to_thread(_fill, bench.place, (_row(f"d{n}", due) for n in range(ROWS)))
    bench.note_memory()
    cpu, before = bench.notifier.cpu_seconds(), time.perf_counter()
    server = bench.database.cpu_seconds() if bench.database else 0.0
    await asyncio.to_thread(_fall_due, bench.place)
    await _until(bench, lambda: bench.sent() >= ROWS)
    seconds = time.perf_counter() - before
    cpu = bench.notifier.cpu_seconds() - cpu
    server = bench.database.cpu_seconds() - server if bench.database else 0.0
    await asyncio.sleep(3)
    twice = bench.sent() - ROWS
    print(f"{ROWS} rows drained in {seconds:.1f} s: {ROWS / seconds:.0f} a second")
    print(f"  processor time a row: the notifier {1000 * cpu / ROWS:.2f} ms, {twice} twice")
    print(f"  and the embedded database {1000 * server / ROWS:.2f} ms")
    print(f"  memory {bench.rss[0]:.0f} MB before, {max(bench.rss):.0f} MB at most")
    return {
        "drain_rows_per_second": round(ROWS / seconds, 1),
        "drain_cpu_ms_a_row": round(1000 * cpu / ROWS, 3),
        "drain_database_cpu_ms_a_row": round(1000 * server / ROWS, 3),
        "drain_twice": twice,
        "drain_memory_mb": round(max(bench.rss), 1),
        "drain_memory_grown_mb": round(max(bench.rss) - bench.rss[0], 1),
    }


async def _timed(bench: Bench) -> dict[str, float]:
    start = datetime.now(UTC) + timedelta(seconds=4)
    step = timedelta(seconds=1 / RATE)
    rows = [replace(_row(f"t{n}", start + n * step)) for n in range(TIMED)]
    await asyncio.to_thread(_fill, bench.place, iter(rows))
    await _until(bench, lambda: bench.sent() >= ROWS + TIMED)
    await asyncio.sleep(5)
    dues = {row.id: row.next_at for row in rows}
    late = [
        (accepted - due).total_seconds()
        for row, accepted in await asyncio.to_thread(_accepted, bench.place)
        if (due := dues.get(row))
    ]
    p50, p99 = percentile(late, 0.5), percentile(late, 0.99)
    print(f"{len(late)} rows fell due, {RATE} a second: due to sent p50 {p50} ms, p99 {p99} ms")
    return {"drain_due_to_sent_p50_ms": p50, "drain_due_to_sent_p99_ms": p99}


async def _told_in_town(bench: Bench) -> dict[str, float]:
    owners = (_owner(number) for number in range(OWNERS))
    await asyncio.to_thread(_fill, bench.place, owners, "contacts")
    before = time.perf_counter()
    notice = await _send(bench, {"title": "停水通知", "text": "明天 9 点到 12 点停水检修。"})
    await _until(bench, lambda: bench.sent() > OWNERS // 20)
    print(f"the first of {OWNERS} were told {time.perf_counter() - before:.1f} s after the word")
    waits: list[float] = []
    while bench.sent() < OWNERS * 9 // 10 and len(waits) < 10:
        waits.append(await _emergency(bench))
        await asyncio.sleep(2)
    await _until(bench, lambda: bench.sent() >= OWNERS + len(waits))
    seconds = time.perf_counter() - before - 15
    p50, worst = percentile(waits, 0.5), percentile(waits, 1.0)
    print(f"{OWNERS} owners told of {notice} in {seconds:.1f} s, {OWNERS / seconds:.0f} a second")
    print(f"  {len(waits)} emergencies meanwhile: at the provider p50 {p50} ms, worst {worst} ms")
    return {
        "town_notice_per_second": round(OWNERS / seconds, 1),
        "town_emergency_p50_ms": p50,
        "town_emergency_worst_ms": worst,
        "town_memory_mb": round(max(bench.rss), 1),
    }


async def _emergency(bench: Bench) -> float:
    """Return how long one emergency for one owner takes from the word to the provider."""
    before, name = time.time(), f"紧急{time.time_ns()}"
    form = {"title": name, "text": "请立即关闭燃气。", "emergency": True}
    await _send(bench, {**form, "scope": {"owners": ["o7"]}})
    while name.encode() not in bench.journal.read_bytes()[-200_000:]:  # noqa: ASYNC110 - a file
        await asyncio.sleep(0.01)
    return time.time() - before


async def _send(bench: Bench, form: Mapping[str, object]) -> str:
    async with bench.session.post("/api/v1/notices", json=form) as answer:
        notice = str((await answer.json())["notice_id"])
    async with bench.session.post(f"/api/v1/notices/{notice}/send", json={}) as answer:
        answer.raise_for_status()
    return notice


async def _until(bench: Bench, true: Any) -> None:
    while not true():
        bench.note_memory()
        await asyncio.sleep(0.1)


@asynccontextmanager
async def _bench(stack: Stack, namespace: str) -> AsyncIterator[Bench]:
    place = replace(stack.place, namespace=namespace, ports=free_ports())
    more = {"RECEIPTS_FOR": "[]", "SWEEP_SECONDS": "0.2"}
    manager = Tokens(place.keys).header(Role.MANAGER)
    sandbox = {**environment_of("sandbox", place), **more}
    notifier = {**environment_of("notifier", place), **more}
    async with (
        door("deploy.sandbox", place.ports["SANDBOX_PORT"], sandbox),
        door("services.notifier", place.ports["NOTIFIER_PORT"], notifier) as own,
        ClientSession(place.url("notifier"), timeout=ClientTimeout(60), headers=manager) as session,
    ):
        await asyncio.sleep(2)
        pid = stack.database.process.pid if stack.database else None
        database = Door(own.url, pid) if pid else None
        yield Bench(place, own, Path(sandbox["SANDBOX_JOURNAL"]), session, database)


def _row(name: str, due: datetime) -> Notification:
    letter = Letter(
        estate=ESTATE,
        recipient=name,
        cause=name,
        because="request.noted.v1",
        about=name,
        text="您反映的问题(编号 K7M2-Q4XA)最新进展:已订购配件",
        not_before=due,
    )
    return begin(letter, (Reach(outlet=Outlet.APP, to=name),), due - timedelta(seconds=1))


def _owner(number: int) -> Contact:
    contact = unknown(ESTATE, f"o{number}")
    contact.seq, contact.name = 1, "业主"
    contact.place = Home(building=str(number % 60 + 1), unit="1", room=str(number))
    return contact


def _fill(place: Place, made: Iterator[Aggregate], name: str = "notifications") -> None:
    with MongoClient[dict[str, Any]](place.mongo_url) as client:
        kept = client[f"{place.namespace}hudong_notifier"][name]
        while batch := [_document(one) for one in islice(made, EACH)]:
            kept.insert_many(batch)


def _fall_due(place: Place) -> None:
    with MongoClient[dict[str, Any]](place.mongo_url) as client:
        rows = client[f"{place.namespace}hudong_notifier"]["notifications"]
        rows.update_many({"state": State.PENDING.value}, {"$set": {"next_at": datetime.now(UTC)}})


def _accepted(place: Place) -> list[tuple[str, datetime]]:
    with MongoClient[dict[str, Any]](place.mongo_url, tz_aware=True) as client:
        rows = client[f"{place.namespace}hudong_notifier"]["notifications"]
        found = rows.find({}, {"accepted_at": 1})
        return [(one["_id"], one["accepted_at"]) for one in found if one.get("accepted_at")]


def _document(one: Aggregate) -> dict[str, Any]:
    state: dict[str, Any] = TypeAdapter(type(one)).dump_python(one)
    del state["events"]
    return {"_id": state.pop("id"), **state, "version": 1, "handled": [], "saves": [], "outbox": []}
