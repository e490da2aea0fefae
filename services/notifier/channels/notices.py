"""Keep notices, whom they go to and who has read them, in MongoDB."""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, Final

from pymongo.errors import DuplicateKeyError

from services.notifier.domain.contact import Contact
from services.notifier.domain.forgetting import NOBODY
from services.notifier.domain.notice import PUBLIC, Notice, Reading, Standing
from shared.contracts.words import Role
from shared.kernel.ids import derived_id
from shared.runtime.mongo import Database, away_is_unavailable
from shared.store.mongo import Kept

PAGE: Final = 50
SHOWN_FOR: Final = timedelta(days=180)
HOUR: Final = timedelta(hours=1)
_SECONDS: Final = int(SHOWN_FOR.total_seconds())
FRESH: Final = 1.0
_EVER: Final = datetime(2020, 1, 1, tzinfo=UTC)
_BATCH: Final = 200
_BREATH: Final = 50
_PLACE: Final = itemgetter(0, 1)


class MongoNotices:
    """The notice board (公告栏)."""

    def __init__(
        self, database: Database, notices: Kept[Notice], reads: Kept[Reading], book: Kept[Contact]
    ) -> None:
        self.kept = notices
        self.reads = reads
        self._contacts = book
        self._lists = database["notice_lists"]
        self._turns = database["notice_turns"]
        self._withdrawn: dict[str, tuple[float, bool]] = {}

    async def ensure_indexes(self) -> None:
        """Make the indexes that the lists read by."""
        await self.kept.collection.create_index("next_at", name="due")
        await self.kept.collection.create_index([("estate", 1), ("drafted_at", -1)], name="drafted")
        await self.reads.collection.create_index("notice", name="notice")
        await self._lists.create_index("made_at", name="old", expireAfterSeconds=_SECONDS)

    async def due(self, now: datetime) -> Sequence[Notice]:
        """Return notices whose ``next_at`` has come."""
        return await self._find({"next_at": {"$gt": _EVER, "$lte": now}})

    async def current(self, estate: str, now: datetime) -> Sequence[Notice]:
        """Return what owners may read now, newest first."""
        found = await self._find(
            {
                "estate": estate,
                "drafted_at": {"$gt": now - SHOWN_FOR, "$lte": now},
                "standing": {"$in": [one.value for one in PUBLIC]},
            }
        )
        standing = [one for one in found if one.stands(now)]
        return sorted(standing, key=lambda one: one.begun_at or one.drafted_at, reverse=True)

    async def drafted(self, estate: str, before: datetime, last: str = "") -> Sequence[Notice]:
        """Return a page of all notices from before a place, newest first."""
        within = {"$gt": before - SHOWN_FOR, "$lte": before}
        found = await self._find({"estate": estate, "drafted_at": within})
        placed = ((one.drafted_at, one.id, one) for one in found)
        older = [one for one in placed if one[:2] < (before, last)]
        return [one for _, _, one in sorted(older, key=_PLACE, reverse=True)[:PAGE]]

    async def owners(self, estate: str) -> Sequence[Contact]:
        """Return the owners of an estate."""
        wanted = {"estate": estate, "role": Role.OWNER.value}
        async with away_is_unavailable():
            cursor = self._contacts.collection.find(wanted, {"outbox": 0}, batch_size=_BATCH)
            found = []
            async for document in cursor:
                found.append(self._contacts.read(document))
                if not len(found) % _BREATH:
                    await asyncio.sleep(0)
            return found

    async def write_down(self, notice: Notice, people: Sequence[str]) -> None:
        """Keep whom a notice goes to, once."""
        document = {
            "_id": notice.id,
            "estate": notice.estate,
            "people": list(people),
            "made_at": notice.drafted_at,
        }
        async with away_is_unavailable():
            with suppress(DuplicateKeyError):
                await self._lists.insert_one(document)

    async def whom(self, notice_id: str) -> Sequence[str]:
        """Return whom a notice goes to."""
        async with away_is_unavailable():
            found = await self._lists.find_one({"_id": notice_id})
        return tuple(found["people"]) if found else ()

    async def readings(self, notice_id: str) -> Mapping[str, datetime]:
        """Return who has read a notice, and when."""
        return await self._read({"notice": notice_id}, "person")

    async def read_by(self, person: str, notices: Collection[str]) -> Mapping[str, datetime]:
        """Return which of these somebody has read, and when."""
        ids = [derived_id("reading", notice, person) for notice in notices]
        return await self._read({"_id": {"$in": ids}}, "notice")

    async def turn(self, notice: Notice, now: datetime, most: int) -> datetime | None:
        """Take one of the hour's turns: each is given once an hour, so no hour has more."""
        ids = [f"{notice.estate}:{number}" for number in range(most)]
        async with away_is_unavailable():
            taken = [one async for one in self._turns.find({"_id": {"$in": ids}})]
            if any(one["notice"] == notice.id for one in taken):
                return None
            for identity in ids:
                free = {"_id": identity, "until": {"$lte": now}}
                held = {"$set": {"notice": notice.id, "until": now + HOUR}}
                with suppress(DuplicateKeyError):
                    await self._turns.update_one(free, held, upsert=True)
                    return None
        return min((one["until"] for one in taken), default=now + HOUR)

    async def is_withdrawn(self, notice_id: str) -> bool:
        """Tell whether a notice has been taken back."""
        at, withdrawn = self._withdrawn.get(notice_id, (0.0, False))
        if withdrawn or at > time.monotonic() - FRESH:
            return withdrawn
        async with away_is_unavailable():
            found = await self.kept.collection.find_one({"_id": notice_id}, {"standing": 1})
        withdrawn = found is not None and found["standing"] == Standing.WITHDRAWN.value
        self._withdrawn[notice_id] = (time.monotonic(), withdrawn)
        return withdrawn

    async def forget(self, estate: str, owner: str) -> None:
        """Take somebody's id out of the lists, leaving how many there were."""
        async with away_is_unavailable():
            cursor = self._lists.find({"estate": estate, "people": owner}, {"people": 1})
            async for found in cursor:
                people = [NOBODY if one == owner else one for one in found["people"]]
                await self._lists.update_one({"_id": found["_id"]}, {"$set": {"people": people}})

    async def _find(self, wanted: Mapping[str, Any]) -> list[Notice]:
        async with away_is_unavailable():
            cursor = self.kept.collection.find(wanted, {"outbox": 0})
            return [self.kept.read(document) async for document in cursor]

    async def _read(self, wanted: Mapping[str, Any], by: str) -> dict[str, datetime]:
        async with away_is_unavailable():
            cursor = self.reads.collection.find(wanted, {by: 1, "read_at": 1}, batch_size=1000)
            return {one[by]: one["read_at"] async for one in cursor}
