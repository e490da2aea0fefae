"""A service's own user at the database reads its audit trail and adds to it, and can do no more."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from deploy.compose.database import ensure_user
from deploy.local.database import Database
from deploy.local.ports import free_ports

Lines = Any
DEEDS: dict[str, Callable[[Lines], object]] = {
    "change": lambda lines: lines.update_one({"_id": "1"}, {"$set": {"who": "nobody"}}),
    "replace": lambda lines: lines.replace_one({"_id": "1"}, {"who": "nobody"}, upsert=True),
    "take out": lambda lines: lines.delete_one({"_id": "1"}),
    "drop": lambda lines: lines.drop(),
    "drop all": lambda lines: lines.database.client.drop_database(lines.database.name),
    "rename": lambda lines: lines.rename("elsewhere"),
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lines]:
    """Yield the router's audit trail as the router's user sees it."""
    folder: Path = tmp_path_factory.mktemp("guarded")
    ports = free_ports()
    server = Database(folder / "mongo", folder / "log", ports)
    _run(server, lambda client: ensure_user(client, "router", "secret"))
    guarded = Database(folder / "mongo", folder / "log", ports, "--auth")
    guarded.start()
    try:
        guarded.wait_ready()
        url = guarded.url.replace("mongodb://", "mongodb://router:secret@")
        with MongoClient[dict[str, Any]](url.replace("/?", "/hudong_router?")) as client:
            found = client["hudong_router_audit"]["lines"]
            found.insert_one({"_id": "1", "who": "c01"})
            yield found
    finally:
        guarded.stop()


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_that_was_written_down_can_be_unwritten(lines: Lines, deed: str) -> None:
    with pytest.raises(OperationFailure):
        DEEDS[deed](lines)
    assert lines.find_one({"_id": "1"}) == {"_id": "1", "who": "c01"}


def _run(server: Database, act: Callable[[MongoClient[dict[str, Any]]], None]) -> None:
    server.start()
    try:
        server.wait_ready()
        with MongoClient[dict[str, Any]](server.url) as client:
            act(client)
    finally:
        server.stop()
