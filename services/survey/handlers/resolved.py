"""Do what follows when the work on a request is done: ask, and perhaps call back."""

from contextlib import suppress

from services.survey.handlers import return_calls, surveys
from services.survey.handlers.erased import is_erased
from services.survey.ports import Work
from shared.contracts.requests import RequestResolved
from shared.kernel.errors import Seen


async def hear_resolved(event: RequestResolved, work: Work) -> None:
    """Open the survey, then draw for a return call; a repeat makes whichever is missing.

    Of what was told with another request, the owner is asked there; who was erased is not asked.
    """
    if event.request.told_with or await is_erased(event, work):
        return
    stands = True
    with suppress(Seen):
        stands = await surveys.open_survey(event, work)
    if stands:
        await return_calls.draw(event, work)
