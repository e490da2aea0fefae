"""Remind those who have not answered for a day, once."""

from collections.abc import Callable
from contextlib import suppress

from services.survey import handlers
from services.survey.ports import Lists, Work
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Seen
from shared.kernel.ids import derived_id


async def send_reminders(lists: Lists, work: Callable[[Cause], Work], clock: Clock) -> bool:
    """Remind of each survey that is due; return whether there were any.

    Two processes may do this at once: one of them is ``Seen`` or in ``Conflict``, and lets go.
    """
    now = clock()
    due = await lists.to_remind(now)
    for survey in due:
        cause = Cause(
            id=derived_id("survey-reminder", survey.id),
            estate=survey.estate,
            at=now,
            correlation=survey.case.request_id,
        )
        with suppress(Seen, Conflict):
            await handlers.remind(survey.id, work(cause))
    return bool(due)
