"""Show a suggestion: to its owner, to the staff, and to the estate without a name."""

from datetime import datetime
from typing import Self

from services.survey.domain.voices.promise import Delay, Faith, Promise
from services.survey.domain.voices.suggestion import Heard, Suggestion, Verdict
from services.survey.ports import Work
from shared.web.operation import View


class PublicSuggestion(View):
    """What the estate reads of a suggestion.

    ``promised_before`` is the day first promised, if it was put off, ``delayed`` the reason.
    """

    number: str
    words: str
    topics: list[str]
    verdict: Verdict
    reason: str
    answered_at: datetime | None
    promised: str | None
    promised_until: datetime | None
    promised_before: datetime | None
    delayed: str | None
    promise: Faith | None

    @classmethod
    async def of(cls, one: Suggestion, work: Work) -> Self:
        """Return what is shown."""
        promise = await promise_of(one, work)
        return cls(
            number=one.number,
            words=one.shown,
            topics=one.topics,
            verdict=one.verdict,
            reason=one.reason,
            answered_at=one.answered_at,
            promised=one.pledge and one.pledge.what,
            promised_until=_until(one, promise),
            promised_before=one.pledge.due_at if one.pledge and _delays(promise) else None,
            delayed=next((delay.reason for delay in reversed(_delays(promise))), None),
            promise=promise and promise.faith,
        )


class PublicSuggestions(View):
    """Some of them; ``cursor`` goes on where this page ends."""

    suggestions: list[PublicSuggestion]
    cursor: str | None = None


class MySuggestion(PublicSuggestion):
    """What its owner reads: their own words, and until when they will have an answer."""

    suggestion_id: str
    given_at: datetime
    due_at: datetime
    provisional: bool
    progress: list[str]

    @classmethod
    async def of(cls, one: Suggestion, work: Work) -> Self:
        """Return what its owner is shown."""
        promise = await promise_of(one, work)
        public = await PublicSuggestion.of(one, work)
        return cls(
            **{**dict(public), "words": one.words},
            suggestion_id=one.id,
            given_at=one.given_at,
            due_at=one.chase.due_at,
            provisional=one.provisional,
            progress=[step.note for step in promise.progress] if promise else [],
        )


class MySuggestions(View):
    """What an owner has suggested."""

    suggestions: list[MySuggestion]


class SuggestionView(MySuggestion):
    """What the staff read: also whose it is, how it came, and who owes the answer."""

    owner_id: str | None
    name: str | None
    building: str | None
    heard: Heard
    responsible: str | None
    answered_by: str | None
    promise_id: str | None
    keeper: str | None
    shown: str

    @classmethod
    async def of(cls, one: Suggestion, work: Work) -> Self:
        """Return what the staff are shown."""
        place = one.reporter.place
        mine = await MySuggestion.of(one, work)
        return cls(
            **dict(mine),
            owner_id=one.reporter.owner_id,
            name=one.reporter.name,
            building=place.building if place else None,
            heard=one.heard,
            responsible=one.responsible,
            answered_by=one.answered_by,
            promise_id=one.pledge and one.pledge.promise_id,
            keeper=one.pledge and one.pledge.keeper,
            shown=one.shown,
        )


class SuggestionList(View):
    """Some of them; ``cursor`` goes on where this page ends."""

    suggestions: list[SuggestionView]
    cursor: str | None = None


def _until(one: Suggestion, promise: Promise | None) -> datetime | None:
    pledge = promise.pledge if promise else one.pledge
    return pledge.due_at if pledge else None


def _delays(promise: Promise | None) -> list[Delay]:
    return promise.delays if promise else []


async def promise_of(one: Suggestion, work: Work) -> Promise | None:
    """Return what came of an accepted suggestion; None until the promise has been made."""
    return await work.promises.find(one.pledge.promise_id) if one.pledge else None
