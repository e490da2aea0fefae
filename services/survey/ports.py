"""What the handlers may touch, bound to the one cause they act for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.survey.domain.links import Links
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Terms
from shared.contracts.envelope import Cause
from shared.store.port import Repository


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """A unit of work: the surveys, the links' secret and the terms of asking."""

    cause: Cause
    surveys: Repository[Survey]
    links: Links
    terms: Terms

    @property
    def now(self) -> datetime:
        """Return the moment at which this unit of work began."""
        return self.cause.at


class Lists(Protocol):
    """Surveys by what people ask for; reading only."""

    async def one(self, survey_id: str) -> Survey | None:
        """Return the survey, or None."""

    async def of_request(self, estate: str, request_id: str) -> list[Survey]:
        """Return a request's surveys, the first round first."""

    async def unanswered_of(self, estate: str, owner_id: str) -> list[Survey]:
        """Return an owner's surveys that have neither an answer nor an end."""

    async def to_remind(self, now: datetime) -> list[Survey]:
        """Return some of the surveys whose reminder is due."""
