"""Hear what has reached the owner; a sent message is not yet feedback."""

from contextlib import suppress

from services.router.handlers.incidents import told_by
from services.router.ports import Work
from shared.contracts.notifications import NotificationDelivered, PageAcknowledged
from shared.contracts.requests import RequestResolved
from shared.kernel.errors import Seen


async def hear_delivery(event: NotificationDelivered, work: Work) -> None:
    """Stop the feedback clock once the result has reached the owner, in the same round."""
    act = await work.act()
    if event.because != RequestResolved.type or event.recipient in act.rules.staff:
        return
    request = await work.requests.find(event.about)
    if request is None or request.round != event.round:
        return
    if event.recipient in (request.first_responder, request.assignee):
        return
    for other in await told_by(request, work):
        await _fed_back_as_well(event, other.id, work)
    if request.feed_back(act, event.outlet, event.delivered_at):
        await work.requests.save(request)


async def hear_page(event: PageAcknowledged, work: Work) -> None:
    """Write down who has seen that they were paged, in the same round."""
    request = await work.requests.find(event.request_id)
    if request is None or request.round != event.round:
        return
    if request.see_page(await work.act(by=event.staff_id)):
        await work.requests.save(request)


async def _fed_back_as_well(event: NotificationDelivered, request_id: str, work: Work) -> None:
    """Stop the clock of another request that the same result was about."""
    with suppress(Seen):
        request = await work.requests.get(request_id)
        if request.feed_back(await work.act(), event.outlet, event.delivered_at):
            await work.requests.save(request)
