"""Back up every database of Hudong, and restore into a new server (see BACKUP.md).

``python -m deploy.backup save|restore FOLDER`` with ``MONGO_URL`` (of a user who may read all) and
``NAMESPACE`` in the environment. Files are mongodump's: ``DATABASE/COLLECTION.bson``.
"""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final

from bson import decode_file_iter, json_util
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import IndexModel, MongoClient
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import ConfigurationError, OperationFailure, PyMongoError

RAW: Final[CodecOptions[RawBSONDocument]] = CodecOptions(document_class=RawBSONDocument)
BATCH: Final = 500
_SUFFIX: Final = ".metadata.json"
_OWN: Final = frozenset({"key", "v", "ns"})
Client = MongoClient[dict[str, Any]]


class NotEmpty(RuntimeError):
    """The server that is to be restored into holds a database of that name already."""


def save(client: Client, folder: Path, namespace: str = "") -> dict[str, int]:
    """Write all databases into ``folder``; return how many documents each collection had.

    On MongoDB all are as they were at one moment (snapshot reads). The embedded database does not
    keep to that: each document is whole in itself, and two may be moments apart.
    """
    saved = {}
    with _one_moment(client) as session:
        for name in _ours(client, namespace):
            for collection in sorted(client[name].list_collection_names()):
                found = client[name].get_collection(collection, RAW)
                saved[f"{name}.{collection}"] = _write(found, folder / name, session)
    return saved


def restore(client: Client, folder: Path) -> dict[str, int]:
    """Read what ``save`` wrote into a server that has none of it; raises ``NotEmpty``."""
    files = sorted(folder.glob("*/*.bson"))
    taken = {file.parent.name for file in files} & set(client.list_database_names())
    if taken:
        raise NotEmpty(f"the server already has {', '.join(sorted(taken))}")
    return {f"{one.parent.name}.{one.stem}": _read(client, one) for one in files}


def _one_moment(client: Client) -> AbstractContextManager[ClientSession | None]:
    return client.start_session(snapshot=True) if _knows_snapshots(client) else nullcontext()


def _knows_snapshots(client: Client) -> bool:
    try:
        with client.start_session(snapshot=True) as session:
            client["admin"].get_collection("none").find_one({}, session=session)
    except (ConfigurationError, OperationFailure):
        return False
    return True


def _ours(client: Client, namespace: str) -> list[str]:
    names = client.list_database_names()
    return sorted(name for name in names if name.startswith(f"{namespace}hudong_"))


def _write(collection: Collection[Any], folder: Path, session: ClientSession | None) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    count = 0
    with (folder / f"{collection.name}.bson").open("wb") as out:
        for document in collection.find({}, session=session):
            out.write(document.raw)
            count += 1
    indexes = [dict(one) for one in collection.list_indexes()]
    told = json_util.dumps({"collectionName": collection.name, "indexes": indexes})
    (folder / f"{collection.name}{_SUFFIX}").write_text(told)
    return count


def _read(client: Client, file: Path) -> int:
    collection = client[file.parent.name].get_collection(file.stem, RAW)
    told = json_util.loads(file.with_name(f"{file.stem}{_SUFFIX}").read_text())
    wanted = [one for one in told["indexes"] if one["name"] != "_id_"]
    if wanted:
        collection.create_indexes([_index(one) for one in wanted])
    count, batch = 0, list[RawBSONDocument]()
    with file.open("rb") as source:
        for document in decode_file_iter(source, RAW):
            batch.append(document)
            count += 1
            if len(batch) == BATCH:
                collection.insert_many(batch)
                batch = []
    if batch:
        collection.insert_many(batch)
    return count


def _index(told: dict[str, Any]) -> IndexModel:
    more = {key: value for key, value in told.items() if key not in _OWN}
    return IndexModel(list(told["key"].items()), **more)


def main() -> int:
    """Save or restore, and say what was in it."""
    acts, arguments = {"save", "restore"}, sys.argv[1:]
    if len(arguments) != 2 or arguments[0] not in acts or "MONGO_URL" not in os.environ:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[1])
    with Client(os.environ["MONGO_URL"]) as client:
        try:
            if arguments[0] == "save":
                done = save(client, folder, os.environ.get("NAMESPACE", ""))
            else:
                done = restore(client, folder)
        except (PyMongoError, NotEmpty, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for name, count in done.items():
        print(f"{name}  {count}")
    print(f"{sum(done.values())} documents in {len(done)} collections")
    return 0


if __name__ == "__main__":
    sys.exit(main())
