"""Do what follows when a round is done over or taken back: ask no more, and call nobody."""

from contextlib import suppress

from services.survey.handlers import return_calls, surveys
from services.survey.ports import Work
from shared.contracts.requests import RequestCancelled, RequestReopened
from shared.kernel.errors import Seen


async def hear_reopened(event: RequestReopened, work: Work) -> None:
    """Stop asking and calling about the round before; a repeat ends whichever goes on."""
    with suppress(Seen):
        await surveys.reopen(event, work)
    await return_calls.drop(event.request.request_id, event.request.round - 1, work)


async def hear_cancelled(event: RequestCancelled, work: Work) -> None:
    """Stop asking and calling about what the owner took back."""
    with suppress(Seen):
        await surveys.cancel(event, work)
    await return_calls.drop(event.request.request_id, event.request.round, work)
