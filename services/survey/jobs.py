"""Do what is due by itself: remind, open, write to households, count, close."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

import structlog

from services.survey import handlers
from services.survey.domain.campaigns.calendar import due
from services.survey.domain.forums.quarters import watched
from services.survey.handlers import (
    balloting,
    campaigns,
    forums,
    promises,
    return_calls,
    suggestions,
)
from services.survey.ports import BallotBox, Book, Lists, Rounds, Voices, Work
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Seen
from shared.kernel.ids import derived_id, new_id

log = structlog.get_logger()
WorkOf = Callable[[Cause], Work]
MENDS_EVERY: Final = 60


async def send_reminders(lists: Lists, work: WorkOf, clock: Clock) -> bool:
    """Remind of each survey that is due; return whether there were any.

    Two processes may do this at once: one of them is ``Seen`` or in ``Conflict``, and lets go.
    """
    now = clock()
    waiting = await lists.to_remind(now)
    for survey in waiting:
        cause = Cause(
            id=derived_id("survey-reminder", survey.id),
            estate=survey.estate,
            at=now,
            correlation=survey.case.request_id,
        )
        with suppress(Seen, Conflict):
            await handlers.remind(survey.id, work(cause))
    return bool(waiting)


async def expire_calls(rounds: Rounds, work: WorkOf, clock: Clock) -> bool:
    """End the return calls that nobody has made in time."""
    now = clock()
    due = await rounds.calls_to_expire(now)
    for call in due:
        cause = _cause("return-call-expires", call.id, call.estate, now)
        with suppress(Seen, Conflict):
            await return_calls.expire(call.id, work(cause))
    return False


async def open_by_calendar(book: Book, work: WorkOf, clock: Clock) -> None:
    """Open the campaigns whose day has come (policy.zh.md 四.1: 每半年)."""
    now = clock()
    for estate, rules in (await book.all()).items():
        for campaign in due(estate, rules, now):
            cause = _cause("calendar", campaign.id, estate, now)
            with suppress(Seen, Conflict):
                await campaigns.plan(campaign, work(cause))


async def advance_campaigns(rounds: Rounds, work: WorkOf, clock: Clock) -> bool:
    """Take the next step of each campaign in which something must happen."""
    now = clock()
    waiting = await rounds.campaigns_due(now)
    for campaign in waiting:
        cause = Cause(id=new_id(), estate=campaign.estate, at=now, correlation=campaign.id)
        with suppress(Conflict):
            await campaigns.advance(campaign.id, work(cause))
    return bool(waiting)


async def remind_of_answers(voices: Voices, work: WorkOf, clock: Clock) -> None:
    """Remind whoever owes an owner an answer, and whoever has promised something."""
    now = clock()
    for suggestion in await voices.suggestions_due(now):
        what = f"suggestion-reminder {suggestion.next_at}"
        with suppress(Seen, Conflict):
            cause = _cause(what, suggestion.id, suggestion.estate, now)
            await suggestions.remind(suggestion.id, work(cause))
    for promise in await voices.promises_due(now):
        what = f"promise-reminder {promise.next_at}"
        with suppress(Seen, Conflict):
            await promises.remind(promise.id, work(_cause(what, promise.id, promise.estate, now)))


async def advance_forums(voices: Voices, work: WorkOf, clock: Clock) -> bool:
    """Take the next step of each forum in which something must happen."""
    now = clock()
    waiting = await voices.forums_due(now)
    for forum in waiting:
        cause = Cause(id=new_id(), estate=forum.estate, at=now, correlation=forum.id)
        with suppress(Conflict):
            await forums.advance(forum.id, work(cause))
    return bool(waiting)


async def watch_quarters(book: Book, work: WorkOf, clock: Clock) -> None:
    """Say when a quarter ends, or has gone by, without a forum (policy.zh.md 二.1)."""
    now = clock()
    for estate, rules in (await book.all()).items():
        rule = rules.rules.forums
        for quarter, over in watched(now, rule.warn_days) if rule.quarterly else ():
            cause = Cause(id=new_id(), estate=estate, at=now, correlation=str(quarter))
            with suppress(Conflict):
                await forums.watch(quarter, work(cause), over=over)


class Counting:
    """Counts answers that wait; now and then mends what a process that died had begun."""

    def __init__(self, box: BallotBox, work: WorkOf, clock: Clock) -> None:
        self._box = box
        self._work = work
        self._clock = clock
        self._turns = 0

    async def turn(self) -> None:
        """Count the answers that have company enough."""
        if self._turns % MENDS_EVERY == 0:
            await self._mend()
        self._turns += 1
        for estate, campaign in await self._box.campaigns_waiting():
            counted = await balloting.count_waiting(campaign, self._under(estate, campaign))
            if counted:
                log.info("campaign.counted", campaign=campaign, answers=counted)

    async def _mend(self) -> None:
        for page, estate, campaign in await self._box.unfinished():
            await balloting.finish(page, campaign, self._under(estate, campaign))
        await self._box.take_back()

    def _under(self, estate: str, campaign: str) -> Work:
        cause = Cause(id=new_id(), estate=estate, at=self._clock(), correlation=campaign)
        return self._work(cause)


def _cause(what: str, identity: str, estate: str, now: datetime) -> Cause:
    return Cause(id=derived_id(what, identity), estate=estate, at=now, correlation=identity)
