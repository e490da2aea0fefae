"""The families of failure; edges turn them into HTTP answers and broker settlements by a table."""

from typing import ClassVar


class Failure(Exception):
    """Any failure that we foresee; ``slug`` names it for machines, the message tells a person."""

    slug: ClassVar[str] = "failure"


class Refused(Failure):
    """A rule said no: trying the same again is in vain."""

    slug: ClassVar[str] = "refused"


class Invalid(Refused):
    """What came in cannot be understood; ``faults`` maps a place in the input to what is wrong."""

    slug: ClassVar[str] = "invalid-input"

    def __init__(self, message: str, faults: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


class Missing(Refused):
    """There is no such thing, or not for the one who asks."""

    slug: ClassVar[str] = "not-found"


class Forbidden(Refused):
    """The person is known but may not do this."""

    slug: ClassVar[str] = "forbidden"


class Unauthenticated(Refused):
    """It is not known who asks."""

    slug: ClassVar[str] = "not-logged-in"


class TooMany(Refused):
    """A limit was passed; ``retry_after`` says in how many seconds to come again."""

    slug: ClassVar[str] = "too-many-requests"

    def __init__(self, message: str, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooLarge(Refused):
    """What came in is larger than it may be."""

    slug: ClassVar[str] = "too-large"


class WrongMove(Refused):
    """The aggregate's table of moves has no such move from where it stands."""

    slug: ClassVar[str] = "wrong-move"


class Conflict(Failure):
    """Somebody was faster; load again and try again."""

    slug: ClassVar[str] = "conflict"


class Unavailable(Failure):
    """A server that is needed is away; the same may go through later."""

    slug: ClassVar[str] = "unavailable"


class Seen(Failure):
    """The message or command has been handled before; there is nothing left to do."""

    slug: ClassVar[str] = "seen-before"
