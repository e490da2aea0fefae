"""Measure how fast one notifier drains rows that are due, and what a town's notice holds up."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout

from deploy.local.environment import Place, environment_of
from deploy.local.ports import free_ports
from deploy.local.stack import Stack
from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from tests.bench.door import Door, door
from tests.bench.load import percentile
from tests.bench.rows import accepted, fill, owner, row
from tests.support.tokens import Tokens

ROWS: Final = int(os.environ.get("BENCH_ROWS", "100000"))
WAVE: Final = min(ROWS, 10_000)
OWNERS: Final = int(os.environ.get("BENCH_OWNERS", "10000"))
RATE: Final = int(os.environ.get("BENCH_DUE_RATE", "40"))
TIMED: Final = 800
EMERGENCIES: Final = 100
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
    read: int = 0
    lines: int = 0

    def sent(self) -> int:
        """Return how many messages the provider has written down."""
        new = self.written_since(self.read)
        self.read, self.lines = self.read + len(new), self.lines + new.count(b"\n")
        return self.lines

    def written_since(self, place: int) -> bytes:
        """Return what the provider has written from a place in its journal on."""
        if not self.journal.exists():
            return b""
        with self.journal.open("rb") as journal:
            journal.seek(place)
            return journal.read()

    def cpu(self) -> tuple[float, float]:
        """Return the processor time of the notifier and of the embedded database, if it is one."""
        server = self.database.cpu_seconds() if self.database else 0.0
        return self.notifier.cpu_seconds(), server

    def note_memory(self) -> None:
        """Note how much memory the notifier has now, in megabytes."""
        pages = Path(f"/proc/{self.notifier.pid}/statm").read_text().split()[1]
        self.rss.append(int(pages) * _PAGE / 2**20)


async def measure(stack: Stack, _: float) -> Mapping[str, float]:
    """Return rows a second, from due to sent, memory, and what an emergency waits for."""
    found: dict[str, float] = {}
    past = datetime.now(UTC)
    async with _bench(stack, "drain_", (row(f"d{n}", past) for n in range(WAVE))) as bench:
        found |= await _drained(bench)
        found |= await _in_waves(bench)
        found |= await _timed(bench)
    async with _bench(stack, "town_") as bench:
        found |= await _told_in_town(bench)
    return found


async def _drained(bench: Bench) -> dict[str, float]:
    """Measure from a moment at which the notifier is at it; all rows were due before it started."""
    cpu, server = bench.cpu()
    gone, before = bench.sent(), time.perf_counter()
    await _until(bench, lambda: bench.sent() >= WAVE)
    rows, seconds = WAVE - gone, time.perf_counter() - before
    cpu, server = bench.cpu()[0] - cpu, bench.cpu()[1] - server
    print(
        f"the last {rows} of {WAVE} rows drained in {seconds:.1f} s: {rows / seconds:.0f} a second"
    )
    print(f"  processor time a row: the notifier {1000 * cpu / rows:.2f} ms")
    print(f"  and the embedded database {1000 * server / rows:.2f} ms")
    return {
        "drain_rows_per_second": round(rows / seconds, 1),
        "drain_rows_per_processor_second": round(rows / (cpu + server), 1),
        "drain_cpu_ms_a_row": round(1000 * cpu / rows, 3),
        "drain_database_cpu_ms_a_row": round(1000 * server / rows, 3),
    }


async def _in_waves(bench: Bench) -> dict[str, float]:
    """Let the rest fall due wave by wave, and return what memory it took and what came twice."""
    first = max(bench.rss)
    for start in range(WAVE, ROWS, WAVE):
        past, end = datetime.now(UTC), min(start + WAVE, ROWS)
        wave = [row(f"d{n}", past) for n in range(start, end)]
        await asyncio.to_thread(fill, bench.place, iter(wave))
        await _until(bench, partial(_has_sent, bench, end))
    await asyncio.sleep(3)
    twice = bench.sent() - ROWS
    print(f"{ROWS} rows: {twice} twice; memory {bench.rss[0]:.0f} MB at the start,")
    print(f"  {first:.0f} MB at most over the first {WAVE}, {max(bench.rss):.0f} MB over all")
    return {
        "drain_rows": ROWS,
        "drain_twice": twice,
        "drain_memory_start_mb": round(bench.rss[0], 1),
        "drain_memory_first_wave_mb": round(first, 1),
        "drain_memory_mb": round(max(bench.rss), 1),
    }


async def _timed(bench: Bench) -> dict[str, float]:
    start = datetime.now(UTC) + timedelta(seconds=4)
    step = timedelta(seconds=1 / RATE)
    rows = [replace(row(f"t{n}", start + n * step)) for n in range(TIMED)]
    await asyncio.to_thread(fill, bench.place, iter(rows))
    await _until(bench, lambda: bench.sent() >= ROWS + TIMED)
    await asyncio.sleep(5)
    dues = {row.id: row.next_at for row in rows}
    late = [
        (accepted - due).total_seconds()
        for row, accepted in await asyncio.to_thread(accepted, bench.place)
        if (due := dues.get(row))
    ]
    p50, p99 = percentile(late, 0.5), percentile(late, 0.99)
    print(f"{len(late)} rows fell due, {RATE} a second: due to sent p50 {p50} ms, p99 {p99} ms")
    return {"drain_due_to_sent_p50_ms": p50, "drain_due_to_sent_p99_ms": p99}


async def _told_in_town(bench: Bench) -> dict[str, float]:
    owners = (owner(number) for number in range(OWNERS))
    await asyncio.to_thread(fill, bench.place, owners, "contacts")
    before = time.perf_counter()
    notice = await _send(bench, {"title": "停水通知", "text": "明天 9 点到 12 点停水检修。"})
    await _until(bench, lambda: bench.sent() > OWNERS // 20)
    print(f"the first of {OWNERS} were told {time.perf_counter() - before:.1f} s after the word")
    waits: list[float] = []
    while bench.sent() < OWNERS * 9 // 10 and len(waits) < EMERGENCIES:
        waits.append(await _emergency(bench))
        await asyncio.sleep(0.5)
    await _until(bench, lambda: bench.sent() >= OWNERS + len(waits))
    seconds = time.perf_counter() - before - 15
    p50, p99 = percentile(waits, 0.5), percentile(waits, 0.99)
    print(f"{OWNERS} owners told of {notice} in {seconds:.1f} s, {OWNERS / seconds:.0f} a second")
    print(f"  {len(waits)} emergencies meanwhile: at the provider p50 {p50} ms, p99 {p99} ms")
    return {
        "town_notice_per_second": round(OWNERS / seconds, 1),
        "town_emergency_p50_ms": p50,
        "town_emergency_p99_ms": p99,
        "town_memory_mb": round(max(bench.rss), 1),
    }


async def _emergency(bench: Bench) -> float:
    """Return how long one emergency for one owner takes from the word to the provider."""
    bench.sent()
    before, place, name = time.time(), bench.read, f"紧急{time.time_ns()}"
    form = {"title": name, "text": "请立即关闭燃气。", "emergency": True}
    await _send(bench, {**form, "scope": {"owners": ["o7"]}})
    while name.encode() not in bench.written_since(place):  # noqa: ASYNC110 - a file
        await asyncio.sleep(0.01)
    return time.time() - before


async def _send(bench: Bench, form: Mapping[str, object]) -> str:
    async with bench.session.post("/api/v1/notices", json=form) as answer:
        notice = str((await answer.json())["notice_id"])
    async with bench.session.post(f"/api/v1/notices/{notice}/send", json={}) as answer:
        answer.raise_for_status()
    return notice


def _has_sent(bench: Bench, number: int) -> bool:
    return bench.sent() >= number


async def _until(bench: Bench, true: Any) -> None:
    while not true():
        bench.note_memory()
        await asyncio.sleep(0.1)


@asynccontextmanager
async def _bench(
    stack: Stack, namespace: str, rows: Iterator[Aggregate] | None = None
) -> AsyncIterator[Bench]:
    """Yield a notifier that has just started on its database, in which ``rows`` lie already."""
    place = replace(stack.place, namespace=namespace, ports=free_ports())
    more = {"RECEIPTS_FOR": "[]", "SWEEP_SECONDS": "0.2"}
    manager = Tokens(place.keys).header(Role.MANAGER)
    sandbox = {**environment_of("sandbox", place), **more}
    notifier = {**environment_of("notifier", place), **more}
    async with door("services.notifier", place.ports["NOTIFIER_PORT"], notifier):
        pass  # it makes its indexes
    await asyncio.to_thread(fill, place, rows or iter(()))
    async with (
        door("deploy.sandbox", place.ports["SANDBOX_PORT"], sandbox),
        door("services.notifier", place.ports["NOTIFIER_PORT"], notifier) as own,
        ClientSession(place.url("notifier"), timeout=ClientTimeout(60), headers=manager) as session,
    ):
        pid = stack.database.process.pid if stack.database else None
        database = Door(own.url, pid) if pid else None
        bench = Bench(place, own, Path(sandbox["SANDBOX_JOURNAL"]), session, database)
        bench.note_memory()
        await asyncio.sleep(2)
        yield bench
