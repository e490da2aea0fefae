"""Hear what the owner answered."""

from contextlib import suppress

from services.router.handlers.incidents import told_by
from services.router.ports import Work
from shared.contracts.surveys import SurveyAnswered
from shared.kernel.errors import Seen


async def hear_the_owner(event: SurveyAnswered, work: Work) -> None:
    """Close a request whose owner is satisfied, open it again when not."""
    request = await work.requests.get(event.request_id)
    if event.satisfied:
        for other in await told_by(request, work):
            await _hear_as_well(event, other.id, work)
    request.hear_survey(await work.act(channel="survey"), event)
    await work.requests.save(request)


async def _hear_as_well(event: SurveyAnswered, request_id: str, work: Work) -> None:
    """Take the answer for another request of the same owner in the same incident."""
    with suppress(Seen):
        request = await work.requests.get(request_id)
        same = {"request_id": request.id, "round": request.round}
        request.hear_survey(await work.act(channel="survey"), event.model_copy(update=same))
        await work.requests.save(request)
