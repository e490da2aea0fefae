"""Read incidents and their members by indexed ranges that are narrow; know the driver."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pymongo import ASCENDING

from services.router.domain.incidents.incident import Incident
from services.router.domain.request import Request
from services.router.ports import Waiting
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

FRESH: Final = 1.0
ENOUGH: Final = 50
_BACK: Final = (timedelta(minutes=2), timedelta(minutes=15), timedelta(days=4000))
_PAGES: Final = (timedelta(days=7), timedelta(days=60), timedelta(days=4000))
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class IncidentShelf:
    """Reads incidents; those that are current are kept in memory for ``FRESH`` seconds."""

    def __init__(self, incidents: Kept[Incident], requests: Kept[Request]) -> None:
        self._incidents = incidents
        self._requests = requests
        self._current: dict[str, tuple[float, Sequence[Incident]]] = {}

    async def prepare(self) -> None:
        """Create the indexes."""
        for fields in (("estate", "current"), ("estate", "made_at"), ("next_at",)):
            await self._incidents.collection.create_index([(name, ASCENDING) for name in fields])
        for fields in (("alikes", "submitted_at"), ("incident.incident",)):
            await self._requests.collection.create_index([(name, ASCENDING) for name in fields])

    async def current(self, estate: str) -> Sequence[Incident]:
        """Return what new reports are compared with, a second old at most."""
        at, known = self._current.get(estate, (0.0, ()))
        if at <= time.monotonic() - FRESH:
            at, known = time.monotonic(), await self._read({"estate": estate, "current": True})
            self._current[estate] = at, known
        return known

    def forget(self, estate: str) -> None:
        """Read them again at the next need."""
        self._current.pop(estate, None)

    async def find(self, estate: str, incident_id: str) -> Incident | None:
        """Return an incident to look at."""
        found = await self._read({"_id": incident_id})
        return next((one for one in found if one.estate == estate), None)

    async def page(self, estate: str, before: datetime, limit: int) -> list[Incident]:
        """Return the newest incidents made before a moment, newest first."""
        found: list[Incident] = []
        until = before
        for width in _PAGES:
            since = before - width
            found += await self._read({"estate": estate, "made_at": {"$gte": since, "$lt": until}})
            until = since
            if len(found) >= limit:
                break
        return sorted(found, key=lambda one: (one.made_at, one.id), reverse=True)[:limit]

    async def members(self, estate: str, incident_id: str) -> list[Request]:
        """Return the requests that name an incident, the earliest first."""
        found = await self._asked({"incident.incident": incident_id, "estate": estate})
        return sorted(found, key=lambda one: (one.submitted_at, one.id))

    async def alike(self, key: str, since: datetime, until: datetime) -> list[Request]:
        """Return the requests of one key in a stretch of time; the newest when there are many."""
        found: list[Request] = []
        later = until
        for width in _BACK:
            earlier = max(since, until - width)
            found += await self._asked(
                {"alikes": key, "submitted_at": {"$gte": earlier, "$lt": later}}
            )
            later = earlier
            if len(found) >= ENOUGH or earlier == since:
                break
        return found

    async def waiting(self, until: datetime) -> list[Waiting]:
        """Return the incidents whose moment has come."""
        due = {"next_at": {"$gt": _EPOCH, "$lte": until}}
        async with away_is_unavailable():
            cursor = self._incidents.collection.find(due, {"next_at": 1, "estate": 1})
            return [Waiting(d["next_at"], d["_id"], d["estate"]) async for d in cursor]

    async def _read(self, wanted: Mapping[str, Any]) -> list[Incident]:
        async with away_is_unavailable():
            cursor = self._incidents.collection.find(wanted, {"outbox": 0})
            return [self._incidents.read(document) async for document in cursor]

    async def _asked(self, wanted: Mapping[str, Any]) -> list[Request]:
        async with away_is_unavailable():
            cursor = self._requests.collection.find(wanted, {"outbox": 0})
            return [self._requests.read(document) async for document in cursor]
