"""Let people read what was told to them in the app."""

from datetime import datetime

from aiohttp import web
from pydantic import BaseModel

from services.notifier.api.door import PEOPLE, work_of
from services.notifier.domain.notification import Notification, State
from services.notifier.handlers import arriving
from shared.contracts.words import Outlet
from shared.web.auth import Principal
from shared.web.operation import Routes, Sometime, View, operation

routes = Routes()


class Page(BaseModel):
    """Where to go on: the ``cursor`` of the page before."""

    cursor: Sometime | None = None


class MessageView(View):
    """One message in the inbox; ``about`` is the request's id."""

    notification_id: str
    text: str
    about: str
    because: str
    round: int
    urgent: bool
    outlet: Outlet
    sent_at: datetime
    read: bool
    read_at: datetime | None = None


class InboxView(View):
    """A page of the inbox, newest first; ``cursor`` leads to older ones, absent at the end."""

    messages: tuple[MessageView, ...]
    unread: int
    cursor: datetime | None = None


@routes.get("/api/v1/inbox")
@operation(roles=PEOPLE)
async def fetch(request: web.Request, who: Principal, query: Page) -> InboxView:
    """Fetch one's own messages; what is fetched counts as delivered."""
    work = work_of(request, who)
    page = await arriving.open_inbox(who.id, query.cursor or work.now, work)
    views = tuple(_view(row) for row in page)
    return InboxView(
        messages=views,
        unread=sum(not view.read for view in views),
        cursor=page[-1].created_at if page else None,
    )


@routes.post("/api/v1/inbox/{notification_id}/read")
@operation(roles=PEOPLE)
async def read(request: web.Request, who: Principal, notification_id: str) -> None:
    """Mark one of one's own messages as read."""
    await arriving.read(notification_id, who.id, work_of(request, who))


def _view(row: Notification) -> MessageView:
    return MessageView(
        notification_id=row.id,
        text=row.letter.text,
        about=row.letter.about,
        because=row.letter.because,
        round=row.letter.round,
        urgent=row.letter.urgent,
        outlet=row.outlet,
        sent_at=row.created_at,
        read=row.state is State.READ,
        read_at=row.read_at,
    )
