"""Know an owner who asked to be forgotten: nothing is asked of them, and nothing kept anew."""

from services.survey.ports import Work
from shared.contracts.requests import RequestEvent


async def is_erased(event: RequestEvent, work: Work) -> bool:
    """Tell whether the request is one of an owner who was erased while it was open."""
    owner_id = event.request.reporter.owner_id
    owner = await work.lists.owner(work.cause.estate, owner_id) if owner_id else None
    return owner is not None and owner.is_erased
