"""Say what one person is told about one event, whichever outlet carries it."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.words import Outlet
from shared.kernel.ids import derived_id


@dataclass(slots=True, frozen=True, kw_only=True)
class Reach:
    """A way to a person: an outlet and the address there (a phone, an openid, an app account)."""

    outlet: Outlet
    to: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Letter:
    """One text for one person about one event; the same on every outlet.

    ``chased``: silence counts as failure, so the next outlet is tried. ``caller`` and ``script``:
    the member of staff who phones when all else fails, and what to say. ``secret``: the text is
    wiped once it has gone. ``cause`` is the event's id, ``because`` its type.
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

    def row_id(self, rung: int) -> str:
        """Return the id of the row for the ``rung``-th outlet in the person's order.

        By place in the order, not by name: a repeat of the event after the person has changed
        the order makes the same row again, and not a second one on another outlet.
        """
        return derived_id("notification", self.estate, self.recipient, self.cause, str(rung))
