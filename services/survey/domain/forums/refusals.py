"""Why somebody cannot sign up, or a forum cannot go on, and what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Forbidden, Invalid, Missing, Refused


class ForumUnknown(Missing):
    """There is no such forum in the estate."""

    slug: ClassVar[str] = "forum-unknown"


class BadForumTimes(Invalid):
    """Sign-up would end after it starts, or it would start in the past."""

    slug: ClassVar[str] = "bad-forum-times"


class SignUpOver(Refused):
    """The day until which one signs up has gone by, or the forum is over."""

    slug: ClassVar[str] = "sign-up-over"


class NotInvited(Forbidden):
    """It is for other buildings, or the asker has no home here."""

    slug: ClassVar[str] = "not-invited"


class HouseholdSignedUp(Refused):
    """Another of the household has signed up: one seat each."""

    slug: ClassVar[str] = "household-signed-up"


class NotSignedUp(Refused):
    """The household has no seat to give back."""

    slug: ClassVar[str] = "not-signed-up"


class ForumFull(Refused):
    """Seats and waiting list are full."""

    slug: ClassVar[str] = "forum-full"


class ForumMoved(Refused):
    """It stands elsewhere: not held yet, over, or called off."""

    slug: ClassVar[str] = "forum-wrong-stage"


class ForumNotYet(Refused):
    """Its day has not come: what has not taken place has no minutes."""

    slug: ClassVar[str] = "forum-not-yet"


class QuestionUnknown(Missing):
    """There is no such question in the minutes."""

    slug: ClassVar[str] = "question-unknown"


class QuestionSettledBefore(Refused):
    """It has its answer, its request or its promise."""

    slug: ClassVar[str] = "question-settled"


class QuestionsOpen(Refused):
    """Minutes are published when every question has an answer, a request or a promise."""

    slug: ClassVar[str] = "questions-open"


class HalfSettled(Invalid):
    """What an answer, a request or a promise needs is not there."""

    slug: ClassVar[str] = "half-settled"
