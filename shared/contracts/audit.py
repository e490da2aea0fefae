"""A line of the audit trail: who did what that somebody may be asked about one day."""

from collections.abc import Mapping

from shared.contracts.event import Id, Moment, Value


class Noted(Value):
    """An act as it is to be written down; ``what`` is a literal such as ``phone.unmasked``.

    ``about`` is the id of what it was done to; neither it nor ``detail`` holds names or numbers.
    ``address`` is where the call came from, without its last part.
    """

    estate: Id
    at: Moment
    who: str
    role: str
    what: Id
    about: str = ""
    address: str = ""
    detail: Mapping[str, str] = {}


class Line(Noted):
    """An act as it was written down: in its place, and bound to the line before it."""

    seq: int
    previous: str
    seal: str


class Sheet(Value):
    """Lines, the newest first; ``intact`` False: somebody has changed one or taken one out."""

    lines: tuple[Line, ...] = ()
    intact: bool = True
    cursor: int | None = None
