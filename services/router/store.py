"""Read requests and loads from the router's own database; know the driver."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING

from services.router.domain.loads import Loads
from services.router.domain.moves import IN_HAND
from services.router.domain.request import Request
from services.router.domain.responders import Answered
from services.router.ports import Listing, Waiting
from shared.contracts.requests import ClockMissed
from shared.contracts.words import Status
from shared.runtime.metrics import CLOCKS_MISSED, REQUESTS
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept
from shared.store.port import Repository

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SLICES: Final = tuple(timedelta(hours=6) * 4**step for step in range(9))
_LISTED: Final = (
    ("reporter.owner_id",),
    ("asks",),
    ("assignee",),
    ("estate", "confirmation"),
    ("estate", "status"),
    ("estate",),
)
_INDEXES: Final = (("next_at",), ("number",), *((*fields, "submitted_at") for fields in _LISTED))
_FILTERED: Final = (
    *("estate", "status", "urgency", "assignee", "department", "reporter.owner_id"),
    *("asks", "confirmation", "category"),
)
_SHOWN: Final = dict.fromkeys(_FILTERED, 1)
FEW: Final = 200
MANY: Final = 800
FARTHEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_PROVISIONAL: Final[Document] = {"provisional": True}
_PROVISIONALLY: Final = "provisional"
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
        await self._collection.create_index(
            [("provisional", ASCENDING)],
            name=_PROVISIONALLY,
            partialFilterExpression=_PROVISIONAL,
        )

    async def find(self, estate: str, request_id: str) -> Request | None:
        """Return a request to look at."""
        async with away_is_unavailable():
            found = await self._collection.find_one({"_id": request_id}, {"outbox": 0})
        return self._kept.read(found) if found and found["estate"] == estate else None

    async def numbered(self, estate: str, number: str) -> Request | None:
        """Return the request that people call by this number."""
        async with away_is_unavailable():
            named = [d async for d in self._collection.find({"number": number}, {"outbox": 0})]
        return next((self._kept.read(one) for one in named if one["estate"] == estate), None)

    async def page(self, listing: Listing) -> list[Request]:
        """Return the newest of a listing, newest first."""
        found: dict[str, datetime] = {}
        until, first = listing.before[0], listing.since or EPOCH
        for width in SLICES:
            since = max(until - width, first)
            found |= await self._slice(listing, since, until)
            until = since
            if len(found) >= listing.limit or until <= first:
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
            cursor = self._collection.find(_PROVISIONAL, {"estate": 1}, hint=_PROVISIONALLY)
            return [d["_id"] async for d in cursor if d["estate"] == estate]

    async def answered_for(self, estate: str, since: datetime, until: datetime) -> list[Answered]:
        """Return what has become of the requests of a time, for the first responders' report."""
        where = {"estate": estate, "submitted_at": {"$gte": since, "$lt": until}}
        fields = dict.fromkeys(("first_responder", "status", "satisfied", "submitted_at"), 1)
        fields |= {"ended_at": 1, "clocks.missed": 1}
        async with away_is_unavailable():
            return [_answered(d) async for d in self._collection.find(where, fields)]

    async def count(self, now: datetime) -> dict[tuple[str, str], int]:
        """Count what is in hand by (estate, assignee), a narrow stretch of time after another.

        One that reads a hundred thousand at once makes the embedded database keep the sweep
        waiting for seconds.
        """
        counted: Counter[tuple[str, str]] = Counter()
        states: Counter[tuple[str, str]] = Counter()
        since, until, width = EPOCH, now, timedelta(minutes=1)
        while since < FARTHEST:
            found = [d async for d in self._open({"$gt": since, "$lte": until})]
            held = [d for d in found if d["status"] in _HELD and d["assignee"]]
            states.update((d["estate"], d["status"]) for d in found)
            counted.update((d["estate"], d["assignee"]) for d in held)
            width = _next_width(width, len(found))
            since, until = until, min(until + width, FARTHEST)
        _show(states)
        return dict(counted)

    async def _open(self, moments: Document) -> AsyncIterator[Document]:
        fields = {"estate": 1, "assignee": 1, "status": 1}
        async with away_is_unavailable():
            async for found in self._collection.find({"next_at": moments}, fields):
                yield found

    async def _slice(
        self, listing: Listing, since: datetime, until: datetime
    ) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for scope in listing.scopes:
            where = {"estate": listing.estate, **scope, **listing.where}
            if scope.items() <= where.items():
                found |= await self._within(where, listing, since, until)
        return {i: at for i, at in found.items() if (at, i) < listing.before}

    async def _within(
        self, where: Mapping[str, str], listing: Listing, since: datetime, until: datetime
    ) -> dict[str, datetime]:
        index = next(fields for fields in _LISTED if set(fields) <= where.keys())
        indexed = {field: where[field] for field in index}
        span = {"submitted_at": {"$gte": since, "$lte": until}}
        async with away_is_unavailable():
            cursor = self._collection.find({**indexed, **span}, {"submitted_at": 1, **_SHOWN})
            fitting = [d async for d in cursor if _fits(d, where) and _is_wanted(d, listing)]
        return {d["_id"]: d["submitted_at"] for d in fitting}

    async def _fetch(self, ids: list[str]) -> list[Request]:
        async with away_is_unavailable():
            cursor = self._collection.find({"_id": {"$in": ids}}, {"outbox": 0})
            found = {d["_id"]: self._kept.read(d) async for d in cursor}
        return [found[identity] for identity in ids if identity in found]


def _answered(document: Document) -> Answered:
    return Answered(
        first_responder=document.get("first_responder"),
        status=Status(document["status"]),
        satisfied=document.get("satisfied"),
        missed=any(clock["missed"] for clock in document.get("clocks", ())),
        submitted_at=document["submitted_at"],
        ended_at=document.get("ended_at"),
    )


def _show(states: Mapping[tuple[str, str], int]) -> None:
    REQUESTS.clear()
    for (estate, status), number in states.items():
        REQUESTS.labels(estate, status).set(number)


def _next_width(width: timedelta, found: int) -> timedelta:
    """Return how wide the next stretch may be, so that some hundreds are read at once."""
    if found > MANY:
        return max(width / 2, timedelta(seconds=1))
    return min(width * 2, timedelta(days=400)) if found < FEW else width


def _fits(document: Document, where: Mapping[str, str]) -> bool:
    reporter = document.get("reporter") or {}
    facts = {**document, "reporter.owner_id": reporter.get("owner_id")}
    return all(_holds(facts.get(field), value) for field, value in where.items())


def _is_wanted(document: Document, listing: Listing) -> bool:
    return (not listing.states or document["status"] in listing.states) and (
        not listing.categories or document["category"] in listing.categories
    )


def _holds(found: object, value: str) -> bool:
    return value in found if isinstance(found, list) else found == value


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
        missed = [one.clock for one in aggregate.events if isinstance(one, ClockMissed)]
        await self._inner.save(aggregate)
        for clock in missed:
            CLOCKS_MISSED.labels(aggregate.estate, clock).inc()
        before = self._before.get(aggregate.id)
        self._loads.move(aggregate.estate, before, aggregate.burden)
        self._before[aggregate.id] = aggregate.burden

    def _noted(self, request: Request) -> Request:
        self._before[request.id] = request.burden
        return request
