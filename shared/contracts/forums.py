"""Forums (业主座谈会) and activities (社区活动)."""

from enum import StrEnum
from typing import ClassVar

from shared.contracts.event import Event, Id, Moment, Value
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import Pledge


class ForumKind(StrEnum):
    """座谈会, 社区活动."""

    FORUM = "forum"
    ACTIVITY = "activity"


class SeatState(StrEnum):
    """Where a household's sign-up stands; ``cancelled``: the whole forum is."""

    SEATED = "seated"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Settled(StrEnum):
    """What became of a question in the minutes: answered there, or followed up."""

    ANSWERED = "answered"
    REQUEST = "request"
    PROMISE = "promise"


class ForumFacts(Value):
    """A forum as it stood when the event happened."""

    forum_id: Id
    kind: ForumKind
    title: str
    venue: str
    starts_at: Moment


class ForumAnnounced(Event):
    """An owner is invited to sign the household up."""

    type: ClassVar[str] = "forum.announced.v1"

    forum: ForumFacts
    reporter: Reporter
    sign_up_by: Moment


class SeatChanged(Event):
    """A household has a seat, waits for one, or has one no more."""

    type: ClassVar[str] = "forum.seat-changed.v1"

    forum: ForumFacts
    reporter: Reporter
    seat: SeatState


class QuestionSettled(Event):
    """A question of the minutes was answered, or has become a request or a promise."""

    type: ClassVar[str] = "forum.question-settled.v1"

    forum: ForumFacts
    question_id: Id
    text: str
    how: Settled
    number: str
    reporter: Reporter = Reporter()
    answer: str = ""
    request_id: str | None = None
    pledge: Pledge | None = None


class ForumLacking(Event):
    """A quarter ends, or has gone by (``over``), without a forum (policy.zh.md 二.1)."""

    type: ClassVar[str] = "forum.lacking.v1"

    quarter: str
    ends_at: Moment
    over: bool
    recipients: tuple[str, ...] = ()
