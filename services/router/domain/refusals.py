"""Name the ways in which the router's rules say no, each with what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Refused, TooMany


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


class TooFewAttempts(Refused):
    """A sign-off wants three recorded attempts first."""

    slug: ClassVar[str] = "too-few-attempts"


class NothingChanged(Refused):
    """The correction says what already stands."""

    slug: ClassVar[str] = "nothing-changed"


class UrgedTooSoon(TooMany):
    """The owner has pressed a moment ago."""

    slug: ClassVar[str] = "urged-too-soon"
