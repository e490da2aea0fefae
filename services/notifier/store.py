"""Keep notifications and webhooks in MongoDB; find them otherwise than by id."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, Final

import pymongo
from motor.motor_asyncio import AsyncIOMotorCursor

from services.notifier.domain.notification import LEASE, Notification, State
from services.notifier.domain.rows import RANKS
from services.notifier.domain.webhooks import Delivery, Hook
from shared.contracts.words import Outlet
from shared.kernel.ids import new_id
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

PAGE: Final = 50
AT_A_STROKE: Final = 50
KEPT_FOR: Final = timedelta(days=90)
QUIET: Final = timedelta(days=2)
FRESH: Final = 2.0
LONG: Final = 300.0
Cursor = AsyncIOMotorCursor[dict[str, Any]]
_PLACE: Final = itemgetter(0, 1)
_EVER: Final = datetime(2020, 1, 1, tzinfo=UTC)


class NotificationLists:
    """The lists of notifications, each served by an index on a range that is itself narrow."""

    def __init__(self, kept: Kept[Notification]) -> None:
        self.kept = kept

    async def ensure_indexes(self, *, named_by_providers: bool = False) -> None:
        """Make the indexes that the lists read by; one only where providers name rows by it."""
        collection = self.kept.collection
        await collection.create_index([("rank", 1), ("next_at", 1)], name="due-by-rank")
        await collection.create_index(
            [("letter.recipient", 1), ("created_at", -1)], name="recipient"
        )
        await collection.create_index(
            [("state", 1), ("letter.about", 1)],
            name="calls",
            partialFilterExpression={"outlet": Outlet.PHONE.value},
        )
        if named_by_providers:
            await collection.create_index("provider_id", name="provider")

    async def row(self, token: str) -> Notification | None:
        """Return a row of any estate."""
        found = [row async for row in self._find({"_id": token})]
        return found[0] if found else None

    async def row_of(self, outlet: Outlet, provider_id: str) -> Notification | None:
        """Return the row that a provider knows by a name of its own."""
        wanted = {"provider_id": provider_id, "outlet": outlet.value}
        found = [row async for row in self._find(wanted)]
        return found[0] if found else None

    async def due(
        self, now: datetime, size: int, ranks: Sequence[int | None] = RANKS
    ) -> AsyncIterator[Sequence[Notification]]:
        """Yield the rows whose ``next_at`` has come in pages of ``size``, the first rank's first.

        A rank is read by one cursor: the embedded database reads all that is due to open it, and
        may take its time for it. A read given up halfway would go on there beside the next one.
        """
        for rank in ranks:
            wanted = {"rank": rank, "next_at": {"$gt": _EVER, "$lte": now}}
            cursor = self.kept.collection.find(wanted, {"outbox": 0}, batch_size=size)
            while page := await self._page_of(cursor, size):
                yield page

    async def _page_of(self, cursor: Cursor, size: int) -> Sequence[Notification]:
        async with away_is_unavailable():
            with pymongo.timeout(LONG):
                return [self.kept.read(document) for document in await cursor.to_list(size)]

    async def claim(self, rows: Sequence[Notification], now: datetime) -> Sequence[Notification]:
        """Lease untried rows by a few commands, which cost a fraction of as many saves."""
        some = [rows[start : start + AT_A_STROKE] for start in range(0, len(rows), AT_A_STROKE)]
        won = frozenset().union(*await asyncio.gather(*(self._leased(few, now) for few in some)))
        return [row for row in rows if row.id in won and _leased(row, now)]

    async def _leased(self, rows: Sequence[Notification], now: datetime) -> set[str]:
        ids, mark = [row.id for row in rows], new_id()
        untried = {"_id": {"$in": ids}, "state": State.PENDING.value, "tries": 0}
        leased = {"state": State.SENDING.value, "next_at": now + LEASE, "claimed": mark}
        async with away_is_unavailable():
            made = await self.kept.collection.update_many(
                untried, {"$set": leased, "$inc": {"tries": 1, "version": 1}}
            )
            if made.modified_count == len(ids):
                return set(ids)
            ours = {"_id": {"$in": ids}, "claimed": mark}
            return {one["_id"] async for one in self.kept.collection.find(ours, {"_id": 1})}

    async def waiting(self, estate: str, person: str, now: datetime) -> Sequence[Notification]:
        """Return somebody's rows of the last two days that wait for the end of a quiet time."""
        theirs = {
            "letter.recipient": person,
            "created_at": {"$gt": now - QUIET, "$lte": now},
            "estate": estate,
            "state": State.PENDING.value,
        }
        return [row async for row in self._find(theirs) if row.is_untried]

    async def inbox(
        self, estate: str, person: str, before: datetime, last: str = ""
    ) -> Sequence[Notification]:
        """Return the newest app messages from before a place; those of the last 90 days."""
        shown = {"outlet": Outlet.APP.value, "state": {"$ne": State.SUPPRESSED.value}}
        return await self._page(shown, estate, person, (before, last))

    async def told(
        self, estate: str, person: str, before: datetime, last: str = "", about: str | None = None
    ) -> Sequence[Notification]:
        """Return the newest rows of any outlet and state; those of the last 90 days."""
        wanted = {"letter.about": about} if about else {}
        return await self._page(wanted, estate, person, (before, last))

    async def _page(
        self, wanted: Mapping[str, Any], estate: str, person: str, place: tuple[datetime, str]
    ) -> Sequence[Notification]:
        lately = {"$gt": place[0] - KEPT_FOR, "$lte": place[0]}
        theirs = {"letter.recipient": person, "created_at": lately, "estate": estate, **wanted}
        found = [(row.created_at, row.id, row) async for row in self._find(theirs)]
        older = (one for one in found if one[:2] < place)
        return [row for _, _, row in sorted(older, key=_PLACE, reverse=True)[:PAGE]]

    async def calls(self, estate: str, caller: str | None) -> Sequence[Notification]:
        """Return open phone tasks, oldest first."""
        return await self._calls({"estate": estate} | ({"letter.caller": caller} if caller else {}))

    async def calls_about(self, estate: str, about: str) -> Sequence[Notification]:
        """Return the open phone tasks about one request."""
        return await self._calls({"letter.about": about, "estate": estate})

    async def _calls(self, wanted: Mapping[str, Any]) -> Sequence[Notification]:
        waiting = {"outlet": Outlet.PHONE.value, "state": State.ACCEPTED.value}
        rows = [row async for row in self._find({**waiting, **wanted})]
        return sorted(rows, key=lambda row: row.created_at)

    async def _find(self, wanted: Mapping[str, Any]) -> AsyncIterator[Notification]:
        async with away_is_unavailable():
            cursor = self.kept.collection.find(wanted, {"outbox": 0}, batch_size=100)
            async for document in cursor:
                yield self.kept.read(document)


