"""Record together in MongoDB that a provider has taken messages, which costs a third of saves.

While one command is under way the next gathers. All of a command are rows of one estate at one
version, so that a row which somebody else has changed is left alone; which one that was is found
out by each saving for itself.
"""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from services.notifier.domain.notification import Notification
from services.notifier.domain.records import ON_TAKING
from shared.store.mongo import Kept

log = structlog.get_logger()
MOST: Final = 50
_Waiting = tuple[Notification, "asyncio.Future[bool]"]


class MongoTakings:
    """Whoever comes first writes for all who wait."""

    def __init__(self, kept: Kept[Notification]) -> None:
        self._kept = kept
        self._turn = asyncio.Lock()
        self._waiting: list[_Waiting] = []

    async def record(self, row: Notification) -> bool:
        """Write a row down with all that wait; False if it is not known to have been written."""
        outcome: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, outcome))
        async with self._turn:
            while not outcome.done():
                await self._write()
        return await outcome

    async def _write(self) -> None:
        batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            for _, alike in groupby(sorted(batch, key=_by_version), key=_by_version):
                await self._commit(list(alike))
        except PyMongoError as error:
            log.warning("takings.unwritten", rows=len(batch), error=type(error).__name__)
        finally:
            for _, outcome in batch:
                if not outcome.done():
                    outcome.set_result(False)

    async def _commit(self, alike: Sequence[_Waiting]) -> None:
        ids = [row.id for row, _ in alike]
        estate, version = _by_version(alike[0])
        held = {"_id": {"$in": ids}, "estate": estate, "version": version}
        made = await self._kept.collection.update_many(held, self._taken(ids, alike))
        if made.modified_count == len(ids):
            for row, outcome in alike:
                row.version += 1
                outcome.set_result(True)

    def _taken(self, ids: Sequence[str], alike: Sequence[_Waiting]) -> list[dict[str, Any]]:
        """Return the update by which each row gets what is its own."""
        news = [
            {
                **self._kept.adapter.dump_python(row, include=set(ON_TAKING)),
                "version": row.version + 1,
            }
            for row, _ in alike
        ]
        place = {"$indexOfArray": [{"$literal": ids}, "$_id"]}
        own = {"$arrayElemAt": [{"$literal": news}, place]}
        return [{"$replaceWith": {"$mergeObjects": ["$$ROOT", own]}}]


def _by_version(one: _Waiting) -> tuple[str, int]:
    return (one[0].estate, one[0].version)
