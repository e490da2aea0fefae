"""Publish what a crash left behind, leasing what is taken so that nobody publishes it beside us."""

from datetime import timedelta
from typing import Any, Final

from pymongo import ASCENDING
from pymongo.errors import PyMongoError

from shared.kernel.clock import Clock
from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from shared.runtime.metrics import SWEEP_DUE
from shared.store.group import Collection
from shared.store.relay import Parcel, Relay
from shared.store.write import Told

GRACE: Final = timedelta(seconds=5)
LEASE: Final = timedelta(seconds=30)
AGAIN: Final = timedelta(seconds=3)
AT_ONCE: Final = 200
_INDEX: Final = "unsent"


class Sweeper:
    """Finds documents whose outbox has waited longer than ``GRACE``, by a partial index."""

    def __init__(self, collection: Collection, relay: Relay, clock: Clock) -> None:
        self._collection = collection
        self._relay = relay
        self._clock = clock

    async def ensure_index(self) -> None:
        """Create the index that the sweep reads: only documents with something left to tell."""
        await self._collection.create_index(
            [("unsent_at", ASCENDING)],
            name=_INDEX,
            partialFilterExpression={"unsent_at": {"$exists": True}},
        )

    async def turn(self) -> bool:
        """Lease, publish and clear one load; True when there was a full load."""
        try:
            ids = await self._found()
            SWEEP_DUE.labels(f"outbox-{self._collection.name}").set(len(ids))
            if ids:
                await self._give_back(await self._relay.carry(await self._leased(ids)))
        except PyMongoError as error:
            raise Unavailable(f"database: {error!r}") from error
        return len(ids) >= AT_ONCE

    def _due(self) -> dict[str, Any]:
        return {"unsent_at": {"$lt": self._clock() - GRACE}}

    async def _found(self) -> list[str]:
        ids: list[str] = []
        cursor = self._collection.find(self._due(), {"_id": 1}, batch_size=AT_ONCE, hint=_INDEX)
        async for document in cursor:
            if document["_id"] not in self._relay.busy:
                ids.append(document["_id"])
            if len(ids) >= AT_ONCE:
                break
        return ids

    async def _leased(self, ids: list[str]) -> list[Parcel]:
        mine, wanted = new_id(), {"_id": {"$in": ids}}
        lease = {"unsent_at": self._clock() + LEASE, "leased_by": mine}
        await self._collection.update_many({**wanted, **self._due()}, {"$set": lease})
        cursor = self._collection.find({**wanted, "leased_by": mine}, {"outbox": 1})
        return [
            Parcel(document["_id"], tuple(_told(entry) for entry in document["outbox"]))
            async for document in cursor
        ]

    async def _give_back(self, ids: list[str]) -> None:
        if ids:
            soon = {"unsent_at": self._clock() - GRACE + AGAIN}
            await self._collection.update_many({"_id": {"$in": ids}}, {"$set": soon})


def _told(entry: dict[str, Any]) -> Told:
    return Told(kind=entry["type"], identity=entry["id"], body=entry["body"])
