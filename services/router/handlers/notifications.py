"""Hear what has reached the owner; a sent message is not yet feedback."""

from services.router.ports import Work
from shared.contracts.notifications import NotificationDelivered
from shared.contracts.requests import RequestResolved


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
    if request.feed_back(act, event.outlet, event.delivered_at):
        await work.requests.save(request)
