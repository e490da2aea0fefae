"""Name the ways in which the router's rules say no, each with what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Forbidden, Invalid, Refused, TooMany, WrongMove


class UrgentNeverRests(Refused):
    """Urgent requests cannot be paused (policy.zh.md 三.2)."""

    slug: ClassVar[str] = "urgent-never-rests"


class UnlistedReason(Refused):
    """The pause's reason is not on the estate's list."""

    slug: ClassVar[str] = "unlisted-pause-reason"


class RestTooLong(Refused):
    """The pause would last longer than its reason allows, or end before it begins."""

    slug: ClassVar[str] = "pause-too-long"


class UnknownStaff(Refused):
    """There is no such member of staff, or they have left."""

    slug: ClassVar[str] = "unknown-staff"


class FollowUpStands(Refused):
    """Staff cannot end a follow-up by taking the request back (policy.zh.md 三.3)."""

    slug: ClassVar[str] = "follow-up-stands"


class FollowUpUntold(Refused):
    """A call to a dissatisfied owner is to bring why they are, and what will be done (三.3)."""

    slug: ClassVar[str] = "follow-up-untold"


class TooFewAttempts(Refused):
    """A sign-off wants three recorded attempts first."""

    slug: ClassVar[str] = "too-few-attempts"


class NothingChanged(Refused):
    """The correction says what already stands."""

    slug: ClassVar[str] = "nothing-changed"


class UrgedTooSoon(TooMany):
    """The owner has pressed a moment ago."""

    slug: ClassVar[str] = "urged-too-soon"


class NothingProposed(Refused):
    """No proposal waits for an answer."""

    slug: ClassVar[str] = "nothing-proposed"


class CannotMerge(Refused):
    """These two cannot become one."""

    slug: ClassVar[str] = "cannot-merge"


class NotMerged(Refused):
    """It follows no other request."""

    slug: ClassVar[str] = "not-merged"


class NotOffered(Refused):
    """It is not there to be grabbed, or not by this person."""

    slug: ClassVar[str] = "not-offered"


class Overtaken(Refused):
    """Somebody else pressed at the same moment and was first; the message says who did what."""

    slug: ClassVar[str] = "conflict"


class Stale(Refused):
    """What the person looked at is no longer how it stands; the message says what happened."""

    slug: ClassVar[str] = "stale-version"


class LeaveOverlaps(Refused):
    """Leave was asked for already in that time."""

    slug: ClassVar[str] = "leave-overlaps"


class AlreadyDecided(WrongMove):
    """Somebody has agreed, refused or taken it back already; the message says who."""

    slug: ClassVar[str] = "already-decided"


class NoShift(Refused):
    """There is no such shift to swap."""

    slug: ClassVar[str] = "no-shift"


class OnLeave(Refused):
    """Whoever is chosen is on leave."""

    slug: ClassVar[str] = "on-leave"


class NotYours(Forbidden):
    """A head asks for another department's figures."""

    slug: ClassVar[str] = "other-department"


class TooLong(Invalid):
    """The days asked about are too many, or the last is before the first."""

    slug: ClassVar[str] = "period-too-long"


class UnknownModel(Refused):
    """No model of that fingerprint was learnt."""

    slug: ClassVar[str] = "unknown-model"


class NoModelBefore(Refused):
    """There is no earlier model to go back to."""

    slug: ClassVar[str] = "no-model-before"
