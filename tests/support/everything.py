"""Read all that an installation keeps, as anybody with access to the databases could."""

from collections.abc import Iterator
from typing import Any

from pymongo import MongoClient

from tests.support.installation import SERVICES, Installation

Document = dict[str, Any]


def everything(hudong: Installation) -> Iterator[tuple[str, Document]]:
    """Yield every document that any service keeps, outbox and audit trail included."""
    with MongoClient[Document](hudong.place.mongo_url) as client:
        for service in SERVICES:
            for suffix in ("", "_audit"):
                database = client[f"{hudong.place.namespace}hudong_{service}{suffix}"]
                for name in database.list_collection_names():
                    if not name.endswith(".chunks"):
                        for one in database[name].find({}):
                            yield f"{service}.{name}", one
