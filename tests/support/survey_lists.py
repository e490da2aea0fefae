"""Answer the survey service's questions from memory."""

from dataclasses import dataclass
from datetime import datetime

from services.survey.domain.survey import Survey
from tests.support.memory import Memory


@dataclass(slots=True)
class MemoryLists:
    """Surveys by what people ask for (see ``services.survey.ports.Lists``)."""

    surveys: Memory[Survey]

    async def one(self, survey_id: str) -> Survey | None:
        """Return the survey, or None."""
        return self.surveys.kept.get(survey_id)

    async def of_request(self, estate: str, request_id: str) -> list[Survey]:
        """Return a request's surveys, the first round first."""
        found = [s for s in self._of(estate) if s.case.request_id == request_id]
        return sorted(found, key=lambda survey: survey.case.round)

    async def unanswered_of(self, estate: str, owner_id: str) -> list[Survey]:
        """Return an owner's surveys that have neither an answer nor an end."""
        return [
            survey
            for survey in self._of(estate)
            if survey.case.reporter.owner_id == owner_id and not (survey.answer or survey.ended)
        ]

    async def unreached(self, estate: str, since: datetime) -> list[Survey]:
        """Return the surveys that could not be sent since a moment."""
        return [s for s in self._of(estate) if s.unreached_at and s.unreached_at > since]

    async def to_remind(self, now: datetime) -> list[Survey]:
        """Return the surveys whose reminder is due."""
        return [s for s in self.surveys.kept.values() if s.remind_at and s.remind_at <= now]

    def _of(self, estate: str) -> list[Survey]:
        return [survey for survey in self.surveys.kept.values() if survey.estate == estate]
