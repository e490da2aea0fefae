"""The one right to answer that a household has in a campaign."""

import hashlib
from dataclasses import dataclass
from typing import Final

from shared.kernel.ids import derived_id

BUCKETS: Final = 1024


@dataclass(slots=True, frozen=True, kw_only=True)
class Ticket:
    """A household's ticket as it stands; ``receipt`` knows a repeat of the sending that spent it.

    It holds no time and, in an anonymous campaign, no trace of what was answered. A spent one has
    no receipt if whoever spent it died on the way (see ``services.survey.channels.envelopes``).
    """

    id: str
    estate: str
    campaign: str
    household: str
    building: str
    bucket: int
    spent: bool = False
    receipt: str | None = None


def ticket_id(campaign: str, household: str) -> str:
    """Return the id of a household's ticket; a repeat derives the same."""
    return derived_id("ticket", campaign, household)


def bucket_of(estate: str, household: str) -> int:
    """Return the small group in which a household is invited: the same at every repeat."""
    digest = hashlib.blake2b(f"{estate}\0{household}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % BUCKETS


def receipt_of(ticket: str, key: str) -> str:
    """Return by what a repeat of one sending is known; nothing of it goes with the answer."""
    return derived_id("ballot-receipt", ticket, key)


def new_ticket(estate: str, campaign: str, household: str, building: str) -> Ticket:
    """Return a household's unspent ticket."""
    return Ticket(
        id=ticket_id(campaign, household),
        estate=estate,
        campaign=campaign,
        household=household,
        building=building,
        bucket=bucket_of(estate, household),
    )
