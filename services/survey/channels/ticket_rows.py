"""Write a ticket as the document that stands for it, and read it back."""

from typing import Any

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
