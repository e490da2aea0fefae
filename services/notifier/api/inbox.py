"""Let people read what was told to them in the app."""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, Field, StringConstraints

from services.notifier.api.cursors import read_place, write_place
from services.notifier.api.door import PEOPLE, work_of
from services.notifier.domain.notification import Notification, State
from services.notifier.handlers import arriving
from shared.contracts.event import Id
from shared.contracts.words import Outlet
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()


class Page(BaseModel):
    """Where to go on: the ``cursor`` of the page before."""

    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None


class Shown(Form):
    """Messages that were on the screen while somebody looked at it."""

    notification_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=50)]


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
    cursor: str | None = None


@routes.get("/api/v1/inbox")
@operation(roles=PEOPLE)
async def fetch(request: web.Request, who: Principal, query: Page) -> InboxView:
    """Fetch one's own messages; this alone is no receipt, ``read`` is."""
    work = work_of(request, who)
    before, last = read_place(query.cursor, work.now)
    page = await work.lists.inbox(who.estate, who.id, before, last)
    views = tuple(_view(row) for row in page)
    return InboxView(
        messages=views,
        unread=sum(not view.read for view in views),
        cursor=write_place(page[-1].created_at, page[-1].id) if page else None,
    )


@routes.post("/api/v1/inbox/read")
@operation(roles=PEOPLE, headers=REPEATABLE)
async def show(request: web.Request, who: Principal, form: Shown) -> None:
    """Say which of one's own messages one has been shown: the app's receipt."""
    await arriving.read(form.notification_ids, who.id, work_of(request, who))


@routes.post("/api/v1/inbox/{notification_id}/read")
@operation(roles=PEOPLE, headers=REPEATABLE)
async def read(request: web.Request, who: Principal, notification_id: str) -> None:
    """Mark one of one's own messages as read."""
    await arriving.read((notification_id,), who.id, work_of(request, who))


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
