"""Find conversations, drafts and staff in intake's own database otherwise than by their ids."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pymongo import ASCENDING

from services.intake.domain.conversation import Conversation, Standing
from services.intake.domain.draft import Draft, draft_id
from services.intake.domain.staff import Staff
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

MOST_LISTED: Final = 50
_FIRST: Final = datetime(2024, 1, 1, tzinfo=UTC)
SPANS: Final = tuple(timedelta(hours=hours) for hours in (6, 24, 96, 720))
_LEAN: Final = {"outbox": 0, "handled": 0}


class TalkLists:
    """Finds conversations by what is to be done about them; each way has its index."""

    def __init__(self, talks: Kept[Conversation]) -> None:
        self._talks = talks

    async def prepare(self) -> None:
        """Create the indexes."""
        create = self._talks.collection.create_index
        await create([("next_at", ASCENDING)], name="due")
        keys = [("estate", ASCENDING), ("standing", ASCENDING), ("changed_at", ASCENDING)]
        await create(keys, name="standing")

    async def waiting(self, now: datetime) -> list[Conversation]:
        """Return those in which somebody is to be paged by now, the longest waiting first."""
        found = await self._found({"next_at": {"$gte": _FIRST, "$lte": now}})
        return sorted(found, key=lambda one: one.next_at or now)

    async def listed(self, estate: str, standing: Standing, before: datetime) -> list[Conversation]:
        """Return some that stand so and changed before that moment, the newest first.

        All that wait are looked through; of the others ever longer spans, up to a month.
        """
        spans = (before - _FIRST,) if standing is Standing.WAITING else SPANS
        found: list[Conversation] = []
        for span in spans:
            changed = {"$gte": before - span, "$lt": before}
            query = {"estate": estate, "standing": standing.value, "changed_at": changed}
            found = await self._found(query)
            if len(found) >= MOST_LISTED:
                break
        newest = sorted(found, key=lambda one: one.changed_at or before, reverse=True)
        return newest[:MOST_LISTED]

    async def of_owner(self, estate: str, owner_id: str) -> list[Conversation]:
        """Return an owner's conversations; there is one a channel."""
        return await self._found({"reporter.owner_id": owner_id, "estate": estate})

    async def _found(self, query: Mapping[str, Any]) -> list[Conversation]:
        async with away_is_unavailable():
            found = self._talks.collection.find(dict(query), _LEAN)
            return [self._talks.read(one) async for one in found]


class DraftTurns:
    """Reads what was answered in drafts, and finds those that have lapsed."""

    def __init__(self, drafts: Kept[Draft]) -> None:
        self._drafts = drafts

    async def prepare(self) -> None:
        """Create the indexes; the database forgets a draft after a day."""
        create = self._drafts.collection.create_index
        await create([("next_at", ASCENDING)], name="due")
        await create("forget_at", name="old", expireAfterSeconds=0)

    async def reply(self, estate: str, openid: str, key: str) -> str | None:
        """Return what was answered to a message, None if it was never answered."""
        query = {"_id": draft_id(estate, openid)}
        async with away_is_unavailable():
            found = await self._drafts.collection.find_one(query, {"replies": 1})
        replies: dict[str, str] = (found or {}).get("replies", {})
        return replies.get(key)

    async def lapsed(self, now: datetime) -> list[Draft]:
        """Return the drafts whose owner has not gone on in time."""
        query = {"next_at": {"$gte": _FIRST, "$lte": now}}
        async with away_is_unavailable():
            found = self._drafts.collection.find(query, _LEAN)
            return [self._drafts.read(one) async for one in found]


class CrewList:
    """Looks the staff up; an estate has some dozens."""

    def __init__(self, staff: Kept[Staff]) -> None:
        self._staff = staff

    async def prepare(self) -> None:
        """Create the index."""
        await self._staff.collection.create_index([("estate", ASCENDING)], name="estate")

    async def all(self, estate: str) -> list[Staff]:
        """Return everybody who is active, in the order of their ids."""
        query = {"estate": estate, "active": True}
        async with away_is_unavailable():
            found = [self._staff.read(one) async for one in self._staff.collection.find(query)]
        return sorted(found, key=lambda one: one.staff_id)

    async def at(self, estate: str, address: str) -> Staff | None:
        """Return whose address this is, such as ``wecom:USERID``."""
        return next((one for one in await self.all(estate) if one.address == address), None)
