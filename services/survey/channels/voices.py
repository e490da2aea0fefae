"""Find staff, suggestions, promises and forums by what handlers and jobs ask for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from services.survey.domain.forums.forum import Forum
from services.survey.domain.staff import Staff, Team
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Suggestion
from shared.kernel.aggregate import Aggregate
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept, Store

A = TypeVar("A", bound=Aggregate)
_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_APART: Final = {"outbox": 0, "handled": 0}


class MongoVoices:
    """See ``services.survey.ports.Voices``; each question has its index.

    Where a single field is asked for, the estate is looked at after reading: with both the
    embedded database takes no index at all.
    """

    def __init__(self, store: Store) -> None:
        self._staff: Kept[Staff] = store.kept("staff")
        self._suggestions: Kept[Suggestion] = store.kept("suggestions")
        self._promises: Kept[Promise] = store.kept("promises")
        self._forums: Kept[Forum] = store.kept("forums")

    async def ensure_indexes(self) -> None:
        """Create what the questions below need."""
        for kept, field in (
            (self._staff, "estate"),
            (self._suggestions, "reporter.owner_id"),
            (self._suggestions, "next_at"),
            (self._promises, "reporter.owner_id"),
            (self._promises, "next_at"),
            (self._forums, "next_at"),
            (self._forums, "guests.owner_id"),
            (self._forums, "questions.asker.owner_id"),
        ):
            await kept.collection.create_index([(field, 1)])

    async def team(self, estate: str) -> Team:
        """Return an estate's staff."""
        return Team.of(await _read(self._staff, {"estate": estate}))

    async def suggestions_of(self, estate: str, owner_id: str) -> list[Suggestion]:
        """Return an owner's suggestions, the latest first."""
        found = await _read(self._suggestions, {"reporter.owner_id": owner_id})
        mine = (one for one in found if one.estate == estate)
        return sorted(mine, key=lambda one: one.given_at, reverse=True)

    async def suggested(self, estate: str, since: datetime, until: datetime) -> list[Suggestion]:
        """Return what was suggested in a stretch of time."""
        span = {"$gte": since, "$lt": until}
        return await _read(self._suggestions, {"estate": estate, "given_at": span})

    async def suggestions_due(self, now: datetime) -> list[Suggestion]:
        """Return the suggestions of which somebody must be reminded."""
        return await _read(self._suggestions, _due(now))

    async def promises_due(self, now: datetime) -> list[Promise]:
        """Return the promises of which somebody must be reminded."""
        return await _read(self._promises, _due(now))

    async def forums_due(self, now: datetime) -> list[Forum]:
        """Return the forums in which something must happen."""
        return await _read(self._forums, _due(now))

    async def forums_between(self, estate: str, since: datetime, until: datetime) -> list[Forum]:
        """Return the forums that start in a stretch of time, the earliest first."""
        span = {"$gte": since, "$lt": until}
        found = await _read(self._forums, {"estate": estate, "starts_at": span})
        return sorted(found, key=lambda one: one.starts_at)

    async def forums_of(self, estate: str, owner_id: str) -> list[Forum]:
        """Return the forums in which an owner signed up or asked something."""
        guest = await _read(self._forums, {"guests.owner_id": owner_id})
        asked = await _read(self._forums, {"questions.asker.owner_id": owner_id})
        return list({one.id: one for one in (*guest, *asked) if one.estate == estate}.values())


def _due(now: datetime) -> Mapping[str, Any]:
    return {"next_at": {"$gt": _EPOCH, "$lte": now}}


async def _read(kept: Kept[A], wanted: Mapping[str, Any]) -> list[A]:
    async with away_is_unavailable():
        cursor = kept.collection.find(wanted, _APART)
        return [kept.read(document) async for document in cursor]
