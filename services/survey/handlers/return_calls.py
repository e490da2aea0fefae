"""Draw the rounds that are called back about, and take what comes of the calls."""

from contextlib import suppress
from datetime import timedelta

from services.survey.domain.answer import Answer
from services.survey.domain.campaigns.audience import drawn
from services.survey.domain.case import Case
from services.survey.domain.returns.return_call import ReturnCall, call_id_of, needs_answer
from services.survey.ports import Work
from shared.contracts.requests import RequestResolved
from shared.kernel.errors import Conflict


async def draw(event: RequestResolved, work: Work) -> None:
    """Put the round on the list of return calls if the estate's rule draws it."""
    case = Case.done(event)
    rule = (await work.book.of(work.cause.estate)).rules.return_calls
    if not drawn(f"{case.request_id}\0{case.round}", rule.share_of(case.urgency)):
        return
    due_at = work.now + timedelta(days=rule.days)
    call = ReturnCall.about(case, event.by, due_at, rule.attempts, work.cause)
    if await work.returns.find(call.id) is None:
        call.open()
        await work.returns.save(call)


async def drop(request_id: str, round_: int, work: Work) -> None:
    """End the call about a round that is history."""
    call = await work.returns.find(call_id_of(request_id, round_))
    if call and call.drop(work.now):
        await work.returns.save(call)


async def claim(call_id: str, by: str, work: Work) -> ReturnCall:
    """Take a call on."""
    call = await work.returns.get(call_id)
    call.claim(by)
    await work.returns.save(call)
    return call


async def log(
    call_id: str, by: str, note: str, said: tuple[bool, Answer | None], work: Work
) -> ReturnCall:
    """Note an attempt; ``said`` is whether the owner was reached, and their answer."""
    answer = needs_answer(*said)
    call = await work.returns.get(call_id)
    call.log(by, work.now, note, answer)
    await work.returns.save(call)
    return call


async def expire(call_id: str, work: Work) -> None:
    """End a call whose time is over."""
    call = await work.returns.get(call_id)
    if call.expire(work.now):
        with suppress(Conflict):
            await work.returns.save(call)
