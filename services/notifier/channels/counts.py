"""Count what went to an address, over all replicas: one document an address, one update a send.

The document holds the moments of the last sends, newest first. The update asks in its filter that
the n-th newest be older than the limit's stretch, so that counting and deciding are one operation;
what passes the limit finds no such document and collides with the one that is there. Only messages
under a limit cost it, which are those that cost money or are few: SMS, and staff's chat.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from services.notifier.channels.limits import Limit
from shared.runtime.mongo import away_is_unavailable

FORGET: Final = "forget"
_TURNS: Final = 2


class MongoCounts:
    """Sliding counts in MongoDB; a document goes when its longest stretch is over."""

    def __init__(self, collection: AsyncIOMotorCollection[Any]) -> None:
        self._collection = collection

    async def ensure_indexes(self) -> None:
        """Let the database forget what no limit asks for any more."""
        await self._collection.create_index("until", name=FORGET, expireAfterSeconds=0)

    async def take(self, name: str, limits: Sequence[Limit], now: datetime) -> datetime | None:
        """Count one more, or return when there is room."""
        async with away_is_unavailable():
            for _ in range(_TURNS):
                if await self._pushed(name, limits, now) or await self._begun(name, limits, now):
                    return None
            return await self._free(name, limits, now)

    async def draw(self, name: str, block: int, most: int, until: datetime) -> bool:
        """Take a block of what is left, if it is there."""
        left = {"_id": name, "used": {"$lte": most - block}}
        async with away_is_unavailable():
            for _ in range(_TURNS):
                taken = await self._collection.update_one(left, {"$inc": {"used": block}})
                if taken.matched_count:
                    return True
                first = {"_id": name, "used": block, "until": until}
                if await self._inserted(first):
                    return True
            return False

    async def _pushed(self, name: str, limits: Sequence[Limit], now: datetime) -> bool:
        room = {"_id": name, **{_nth(one): _older(one, now) for one in limits}}
        most = max(one.most for one in limits)
        update = {
            "$push": {"at": {"$each": [now], "$position": 0, "$slice": most}},
            "$set": {"until": _until(limits, now)},
        }
        return bool((await self._collection.update_one(room, update)).matched_count)

    async def _begun(self, name: str, limits: Sequence[Limit], now: datetime) -> bool:
        return await self._inserted({"_id": name, "at": [now], "until": _until(limits, now)})

    async def _inserted(self, first: Mapping[str, Any]) -> bool:
        try:
            await self._collection.insert_one(dict(first))
        except DuplicateKeyError:
            return False
        return True

    async def _free(self, name: str, limits: Sequence[Limit], now: datetime) -> datetime:
        found: Mapping[str, Any] = await self._collection.find_one({"_id": name}) or {"at": []}
        moments = found["at"]
        full = (one for one in limits if len(moments) >= one.most)
        return max((moments[one.most - 1] + one.within for one in full), default=now)


def _nth(limit: Limit) -> str:
    return f"at.{limit.most - 1}"


def _older(limit: Limit, now: datetime) -> Mapping[str, Any]:
    return {"$not": {"$gt": now - limit.within}}


def _until(limits: Sequence[Limit], now: datetime) -> datetime:
    return now + max(one.within for one in limits)
