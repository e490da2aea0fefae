"""Take a submission up: one save and nothing read, for the rules are in memory."""

from contextlib import suppress

from services.router.domain.classify import classify
from services.router.domain.request import take_up
from services.router.ports import Work
from shared.contracts.requests import RequestSubmitted
from shared.kernel.errors import Conflict


async def route(event: RequestSubmitted, work: Work) -> None:
    """Make a request of a submission; its id is the submission's, so a repeat collides."""
    act = await work.act()
    request = take_up(event, classify(event.text, act.rules.buildings), act)
    with suppress(Conflict):
        await work.requests.save(request)
