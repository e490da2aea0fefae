"""A mistake is undone by going back to the moment before it."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from bson.timestamp import Timestamp
from pymongo import MongoClient

from deploy.local.database import Database
from deploy.local.ports import free_ports
from shared.runtime.mongo import open_database
from shared.runtime.settings import ServiceSettings
from shared.store.mongo import Kept, Store
from tests.support.eventually import eventually
from tests.support.things import Thing, because, thing

MANY: Final = 40
Client = MongoClient[dict[str, Any]]
Documents = dict[str, dict[str, Any]]


async def _published(kind: str, identity: str, body: bytes) -> None:
    """Take an event."""


@asynccontextmanager
async def _things(database: Database) -> AsyncIterator[Kept[Thing]]:
    settings = ServiceSettings(
        amqp_url="amqp://unused", mongo_url=database.url, jwt_public_keys_file=Path("unused")
    )
    async with open_database(settings, "things") as opened:
        store = Store(opened, _published, source="things")
        kept = store.repository(Thing, "things")
        async with store.running():
            yield kept


def _all(client: Client) -> Documents:
    return {one["_id"]: one for one in client["hudong_things"]["things"].find()}


def _now(client: Client) -> Timestamp:
    """Return the server's own time of its last change."""
    found: Timestamp = client.admin.command("hello")["lastWrite"]["opTime"]["ts"]
    return found


def _restored(database: Database, to: Path, moment: Timestamp) -> None:
    program = Path(sys.executable).with_name("secantusd-py")
    until = f"{moment.time},{moment.inc}"
    folders = ("--source", str(database.folder), "--target-dir", str(to))
    subprocess.run((str(program), "restore", *folders, "--to-timestamp", until), check=True)


@pytest.fixture
def afterwards(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "then", tmp_path / "log-then", free_ports())
    yield database
    database.stop()


async def test_the_embedded_database_goes_back_to_the_moment_before_a_mistake(
    own_database: Database, afterwards: Database
) -> None:
    async with _things(own_database) as things:
        for number in range(MANY):
            await things.under(because()).save(thing(f"t{number}", "before"))
        bound = things.under(because())
        changed = await bound.get("t7")
        changed.note("later")
        await bound.save(changed)
    with Client(own_database.url) as client:
        await eventually(lambda: not any(one["outbox"] for one in _all(client).values()))
        before, moment = _all(client), _now(client)
        client["hudong_things"]["things"].delete_many({})
    own_database.stop()

    _restored(own_database, afterwards.folder, moment)
    afterwards.start()
    afterwards.wait_ready()
    with Client(afterwards.url) as client:
        assert _all(client) == before
    async with _things(afterwards) as things:
        assert (await things.under(because()).get("t7")).notes == ["before", "later"]
