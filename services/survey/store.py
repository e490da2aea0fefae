"""Find surveys by what people ask for; an index for each question."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from services.survey.domain.survey import Survey
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

COLLECTION: Final = "surveys"
_INDEXES: Final = (
    [("case.request_id", 1)],
    [("case.reporter.owner_id", 1), ("answered_at", 1)],
    [("remind_at", 1)],
)
_AT_ONCE: Final = 200
EPOCH: Final = datetime.fromtimestamp(0, UTC)  # a bound below keeps out those without a time


class SurveyLists:
    """Reads surveys past the repository: nothing here is changed or saved."""

    def __init__(self, kept: Kept[Survey]) -> None:
        self._kept = kept

    async def ensure_indexes(self) -> None:
        """Create what the questions below need; a repeat changes nothing."""
        for keys in _INDEXES:
            await self._kept.collection.create_index(keys)

    async def one(self, survey_id: str) -> Survey | None:
        """Return the survey, or None."""
        return next(iter(await self._found({"_id": survey_id})), None)

    async def of_request(self, estate: str, request_id: str) -> list[Survey]:
        """Return a request's surveys, the first round first."""
        found = await self._found({"case.request_id": request_id, "estate": estate})
        return sorted(found, key=lambda survey: survey.case.round)

    async def unanswered_of(self, estate: str, owner_id: str) -> list[Survey]:
        """Return an owner's surveys that have neither an answer nor an end, the latest first."""
        found = await self._found(
            {
                "case.reporter.owner_id": owner_id,
                "answered_at": None,
                "ended": None,
                "estate": estate,
            }
        )
        return sorted(found, key=lambda survey: survey.opened_at, reverse=True)

    async def to_remind(self, now: datetime) -> list[Survey]:
        """Return some of the surveys whose reminder is due."""
        return await self._found({"remind_at": {"$gt": EPOCH, "$lte": now}})

    async def _found(self, query: Mapping[str, Any]) -> list[Survey]:
        async with away_is_unavailable():
            cursor = self._kept.collection.find(query, {"outbox": 0, "handled": 0})
            documents = await cursor.to_list(_AT_ONCE)
        return [self._kept.read(document) for document in documents]
