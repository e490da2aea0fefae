"""Show staff what somebody was told, by which ways, and what became of each message."""

from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints

from services.notifier.api.cursors import read_place, write_place
from services.notifier.api.door import work_of
from services.notifier.domain.notification import Notification, State
from shared.contracts.event import Id
from shared.contracts.words import Outlet, Role
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes: Final = Routes()
OVERSEERS: Final = frozenset({Role.CLERK, Role.HEAD, Role.MANAGER, Role.ADMIN})


class Whose(Form):
    """Who was told, about which request (all if none is named); ``cursor`` leads on."""

    recipient: Id
    about: Id | None = None
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None


class SentView(View):
    """One message on one outlet: where it stands, since when, and why; no text, no address."""

    notification_id: str
    recipient: str
    about: str
    because: str
    round: int
    outlet: Outlet
    state: State
    urgent: bool
    tries: int
    reason: str
    made_at: datetime
    next_at: datetime | None = None
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None
    suppressed_at: datetime | None = None
    acknowledged_at: datetime | None = None


class SentsView(View):
    """A page, newest first."""

    messages: tuple[SentView, ...]
    cursor: str | None = None


@routes.get("/api/v1/notifications")
@operation(roles=OVERSEERS)
async def show(request: web.Request, who: Principal, query: Whose) -> SentsView:
    """Show what became of each message to somebody, of the last 90 days (policy.zh.md 三.3)."""
    work = work_of(request, who)
    before, last = read_place(query.cursor, work.now)
    page = await work.lists.told(who.estate, query.recipient, before, last, query.about)
    return SentsView(
        messages=tuple(_view(row) for row in page),
        cursor=write_place(page[-1].created_at, page[-1].id) if page else None,
    )


def _view(row: Notification) -> SentView:
    letter = row.letter
    return SentView(
        notification_id=row.id,
        recipient=letter.recipient,
        about=letter.about,
        because=letter.because,
        round=letter.round,
        outlet=row.outlet,
        state=row.state,
        urgent=letter.urgent,
        tries=row.tries,
        reason=row.reason,
        made_at=row.created_at,
        next_at=row.next_at,
        accepted_at=row.accepted_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
        failed_at=row.failed_at,
        suppressed_at=row.suppressed_at,
        acknowledged_at=row.acknowledged_at,
    )
