"""Count what one request costs each process, from report to result; see deploy/scaling.py."""

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession
from bson import encode
from pymongo import MongoClient

from deploy.local.stack import Stack
from tests.support.eventually import eventually
from tests.support.installation import SERVICES, Installation, load_estate
from tests.support.matter import People
from tests.support.tokens import Tokens

LIVES: Final = 200
OWNERS: Final = 40
_IDLE: Final = 8.0
_SETTLES: Final = 8.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")
Spent = Mapping[str, float]


async def measure(stack: Stack, seconds: float) -> Mapping[str, float]:
    """Lead ``LIVES`` requests through the public door; milliseconds of processor time for each."""
    await asyncio.to_thread(load_estate, stack)
    hudong, pids = Installation(stack), _pids(stack)
    async with ClientSession(hudong.door) as session:
        people = People(session, Tokens(hudong.place.keys))
        idle, held = await _idle(pids), await asyncio.to_thread(_kilobytes, hudong)
        clock, before = asyncio.get_running_loop().time, _spent(pids)
        since = clock()
        ids = [await _lived(people, number) for number in range(LIVES)]
        await asyncio.sleep(_SETTLES)
        passed, after = clock() - since, _spent(pids)
        each = {part: after[part] - before[part] - idle[part] * passed for part in pids}
        found = {f"cost_{part}_ms": spent / LIVES * 1000 for part, spent in each.items()}
        added = await asyncio.to_thread(_kilobytes, hudong) - held
        messages = await _messages(people, hudong, ids)
        each_of = {"cost_messages": messages / LIVES, "cost_kilobytes": added / LIVES}
        return _shown({**found, **each_of})


async def _lived(people: People, number: int) -> str:
    """Have a request reported, accepted and resolved; return its id."""
    owner, manager = people.owner(f"o{number % OWNERS + 1:03}"), people.staff("m01")
    told = await owner.done("/api/v1/app/requests", {"text": f"{number}号路灯不亮了"})
    path = f"/api/v1/requests/{told['request_id']}"
    assignee = ""

    async def is_assigned() -> bool:
        nonlocal assignee
        found = await manager.get(path)
        assignee = (found.json or {}).get("assignee") or ""
        return bool(assignee)

    await eventually(is_assigned)
    staff = people.staff(assignee)
    for act, form in (("accept", {}), ("resolve", {"outcome": "灯换好了"})):
        await staff.done(f"{path}/{act}", form)
    return str(told["request_id"])


async def _messages(people: People, hudong: Installation, ids: list[str]) -> int:
    sent = await people.staff("m01").get(f"{hudong.sandbox}/messages")
    return sum(one["about"] in ids for one in sent.json["messages"])


def _kilobytes(hudong: Installation) -> float:
    """Return what all documents of the installation come to, without indexes."""
    with MongoClient[dict[str, Any]](hudong.place.mongo_url) as client:
        names = [name for name in client.list_database_names() if "hudong_" in name]
        found = (
            client[name][one].find()
            for name in names
            for one in client[name].list_collection_names()
        )
        return sum(len(encode(document)) for documents in found for document in documents) / 1024


async def _idle(pids: Mapping[str, int]) -> Spent:
    """Return what each process spends a second when nothing is asked of it."""
    before = _spent(pids)
    await asyncio.sleep(_IDLE)
    return {part: (spent - before[part]) / _IDLE for part, spent in _spent(pids).items()}


def _pids(stack: Stack) -> Mapping[str, int]:
    running = {name: stack.services[name].pid for name in SERVICES}
    running |= {
        name: server.process.pid
        for name, server in (("database", stack.database), ("broker", stack.broker))
        if server
    }
    return {name: pid for name, pid in running.items() if pid}


def _spent(pids: Mapping[str, int]) -> Spent:
    return {part: sum(map(_seconds, _family(pid))) for part, pid in pids.items()}


def _family(pid: int) -> list[int]:
    found = [pid]
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _family(int(child))
    return found


def _seconds(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
    return 0.0


def _shown(found: Mapping[str, float]) -> Mapping[str, float]:
    print(f"what a request costs, {LIVES} lives one by one{'':6}processor ms")
    for name, figure in found.items():
        print(f"  {name.removeprefix('cost_').removesuffix('_ms'):31}{figure:10.1f}")
    return found
