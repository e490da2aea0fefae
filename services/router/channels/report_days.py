"""Keep the facts of each day long past as one document, until a request of that day changes."""

from datetime import datetime, timedelta
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection
from pydantic import TypeAdapter
from pymongo import ASCENDING

from services.router.domain.reports.facts import Facts
from services.router.domain.request import Request
from shared.contracts.envelope import Cause
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept
from shared.store.port import Repository

STRETCH: Final = timedelta(days=1)
SETTLED: Final = timedelta(days=7)
KEPT: Final = timedelta(days=30)
_FACTS: Final[TypeAdapter[list[Facts]]] = TypeAdapter(list[Facts])
Span = tuple[datetime, datetime]


class SealedDays:
    """Days whose requests seldom change, each read as one document instead of hundreds."""

    def __init__(self, requests: Kept[Request]) -> None:
        database = requests.collection.database
        self._days: AsyncIOMotorCollection[dict[str, Any]] = database["report_days"]

    async def prepare(self) -> None:
        """Create the indexes; whatever was sealed is read anew from the requests in time."""
        await self._days.create_index([("estate", ASCENDING), ("since", ASCENDING)])
        await self._days.create_index("sealed_at", expireAfterSeconds=int(KEPT.total_seconds()))

    async def between(self, estate: str, span: Span) -> dict[datetime, list[Facts]]:
        """Return the sealed days that begin within a span, by their beginning."""
        wanted = {"estate": estate, "since": {"$gte": span[0], "$lt": span[1]}}
        async with away_is_unavailable():
            found = [one async for one in self._days.find(wanted)]
        return {one["since"]: _FACTS.validate_json(one["facts"]) for one in found}

    async def seal(self, estate: str, since: datetime, facts: list[Facts], now: datetime) -> None:
        """Keep a day's facts, if it is long enough past."""
        if since + STRETCH + SETTLED > now:
            return
        sheet = {"estate": estate, "since": since, "facts": _FACTS.dump_json(facts)}
        async with away_is_unavailable():
            await self._days.replace_one(
                {"_id": f"{estate}|{since.timestamp():.0f}"},
                {**sheet, "sealed_at": now},
                upsert=True,
            )

    async def unseal(self, estate: str, at: datetime) -> None:
        """Forget what was kept of the day of a moment."""
        around = {"estate": estate, "since": {"$gt": at - STRETCH, "$lte": at}}
        async with away_is_unavailable():
            await self._days.delete_many(around)


class Unsealing:
    """A repository of requests that opens the day of an old request whenever it is saved."""

    def __init__(self, inner: Repository[Request], days: SealedDays, cause: Cause) -> None:
        self._inner, self._days, self._now = inner, days, cause.at

    async def get(self, identity: str) -> Request:
        """Return the request."""
        return await self._inner.get(identity)

    async def find(self, identity: str) -> Request | None:
        """Return the request, or None."""
        return await self._inner.find(identity)

    async def save(self, aggregate: Request) -> None:
        """Commit the request; what was told of its day is no longer so."""
        await self._inner.save(aggregate)
        if aggregate.submitted_at + SETTLED <= self._now:
            await self._days.unseal(aggregate.estate, aggregate.submitted_at)
