"""Show what is kept of an owner, and forget it: when it is old enough, or when they ask for it."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import orjson
import structlog

from shared.contracts.envelope import Cause
from shared.contracts.held import Forgotten, Held, Item
from shared.contracts.phone import SEALED, opened
from shared.kernel.aggregate import Aggregate
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Seen
from shared.kernel.ids import derived_id
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import BOOKS, Kept

log = structlog.get_logger()
W = TypeVar("W")
_NUMBER: Final = re.compile(rf'"({SEALED}[^"]+)"')
SLICE: Final = timedelta(days=30)
HOUR: Final = 3600.0
_FIRST: Final = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(slots=True, frozen=True, kw_only=True)
class Shelf:
    """A kind of record: whose it is, by which moment it ages, for how many days it is kept.

    ``forget`` takes out what says who it was, as far as it is older than the moment that it is
    given; False: not yet, since it is still needed.
    """

    kept: Kept[Any]
    owner: str
    at: str
    days: int
    forget: Callable[[Any, datetime], Awaitable[bool]]


class Forgetting:
    """Goes through a service's shelves; what has been forgotten may be forgotten again."""

    def __init__(self, shelves: tuple[Shelf, ...], days: Mapping[str, int], clock: Clock) -> None:
        self._shelves, self._clock = shelves, clock
        self._days = {**{one.kept.collection.name: one.days for one in shelves}, **days}

    def given(self, work: Callable[[Cause], W]) -> Callable[[Cause], W]:
        """Return ``work`` with this in its ``memory``."""
        return lambda cause: replace(work(cause), memory=self)  # type: ignore[type-var]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Forget beside the block what is old, found by indexes that are made first."""
        for shelf in self._shelves:
            await shelf.kept.collection.create_index([(shelf.owner, 1)])
            await shelf.kept.collection.create_index([(shelf.at, 1)])
        async with repeating("forget", HOUR, self.turn):
            yield

    async def held(self, estate: str, owner_id: str) -> Held:
        """Return everything that is kept of an owner."""
        items = [
            Item(kind=shelf.kept.collection.name, id=str(one["_id"]), says=_said(one))
            for shelf in self._shelves
            for one in await _listed(shelf, {shelf.owner: owner_id, "estate": estate})
        ]
        return Held(items=tuple(items), days=self._days)

    async def erase(self, owner_id: str, cause: Cause) -> None:
        """Forget all of an owner's that is no longer needed; the rest when its time comes."""
        for shelf in self._shelves:
            for one in await _listed(shelf, {shelf.owner: owner_id, "estate": cause.estate}):
                if not await _forget(shelf, one, cause.at, cause.id):
                    await self._mark(shelf, {"$addToSet": {"later": one["_id"]}})

    async def turn(self) -> bool:
        """Forget one day of each shelf that has grown old; True while there is more."""
        return any([await self._turn(shelf) for shelf in self._shelves])

    async def _turn(self, shelf: Shelf) -> bool:
        name = shelf.kept.collection.name
        kept = await shelf.kept.collection.database["forgotten"].find_one({"_id": name})
        mark = Forgotten.model_validate({"until": _FIRST, **(kept or {})})
        last = self._clock() - timedelta(days=self._days[name])
        until = max(mark.until, min(mark.until + SLICE, last))
        waiting = {"_id": {"$in": list(mark.later)}}
        fresh = {shelf.at: {"$gte": mark.until, "$lt": until}}
        found = [*await _listed(shelf, waiting), *await _listed(shelf, fresh)]
        why = until.isoformat()
        later = [one["_id"] for one in found if not await _forget(shelf, one, last, why)]
        gone = [one for one in mark.later if one not in later]
        await self._mark(shelf, {"$pullAll": {"later": gone}, "$set": {"until": until}})
        await self._mark(shelf, {"$addToSet": {"later": {"$each": later}}})
        if found:
            log.info(
                "records.forgotten", kind=name, count=len(found) - len(later), later=len(later)
            )
        return until < last

    async def _mark(self, shelf: Shelf, change: dict[str, Any]) -> None:
        marks, name = shelf.kept.collection.database["forgotten"], shelf.kept.collection.name
        await marks.update_one({"_id": name}, change, upsert=True)


async def _listed(shelf: Shelf, query: dict[str, Any]) -> list[dict[str, Any]]:
    async with away_is_unavailable():
        return [one async for one in shelf.kept.collection.find(query)]


async def _forget(shelf: Shelf, document: dict[str, Any], at: datetime, why: str) -> bool:
    """Forget one record; False if it must be tried again."""
    identity, estate = document["_id"], document["estate"]
    cause_id = derived_id("forget", identity, why)
    cause = Cause(id=cause_id, estate=estate, at=at, correlation=identity)
    repository = shelf.kept.under(cause)
    try:
        aggregate: Aggregate | None = await repository.find(identity)
        if aggregate is None or not await shelf.forget(aggregate, at):
            return aggregate is None
        await repository.save(aggregate)
    except Seen:
        return True
    except Conflict:
        return False
    return True


def _said(document: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in document.items() if name not in (*BOOKS, "_id")}
    text = orjson.dumps(said, default=str).decode()
    found: dict[str, Any] = orjson.loads(_NUMBER.sub(lambda one: f'"{opened(one[1])}"', text))
    return found
