"""Write a ticket, or a page, as the document that stands for it, and read a ticket back."""

from typing import Any

import orjson

from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.ticket import Ticket

Document = dict[str, Any]


def written(ticket: Ticket) -> Document:
    """Return the document of a ticket that nobody has spent."""
    return {
        "_id": ticket.id,
        "estate": ticket.estate,
        "campaign": ticket.campaign,
        "household": ticket.household,
        "building": ticket.building,
        "bucket": ticket.bucket,
        "spent": ticket.spent,
    }


def read(document: Document) -> Ticket:
    """Return the ticket of a document."""
    return Ticket(
        id=document["_id"],
        estate=document["estate"],
        campaign=document["campaign"],
        household=document["household"],
        building=document["building"],
        bucket=document["bucket"],
        spent=document["spent"],
        receipt=document.get("receipt"),
    )


def unfinished(claimed: Claimed, page: Page) -> Document:
    """Return the document of a page whose members have still to be let go."""
    return {
        "_id": claimed.page,
        "estate": page.estate,
        "campaign": page.campaign,
        "building": page.building,
        "answers": list(page.answers),
        "n": page.tally.n,
        "counts": orjson.dumps(page.tally.counts),
        "members": sorted(claimed.contents),
        "unfinished": True,
    }
