"""Hear what the owner answered."""

from services.router.ports import Work
from shared.contracts.surveys import SurveyAnswered


async def hear_the_owner(event: SurveyAnswered, work: Work) -> None:
    """Close a request whose owner is satisfied, open it again when not."""
    request = await work.requests.get(event.request_id)
    request.hear_survey(await work.act(), event)
    await work.requests.save(request)
