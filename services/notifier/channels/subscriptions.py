"""Keep the browsers that people have let us push to."""

from collections.abc import Sequence
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection

from services.notifier.domain.push import Subscription
from shared.kernel.clock import Clock
from shared.kernel.ids import derived_id
from shared.runtime.mongo import away_is_unavailable

MOST: Final = 10


class MongoSubscriptions:
    """One document a browser; whoever logged in last on it has it."""

    def __init__(self, collection: AsyncIOMotorCollection[Any], clock: Clock) -> None:
        self._collection = collection
        self._clock = clock

    async def ensure_indexes(self) -> None:
        """Make the index by which a person's browsers are found."""
        await self._collection.create_index([("estate", 1), ("person", 1)], name="person")

    async def keep(self, estate: str, person: str, subscription: Subscription) -> None:
        """Keep a browser; the same one again is itself, and the eleventh drives the oldest out."""
        document = {
            "estate": estate,
            "person": person,
            "endpoint": subscription.endpoint,
            "p256dh": subscription.p256dh,
            "auth": subscription.auth,
            "at": self._clock(),
        }
        async with away_is_unavailable():
            await self._collection.update_one(
                {"_id": _id(subscription.endpoint)}, {"$set": document}, upsert=True
            )
            kept = await self._of(estate, person)
            for old in sorted(kept, key=_at)[:-MOST]:
                await self._collection.delete_one({"_id": old["_id"]})

    async def drop(self, estate: str, person: str, endpoint: str) -> None:
        """Forget one of a person's own browsers."""
        mine = {"_id": _id(endpoint), "estate": estate, "person": person}
        async with away_is_unavailable():
            await self._collection.delete_one(mine)

    async def forget(self, estate: str, person: str) -> None:
        """Forget all of a person's browsers."""
        async with away_is_unavailable():
            await self._collection.delete_many({"estate": estate, "person": person})

    async def of(self, estate: str, person: str) -> Sequence[Subscription]:
        """Return a person's browsers."""
        async with away_is_unavailable():
            found = await self._of(estate, person)
        return [
            Subscription(endpoint=one["endpoint"], p256dh=one["p256dh"], auth=one["auth"])
            for one in found
        ]

    async def _of(self, estate: str, person: str) -> list[dict[str, Any]]:
        found = self._collection.find({"estate": estate, "person": person})
        return [document async for document in found]


def _id(endpoint: str) -> str:
    return derived_id("push", endpoint)


def _at(document: dict[str, Any]) -> float:
    return float(document["at"].timestamp())
