"""Take a submission up in one save, and see whether others have reported the same."""

from contextlib import suppress

from services.router.domain.request import take_up
from services.router.handlers.incidents import suggest
from services.router.ports import Work
from shared.contracts.requests import RequestSubmitted
from shared.kernel.errors import Conflict


async def route(event: RequestSubmitted, work: Work) -> None:
    """Make a request of a submission; its id is the submission's, so a repeat collides."""
    act = await work.act()
    known = await work.known.current(act.estate)
    request = take_up(event, work.classify(event.text, act.rules.buildings), act, known)
    with suppress(Conflict):
        await work.requests.save(request)
    await suggest(request, work)
