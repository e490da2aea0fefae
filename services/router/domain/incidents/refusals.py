"""Name the ways in which an incident says no, each with what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Invalid, WrongMove


class NotProposed(WrongMove):
    """Only what is proposed can be confirmed or dismissed."""

    slug: ClassVar[str] = "incident-not-proposed"


class NotOpen(WrongMove):
    """Only what is open can be updated, joined or ended."""

    slug: ClassVar[str] = "incident-not-open"


class NotDuring(Invalid):
    """Works end after they begin, and later than now."""

    slug: ClassVar[str] = "works-without-time"
