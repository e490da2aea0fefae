"""A back-up of a running system is restored into new servers, and every story goes on."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from aiohttp import ClientSession
from pymongo import MongoClient

from deploy.backup import NotEmpty, restore, save
from deploy.local.database import Database
from deploy.local.ports import free_ports
from deploy.local.services import Services
from deploy.local.stack import Stack
from tests.support.caller import Caller
from tests.support.eventually import eventually
from tests.support.installation import Installation, load_estate
from tests.support.matter import People
from tests.support.tokens import Tokens

OWNER: Final = "o001"
Client = MongoClient[dict[str, Any]]


@dataclass(slots=True)
class System:
    """A whole installation on servers of its own, and the database that takes its place."""

    stack: Stack
    fresh: Database

    @property
    def moved(self) -> Services:
        """Return the services on the new database."""
        place = replace(self.stack.place, mongo_url=self.fresh.url)
        return Services(place, self.stack.folder / "log-moved")


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    monkeypatch.setenv("RETRY_LADDER", "[0.5, 1.0, 2.0]")
    stack = Stack(tmp_path, free_ports(), {})
    fresh = Database(tmp_path / "new", tmp_path / "log-new", free_ports())
    try:
        stack.start()
        load_estate(stack)
        yield System(stack, fresh)
    finally:
        stack.stop()
        fresh.stop()


async def _report(owner: Caller, text: str) -> str:
    told = await owner.done("/api/v1/app/requests", {"text": text})
    return str(told["request_id"])


async def _messages(anybody: Caller, sandbox: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await anybody.get(f"{sandbox}/messages")).json["messages"]
    return found


@pytest.mark.slow
async def test_a_restored_system_goes_on_tells_what_was_unsent_and_tells_nobody_twice(
    system: System, tmp_path: Path
) -> None:
    hudong = Installation(system.stack)
    async with ClientSession(hudong.door) as door:
        people = People(door, Tokens(hudong.place.keys))
        owner, anybody = people.owner(OWNER), Caller(door)

        async def told_of(request: str, because: str) -> bool:
            sent = await _messages(anybody, hudong.sandbox)
            return any((m["about"], m["because"]) == (request, because) for m in sent)

        before = await _report(owner, "厨房的灯不亮了")
        await eventually(lambda: told_of(before, "request.assigned.v1"))
        assert system.stack.broker
        assert system.stack.database
        system.stack.broker.kill()
        unsent = await _report(owner, "门禁坏了打不开")
        with Client(hudong.place.mongo_url) as client:
            saved = save(client, tmp_path / "backup", hudong.place.namespace)
        for service in ("gateway", "intake", "router", "notifier", "survey"):
            system.stack.services.kill(service)
        system.stack.database.kill()

        system.stack.broker.start()
        system.fresh.start()
        system.stack.broker.wait_ready()
        system.fresh.wait_ready()
        with Client(system.fresh.url) as client:
            assert restore(client, tmp_path / "backup") == saved
            with pytest.raises(NotEmpty):
                restore(client, tmp_path / "backup")
        moved = system.moved
        moved.start()
        try:
            for speaker in ("intake", "gateway"):
                moved[speaker].wait_ready()
            await eventually(lambda: told_of(unsent, "request.assigned.v1"), 240)
            await _go_on(people, before)
            await eventually(lambda: _was_heard(moved["notifier"].log, before))
            await asyncio.sleep(2)
            sent = await _messages(anybody, hudong.sandbox)
        finally:
            moved.stop()
    assert {message["posts"] for message in sent} == {1}
    twice = Counter((m["to"], m["about"], m["because"], m["text"]) for m in sent)
    assert not [what for what, times in twice.items() if times > 1]


def _was_heard(log: Path, request: str) -> bool:
    """Tell whether the notifier has heard that somebody took the request on."""
    lines = [orjson.loads(line) for line in log.read_bytes().splitlines() if line[:1] == b"{"]
    heard = [one for one in lines if one.get("type") == "request.accepted.v1"]
    return any((one["correlation"], one["settled"]) == (request, "ack") for one in heard)


async def _go_on(people: People, request: str) -> None:
    manager = people.staff("m01")
    view = (await manager.get(f"/api/v1/requests/{request}")).json
    assignee = people.staff(view["assignee"])
    await assignee.done(f"/api/v1/requests/{request}/accept", {})


def test_documents_and_indexes_come_back_as_they_were(
    mongo_url: str, namespace: str, own_database: Database, tmp_path: Path
) -> None:
    with Client(mongo_url) as old, Client(own_database.url) as new:
        things = old[f"{namespace}hudong_router"]["things"]
        things.insert_many([{"_id": str(n), "at": n, "deep": {"list": [n]}} for n in range(1_200)])
        things.create_index([("at", 1)], name="unsent", partialFilterExpression={"at": {"$gt": 5}})
        save(old, tmp_path, namespace)
        assert restore(new, tmp_path) == {f"{namespace}hudong_router.things": 1_200}
        found = new[f"{namespace}hudong_router"]["things"]
        assert found.find_one({"_id": "7"}) == {"_id": "7", "at": 7, "deep": {"list": [7]}}
        assert found.index_information()["unsent"]["partialFilterExpression"] == {"at": {"$gt": 5}}


def test_another_installations_databases_are_left_out(
    mongo_url: str, namespace: str, tmp_path: Path
) -> None:
    with Client(mongo_url) as client:
        client[f"other{namespace}hudong_router"]["things"].insert_one({"_id": "1"})
        assert save(client, tmp_path, namespace) == {}
