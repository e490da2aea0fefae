"""Keep staff, suggestions, promises, forums and days' counts in memory, as their ports say."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.forums.forum import Forum
from services.survey.domain.paging import Slice, Turn
from services.survey.domain.returns.return_call import WAITING, ReturnCall
from services.survey.domain.satisfaction.sheet import Sheet, sheet_of
from services.survey.domain.staff import Staff, Team
from services.survey.domain.survey import Survey
from services.survey.domain.terms import CHINA
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Suggestion
from shared.kernel.aggregate import Aggregate
from tests.support.memory import Memory

A = TypeVar("A", bound=Aggregate)


def _of(memory: Memory[A], estate: str) -> list[A]:
    return [one for one in memory.kept.values() if one.estate == estate]


def _paged(
    found: Iterable[A], turn: Turn, at: Callable[[A], datetime], *, reverse: bool = True
) -> Slice[A]:
    rows = sorted(found, key=lambda one: (at(one), one.id), reverse=reverse)
    ids = [one.id for one in rows]
    start = ids.index(turn.cursor) + 1 if turn.cursor in ids else 0
    shown = rows[start : start + turn.limit]
    return Slice(shown, shown[-1].id if start + turn.limit < len(rows) else None)


@dataclass(slots=True)
class MemoryVoices:
    """See ``services.survey.ports.Voices``."""

    staff: Memory[Staff]
    given: Memory[Suggestion]
    made: Memory[Promise]
    announced: Memory[Forum]

    async def team(self, estate: str) -> Team:
        return Team.of(_of(self.staff, estate))

    async def suggestions_of(self, estate: str, owner_id: str) -> list[Suggestion]:
        return [one for one in _of(self.given, estate) if one.reporter.owner_id == owner_id]

    async def suggested(self, estate: str, since: datetime, until: datetime) -> list[Suggestion]:
        return [one for one in _of(self.given, estate) if since <= one.given_at < until]

    async def suggestions_due(self, now: datetime) -> list[Suggestion]:
        return [one for one in self.given.kept.values() if one.next_at and one.next_at <= now]

    async def promises_due(self, now: datetime) -> list[Promise]:
        return [one for one in self.made.kept.values() if one.next_at and one.next_at <= now]

    async def forums_due(self, now: datetime) -> list[Forum]:
        return [one for one in self.announced.kept.values() if one.next_at and one.next_at <= now]

    async def forums_between(self, estate: str, since: datetime, until: datetime) -> list[Forum]:
        found = [one for one in _of(self.announced, estate) if since <= one.starts_at < until]
        return sorted(found, key=lambda one: one.starts_at)

    async def forums_of(self, estate: str, owner_id: str) -> list[Forum]:
        return [one for one in _of(self.announced, estate) if owner_id in _people(one)]


@dataclass(slots=True)
class MemoryPages:
    """See ``services.survey.ports.Pages``."""

    returns: Memory[ReturnCall]
    asked: Memory[Campaign]
    given: Memory[Suggestion]
    made: Memory[Promise]
    announced: Memory[Forum]

    async def calls(self, estate: str, turn: Turn) -> Slice[ReturnCall]:
        found = (one for one in _of(self.returns, estate) if one.stand in WAITING)
        return _paged(found, turn, lambda one: one.due_at, reverse=False)

    async def campaigns(self, estate: str, turn: Turn) -> Slice[Campaign]:
        return _paged(_of(self.asked, estate), turn, lambda one: one.opens_at)

    async def suggestions(
        self, estate: str, turn: Turn, verdicts: Sequence[str], *, shown: bool
    ) -> Slice[Suggestion]:
        found = (one for one in _of(self.given, estate) if one.verdict in verdicts)
        told = (one for one in found if one.shown or not shown)
        return _paged(told, turn, lambda one: one.given_at)

    async def promises(self, estate: str, turn: Turn, faiths: Sequence[str]) -> Slice[Promise]:
        found = (one for one in _of(self.made, estate) if one.faith in faiths)
        return _paged(found, turn, lambda one: one.made_at)

    async def forums(self, estate: str, turn: Turn) -> Slice[Forum]:
        return _paged(_of(self.announced, estate), turn, lambda one: one.starts_at)


@dataclass(slots=True)
class MemorySheets:
    """See ``services.survey.ports.Sheets``; counts anew each time."""

    kept: Memory[Survey]

    async def days(self, estate: str, first: date, last: date) -> list[Sheet]:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [sheet_of(day, await self.of_day(estate, day)) for day in days]

    async def of_day(self, estate: str, day: date) -> list[Survey]:
        found = _of(self.kept, estate)
        return [one for one in found if one.opened_at.astimezone(CHINA).date() == day]

    async def surveys(self, estate: str, ids: Sequence[str]) -> list[Survey]:
        return [one for one in _of(self.kept, estate) if one.id in ids]

    async def of_requests(self, estate: str, requests: Sequence[str]) -> list[Survey]:
        return [one for one in _of(self.kept, estate) if one.case.request_id in requests]

    async def of_owners(self, estate: str, owners: Sequence[str]) -> list[Survey]:
        return [one for one in _of(self.kept, estate) if one.case.reporter.owner_id in owners]


def _people(forum: Forum) -> set[str | None]:
    return {one.owner_id for one in forum.guests} | {q.asker.owner_id for q in forum.questions}
