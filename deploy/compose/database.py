"""Make the replica set, and a user for each service who may touch its own database only."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure

from deploy.compose.secrets import SERVICES

REPLICA_SET: Final = "hudong"
HOST: Final = "database:27017"
_NOT_YET_INITIATED: Final = 94
_USER_EXISTS: Final = 51003
_ROLE_EXISTS: Final = 51002
_WRITER: Final = "audit-writer"
_MAY: Final = ("find", "insert", "createCollection")
_PATIENCE: Final = 90.0
Client = MongoClient[dict[str, Any]]


def main() -> int:
    """Bring the database into order; doing so again changes nothing but passwords."""
    folder = Path(os.environ["SECRETS_FOLDER"])
    root = (folder / "mongo_root.password").read_text()
    with Client(
        HOST,
        username="root",
        password=root,
        directConnection=True,
        serverSelectionTimeoutMS=2_000,
    ) as client:
        _until(lambda: form_replica_set(client), "replica set")
        _until(lambda: is_primary(client), "primary")
        for service in SERVICES:
            password = (folder / f"mongo_{service}.password").read_text()
            ensure_user(client, service, password)
    print(f"replica set {REPLICA_SET}; users {', '.join(SERVICES)}")
    return 0


def form_replica_set(client: Client) -> bool:
    """Make a set of this one member, unless it is one."""
    try:
        client.admin.command("replSetGetStatus")
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIATED:
            raise
        member = {"_id": 0, "host": HOST}
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
    return True


def is_primary(client: Client) -> bool:
    """Tell whether the member takes writes."""
    return bool(client.admin.command("hello").get("isWritablePrimary"))


def ensure_user(client: Client, service: str, password: str) -> None:
    """Make the user of ``service``, or give the one who is there this password and these rights."""
    own, trail = f"hudong_{service}", f"hudong_{service}_audit"
    ensure_writer(client, trail)
    roles = [{"role": "readWrite", "db": own}, {"role": _WRITER, "db": trail}]
    try:
        client[own].command("createUser", service, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != _USER_EXISTS:
            raise
        client[own].command("updateUser", service, pwd=password, roles=roles)


def ensure_writer(client: Client, trail: str) -> None:
    """Make the role that reads an audit trail and adds to it, and neither changes nor removes."""
    rights = [{"resource": {"db": trail, "collection": ""}, "actions": list(_MAY)}]
    try:
        client[trail].command("createRole", _WRITER, privileges=rights, roles=[])
    except OperationFailure as error:
        if error.code != _ROLE_EXISTS:
            raise
        client[trail].command("updateRole", _WRITER, privileges=rights, roles=[])


def _until(done: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            if done():
                return
        except ConnectionFailure as error:
            print(f"waiting for the {what}: {type(error).__name__}", file=sys.stderr)
        time.sleep(0.5)
    raise SystemExit(f"no {what} after {_PATIENCE:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