def _leased(row: Notification, now: datetime) -> bool:
    row.claim(now)
    row.version += 1
    return True


class HookShelf:
    """Keeps webhooks and their deliveries; an estate's hooks are read anew every two seconds."""

    def __init__(self, hooks: Kept[Hook], deliveries: Kept[Delivery]) -> None:
        self.hooks_kept = hooks
        self.deliveries_kept = deliveries
        self._known: dict[str, tuple[float, list[Hook]]] = {}

    async def ensure_indexes(self) -> None:
        """Make the indexes that the lists read by; old deliveries go by themselves."""
        collection = self.deliveries_kept.collection
        await self.hooks_kept.collection.create_index("estate", name="estate")
        await collection.create_index("next_at", name="due")
        await collection.create_index([("hook_id", 1), ("at", -1)], name="of-hook")
        await collection.create_index("forget_at", name="old", expireAfterSeconds=0)
        await collection.create_index("owners", name="owners")

    async def hooks(self, estate: str) -> Sequence[Hook]:
        """Return an estate's hooks, at most some seconds old."""
        read_at, hooks = self._known.get(estate, (0.0, []))
        if time.monotonic() - read_at > FRESH:
            async with away_is_unavailable():
                found = self.hooks_kept.collection.find({"estate": estate}, {"outbox": 0})
                hooks = [self.hooks_kept.read(one) async for one in found]
            self._known[estate] = (time.monotonic(), hooks)
        return hooks

    async def due(self, now: datetime) -> Sequence[Delivery]:
        """Return deliveries of any estate whose moment has come."""
        query = {"next_at": {"$gte": _EVER, "$lte": now}}
        return await self._listed(query, "due")

    async def of_hook(self, hook_id: str, since: datetime, until: datetime) -> Sequence[Delivery]:
        """Return a hook's deliveries of a span, the newest first, at most a page."""
        query = {"hook_id": hook_id, "at": {"$gte": since, "$lt": until}}
        return await self._listed(query, "of-hook")

    async def speaking_of(self, estate: str, owner_id: str) -> Sequence[Delivery]:
        """Return the deliveries that hold an owner's particulars."""
        found = self.deliveries_kept.collection.find({"owners": owner_id, "estate": estate})
        async with away_is_unavailable():
            return [self.deliveries_kept.read(one) async for one in found]

    def forget(self) -> None:
        """Ask the database again: a hook has changed."""
        self._known.clear()

    async def _listed(self, query: dict[str, Any], index: str) -> list[Delivery]:
        kept = self.deliveries_kept
        async with away_is_unavailable():
            found = kept.collection.find(query, {"outbox": 0}).hint(index)
            return [kept.read(one) for one in await found.to_list(PAGE * 2)]
