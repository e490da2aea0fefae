"""Opinions and suggestions (意见和建议), their answers, and the promises that come of them."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Moment, Value
from shared.contracts.requests import Reporter


class Pledge(Value):
    """What is promised, by whom, until when."""

    promise_id: Id
    what: str
    keeper: str
    due_at: Moment


class SuggestionEvent(Event):
    """What every event about a suggestion carries."""

    suggestion_id: Id
    number: str
    reporter: Reporter


class SuggestionTaken(SuggestionEvent):
    """It has been taken in and will be answered; ``recipients`` are staff ids."""

    type: ClassVar[str] = "suggestion.taken.v1"

    words: str
    due_at: Moment
    recipients: tuple[str, ...] = ()
    by: str | None = None  # the member of staff who wrote it down


class SuggestionDue(SuggestionEvent):
    """An answer is owed; told once for each step, to the responsible, then to the managers."""

    type: ClassVar[str] = "suggestion.answer-due.v1"

    words: str
    due_at: Moment
    step: str
    recipients: tuple[str, ...] = ()


class SuggestionAnswered(SuggestionEvent):
    """Accepted, or declined; the owner sees the reason in both cases."""

    type: ClassVar[str] = "suggestion.answered.v1"

    accepted: bool
    reason: str
    answered_at: Moment
    by: str | None = None
    pledge: Pledge | None = None


class PromiseEvent(Event):
    """What every event about a promise carries."""

    pledge: Pledge
    number: str
    reporter: Reporter = Reporter()


class PromiseMade(PromiseEvent):
    """Somebody on the staff is to keep it."""

    type: ClassVar[str] = "promise.made.v1"

    recipients: tuple[str, ...] = ()


class PromiseDue(PromiseEvent):
    """Its day is near, or has come; told once for each step, to the keeper, then the managers."""

    type: ClassVar[str] = "promise.reminder-due.v1"

    step: str
    recipients: tuple[str, ...] = ()


class PromiseMoved(PromiseEvent):
    """It takes longer; ``pledge`` holds the new day, and the owner sees the old one and why."""

    type: ClassVar[str] = "promise.moved.v1"

    due_before: Moment
    reason: str
    moved_at: Moment
    by: str | None = None
    recipients: tuple[str, ...] = ()


class PromiseEnded(PromiseEvent):
    """It was kept; or it is not going to be, for a reason that the owner sees."""

    type: ClassVar[str] = "promise.ended.v1"

    kept: bool
    note: str
    ended_at: Moment
