"""Say what one person is told about one event, whichever outlet carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.notifier.domain.kinds import Kind
from shared.contracts.phone import Phone
from shared.contracts.words import Channel, Outlet
from shared.kernel.ids import derived_id


@dataclass(slots=True, frozen=True, kw_only=True)
class Reach:
    """A way to a person: an outlet and the address there (a phone, an openid, an app account)."""

    outlet: Outlet
    to: Phone


@dataclass(slots=True, frozen=True, kw_only=True)
class Letter:
    """One text for one person about one event; the same on every outlet.

    ``chased``: silence counts as failure, so the next outlet is tried. ``caller`` and ``script``:
    the member of staff who phones when all else fails, and what to say. ``secret``: the text is
    wiped once it has gone. ``cause`` is the event's id, ``because`` its type. ``fields``: what a
    provider's own template may ask for; ``heard_at``: when the person last wrote to us by WeChat.
    ``kind``, ``asked`` and ``came_by`` are what its ways were chosen by, so that they can be chosen
    again; ``bulk``: one of very many, to go after everything else; ``gathered``: it may wait for
    others of its request, which are its ``parts``. ``others``: what it says in other languages,
    part by part, for a reader who changes theirs before it goes. ``speaks_of``: the owners whose
    matter it is, when it is for somebody else.
    """

    estate: str
    recipient: str
    cause: str
    because: str
    about: str
    text: str
    round: int = 1
    story: str = ""
    urgent: bool = False
    chased: bool = False
    caller: str | None = None
    script: str = ""
    secret: bool = False
    not_before: datetime | None = None
    expires_at: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    heard_at: datetime | None = None
    kind: Kind | None = None
    asked: Outlet | None = None
    came_by: Channel | None = None
    bulk: bool = False
    gathered: bool = False
    parts: tuple[str, ...] = ()
    language: str = "zh"
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speaks_of: tuple[str, ...] = ()

    def row_id(self, rung: int) -> str:
        """Return the id of the row for the ``rung``-th outlet in the person's order.

        By place in the order, not by name: a repeat of the event after the person has changed
        the order makes the same row again, and not a second one on another outlet.
        """
        return row_id(self.estate, self.recipient, self.cause, rung)


def row_id(estate: str, recipient: str, cause: str, rung: int = 0) -> str:
    """Return the id of one person's row for one cause."""
    return derived_id("notification", estate, recipient, cause, str(rung))
