"""Publish what a crash left behind, leasing what is taken so that nobody publishes it beside us."""

from datetime import timedelta
from typing import Any, Final

from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from shared.kernel.clock import Clock
from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from shared.store.group import Collection
from shared.store.relay import Parcel, Relay
from shared.store.write import Told

GRACE: Final = timedelta(seconds=5)
LEASE: Final = timedelta(seconds=30)
AT_ONCE: Final = 200


class Sweeper:
    """Finds outboxes that are older than ``GRACE``, by the partial index on their entries' time."""

    def __init__(self, collection: Collection, relay: Relay, clock: Clock) -> None:
        self._collection = collection
        self._relay = relay
        self._clock = clock

    async def ensure_index(self) -> None:
        """Create the index that the sweep reads: only documents with something left to tell."""
        await self._collection.create_index(
            [("outbox.at", ASCENDING)],
            name="outbox",
            partialFilterExpression={"outbox.at": {"$exists": True}},
        )

    async def turn(self) -> bool:
        """Lease, publish and clear one load; True when there was a full load."""
        try:
            ids = await self._found()
            if ids:
                await self._relay.carry(await self._leased(ids), "sweep")
        except PyMongoError as error:
            raise Unavailable(f"database: {error!r}") from error
        return len(ids) >= AT_ONCE

    async def _found(self) -> list[str]:
        ids: list[str] = []
        cursor = self._collection.find(
            {"outbox.at": {"$lt": self._clock() - GRACE}}, {"leased_until": 1}, batch_size=AT_ONCE
        )
        async for document in cursor:
            free = document.get("leased_until") is None or document["leased_until"] < self._clock()
            if free and document["_id"] not in self._relay.busy:
                ids.append(document["_id"])
            if len(ids) >= AT_ONCE:
                break
        return ids

    async def _leased(self, ids: list[str]) -> list[Parcel]:
        mine, now = new_id(), self._clock()
        free: dict[str, Any] = {"$or": [{"leased_until": None}, {"leased_until": {"$lt": now}}]}
        await self._collection.update_many(
            {"_id": {"$in": ids}, **free},
            {"$set": {"leased_until": now + LEASE, "leased_by": mine}},
        )
        cursor = self._collection.find({"_id": {"$in": ids}, "leased_by": mine}, {"outbox": 1})
        return [
            (document["_id"], tuple(_told(entry) for entry in document["outbox"]))
            async for document in cursor
        ]


def _told(entry: dict[str, Any]) -> Told:
    return Told(kind=entry["type"], identity=entry["id"], body=entry["body"])
