"""Read requests, rules and loads from the router's own database; know the driver."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING

from services.router.domain.estate_files import EstateFiles
from services.router.domain.faults import Faults
from services.router.domain.loads import Loads
from services.router.domain.moves import IN_HAND
from services.router.domain.people import StaffCard
from services.router.domain.request import Request
from services.router.domain.rules import Rules, read_rules
from services.router.ports import Listing, Waiting
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept
from shared.store.port import Repository

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SLICES: Final = tuple(timedelta(hours=6) * 4**step for step in range(9))
_LISTED: Final = (("reporter.owner_id",), ("assignee",), ("estate", "status"), ("estate",))
_INDEXES: Final = (("next_at",), *((*fields, "submitted_at") for fields in _LISTED))
_FILTERED: Final = ("estate", "status", "urgency", "assignee", "department", "reporter.owner_id")
_SHOWN: Final = dict.fromkeys(_FILTERED, 1)
_RUNNING: Final[Document] = {"next_at": {"$gt": EPOCH}}
_HELD: Final = [status.value for status in IN_HAND]


class RequestLists:
    """Reads requests by indexed ranges that are narrow in themselves.

    Lists go back in time slice by slice instead of leaning on ``sort`` and ``limit``, and ask for
    an index's own fields only: the embedded database answers anything else by reading everything.
    """

    def __init__(self, requests: Kept[Request]) -> None:
        self._kept = requests
        self._collection: Collection = requests.collection

    async def prepare(self) -> None:
        """Create the indexes."""
        for fields in _INDEXES:
            await self._collection.create_index([(field, ASCENDING) for field in fields])

    async def find(self, estate: str, request_id: str) -> Request | None:
        """Return a request to look at."""
        async with away_is_unavailable():
            found = await self._collection.find_one({"_id": request_id}, {"outbox": 0})
        return self._kept.read(found) if found and found["estate"] == estate else None

    async def page(self, listing: Listing) -> list[Request]:
        """Return the newest of a listing, newest first."""
        found: dict[str, datetime] = {}
        until = listing.before[0]
        for width in SLICES:
            since = until - width
            found |= await self._slice(listing, since, until)
            until = since
            if len(found) >= listing.limit:
                break
        newest = sorted(((at, i) for i, at in found.items()), reverse=True)[: listing.limit]
        return await self._fetch([identity for _, identity in newest])

    async def waiting(self, until: datetime) -> list[Waiting]:
        """Return what must be looked at, the longest waiting first."""
        due = {"next_at": {"$gt": EPOCH, "$lte": until}}
        async with away_is_unavailable():
            cursor = self._collection.find(due, {"next_at": 1, "estate": 1})
            found = [Waiting(d["next_at"], d["_id"], d["estate"]) async for d in cursor]
        return sorted(found)

    async def held_by(self, estate: str, staff_id: str) -> list[str]:
        """Return the ids of the requests that somebody has in hand."""
        held = {"assignee": staff_id, "estate": estate, "status": {"$in": _HELD}}
        async with away_is_unavailable():
            return [d["_id"] async for d in self._collection.find(held, {"_id": 1})]

    async def provisional(self, estate: str) -> list[str]:
        """Return the ids of the requests with a provisional due time."""
        async with away_is_unavailable():
            cursor = self._collection.find(_RUNNING, {"estate": 1, "provisional": 1})
            return [d["_id"] async for d in cursor if d["provisional"] and d["estate"] == estate]

    async def count(self) -> dict[tuple[str, str], int]:
        """Count what is in hand by (estate, assignee)."""
        pipeline: list[Mapping[str, Any]] = [
            {"$match": _RUNNING},
            {"$match": {"status": {"$in": _HELD}}},
            {"$group": {"_id": {"e": "$estate", "a": "$assignee"}, "n": {"$sum": 1}}},
        ]
        async with away_is_unavailable():
            rows = [row async for row in self._collection.aggregate(pipeline)]
        return {(r["_id"]["e"], r["_id"]["a"]): r["n"] for r in rows if r["_id"].get("a")}

    async def _slice(
        self, listing: Listing, since: datetime, until: datetime
    ) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for scope in listing.scopes:
            where = {"estate": listing.estate, **scope, **listing.where}
            if scope.items() <= where.items():
                found |= await self._within(where, since, until)
        return {i: at for i, at in found.items() if (at, i) < listing.before}

    async def _within(
        self, where: Mapping[str, str], since: datetime, until: datetime
    ) -> dict[str, datetime]:
        index = next(fields for fields in _LISTED if set(fields) <= where.keys())
        indexed = {field: where[field] for field in index}
        span = {"submitted_at": {"$gte": since, "$lte": until}}
        async with away_is_unavailable():
            cursor = self._collection.find({**indexed, **span}, {"submitted_at": 1, **_SHOWN})
            return {d["_id"]: d["submitted_at"] async for d in cursor if _fits(d, where)}

    async def _fetch(self, ids: list[str]) -> list[Request]:
        async with away_is_unavailable():
            cursor = self._collection.find({"_id": {"$in": ids}}, {"outbox": 0})
            found = {d["_id"]: self._kept.read(d) async for d in cursor}
        return [found[identity] for identity in ids if identity in found]


def _fits(document: Document, where: Mapping[str, str]) -> bool:
    reporter = document.get("reporter") or {}
    facts = {**document, "reporter.owner_id": reporter.get("owner_id")}
    return all(facts.get(field) == value for field, value in where.items())


class RulesInMemory:
    """Keeps the rules of each estate that was asked for; ``refresh`` reads them again."""

    def __init__(self, files: Kept[EstateFiles], staff: Kept[StaffCard]) -> None:
        self._files = files
        self._staff = staff
        self._known: dict[str, Rules] = {}
        self._stale: set[str] = set()

    @property
    def estates(self) -> tuple[str, ...]:
        """Return the estates in memory."""
        return tuple(self._known)

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._staff.collection.create_index([("estate", ASCENDING)])

    async def rules(self, estate: str) -> Rules:
        """Return the rules that hold in an estate."""
        if estate not in self._known or estate in self._stale:
            self._stale.discard(estate)
            await self.refresh(estate)
        return self._known[estate]

    def forget(self, estate: str) -> None:
        """Read them again at the next need."""
        self._stale.add(estate)

    async def refresh(self, estate: str) -> Rules:
        """Read an estate's rules; the files are parsed only when their version has changed."""
        known = self._known.get(estate)
        async with away_is_unavailable():
            found = await self._files.collection.find_one({"_id": estate}, {"outbox": 0})
        if known is None or known.version != (found["version"] if found else 0):
            known = self._files.read(found).rules() if found else read_rules({}, Faults())
        told = {card.staff.id: card.staff for card in await self._cards(estate)}
        self._known[estate] = replace(known, told=told)
        return self._known[estate]

    async def _cards(self, estate: str) -> Iterable[StaffCard]:
        async with away_is_unavailable():
            cursor = self._staff.collection.find({"estate": estate}, {"outbox": 0})
            return [self._staff.read(document) async for document in cursor]


class CountedRequests:
    """A repository of requests that keeps everybody's load up with each save."""

    def __init__(self, inner: Repository[Request], loads: Loads) -> None:
        self._inner = inner
        self._loads = loads
        self._before: dict[str, str | None] = {}

    async def get(self, identity: str) -> Request:
        """Return the request."""
        return self._noted(await self._inner.get(identity))

    async def find(self, identity: str) -> Request | None:
        """Return the request, or None."""
        found = await self._inner.find(identity)
        return self._noted(found) if found else None

    async def save(self, aggregate: Request) -> None:
        """Commit the request, then count it for whoever has it now."""
        await self._inner.save(aggregate)
        before = self._before.get(aggregate.id)
        self._loads.move(aggregate.estate, before, aggregate.burden)
        self._before[aggregate.id] = aggregate.burden

    def _noted(self, request: Request) -> Request:
        self._before[request.id] = request.burden
        return request
