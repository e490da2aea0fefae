"""Draft, send, take back and follow notices (公告, policy.zh.md 二.1)."""

from contextlib import suppress
from typing import Final

from aiohttp import web

from services.notifier.api.cursors import read_place, write_place
from services.notifier.api.door import work_in, work_of
from services.notifier.api.notice_views import (
    CountView,
    NoticeForm,
    NoticesView,
    NoticeView,
    Offset,
    Place,
    ReadersView,
    ReaderView,
    SendForm,
    WithdrawForm,
    count_of,
    view_of,
)
from services.notifier.handlers import notices, writing
from services.notifier.ports import Work
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Seen, Unavailable
from shared.kernel.ids import derived_id, new_id
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Routes, operation

routes: Final = Routes()
DRAFTERS: Final = frozenset({Role.CLERK, Role.HEAD, Role.MANAGER, Role.ADMIN})
SENDERS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})
PAGE: Final = 100


@routes.post("/api/v1/notices")
@operation(roles=DRAFTERS, status=201, headers=REPEATABLE)
async def draft(request: web.Request, who: Principal, form: NoticeForm) -> NoticeView:
    """Draft a notice; nobody is told yet."""
    work = work_of(request, who)
    if not await _there(request, who, derived_id("notice", work.cause.id)):
        await writing.draft(form.wording, who.id, work)
    return await _view(request, who, derived_id("notice", work.cause.id))


@routes.get("/api/v1/notices")
@operation(roles=STAFF)
async def show_all(request: web.Request, who: Principal, query: Place) -> NoticesView:
    """Show all notices of the last half-year, drafts as well."""
    work = work_of(request, who)
    page = await work.board.drafted(who.estate, *read_place(query.cursor, work.now))
    cursor = write_place(page[-1].drafted_at, page[-1].id) if page else None
    return NoticesView(notices=tuple(view_of(one) for one in page), cursor=cursor)


@routes.get("/api/v1/notices/{notice_id}")
@operation(roles=STAFF)
async def show(request: web.Request, who: Principal, notice_id: str) -> NoticeView:
    """Show a notice, and how far it has got."""
    return await _view(request, who, notice_id)


@routes.put("/api/v1/notices/{notice_id}")
@operation(roles=DRAFTERS, headers=REPEATABLE)
async def edit(
    request: web.Request, who: Principal, notice_id: str, form: NoticeForm
) -> NoticeView:
    """Change a draft."""
    with suppress(Seen):
        await writing.edit(notice_id, form.wording, work_of(request, who))
    return await _view(request, who, notice_id)


@routes.get("/api/v1/notices/{notice_id}/recipients")
@operation(roles=STAFF)
async def count(request: web.Request, who: Principal, notice_id: str) -> CountView:
    """Count whom it would reach, before it is sent."""
    work = work_of(request, who)
    return count_of(await notices.count(await work.notices.get(notice_id), work))


@routes.post("/api/v1/notices/{notice_id}/send")
@operation(roles=SENDERS, headers=REPEATABLE)
async def send(request: web.Request, who: Principal, notice_id: str, form: SendForm) -> NoticeView:
    """Let it go out: an emergency at once, others after 15 seconds in which it can be undone."""
    with suppress(Seen):
        work = work_of(request, who)
        await writing.send(notice_id, who.id, form.at, form.counted, work)
        await note(request, who, "notice.sent", notice_id)
    await _at_once(request, who, notice_id)
    return await _view(request, who, notice_id)


@routes.post("/api/v1/notices/{notice_id}/undo")
@operation(roles=SENDERS, headers=REPEATABLE)
async def undo(request: web.Request, who: Principal, notice_id: str) -> NoticeView:
    """Take it back before it has gone to anybody; it is a draft again."""
    with suppress(Seen):
        await writing.undo(notice_id, work_of(request, who))
    return await _view(request, who, notice_id)


@routes.post("/api/v1/notices/{notice_id}/withdraw")
@operation(roles=SENDERS, headers=REPEATABLE)
async def withdraw(
    request: web.Request, who: Principal, notice_id: str, form: WithdrawForm
) -> NoticeView:
    """Take it off the board; who has not had it will not get it."""
    with suppress(Seen):
        await writing.withdraw(notice_id, who.id, form.reason, work_of(request, who))
        await note(request, who, "notice.withdrawn", notice_id)
    return await _view(request, who, notice_id)


@routes.get("/api/v1/notices/{notice_id}/readers")
@operation(roles=STAFF)
async def readers(
    request: web.Request, who: Principal, notice_id: str, query: Offset
) -> ReadersView:
    """Show who has read it, and who has not (must-read)."""
    work = work_of(request, who)
    await work.notices.get(notice_id)
    people, read = await work.board.whom(notice_id), await work.board.readings(notice_id)
    wanted = [one for one in people if not (query.unread and one in read)]
    page = wanted[query.cursor : query.cursor + PAGE]
    after = query.cursor + PAGE
    known = await work.book.look_up(who.estate, page)
    return ReadersView(
        recipients=len(people),
        read=len(read),
        readers=tuple(
            ReaderView(
                owner_id=one,
                name=known[one].name if one in known else "",
                room=str(known[one].place or "") if one in known else "",
                read_at=read.get(one),
            )
            for one in page
        ),
        cursor=after if after < len(wanted) else None,
    )


async def _at_once(request: web.Request, who: Principal, notice_id: str) -> None:
    """Tell the first of an emergency before the round comes by, which sees to the others."""
    work = _fresh(request, who)
    if (await work.notices.get(notice_id)).wording.emergency:
        with suppress(Unavailable):
            await notices.carry(notice_id, work, pages=1)


def _fresh(request: web.Request, who: Principal) -> Work:
    return work_in(request, new_id(), who.estate)


async def _there(request: web.Request, who: Principal, notice_id: str) -> bool:
    return await _fresh(request, who).notices.find(notice_id) is not None


async def _view(request: web.Request, who: Principal, notice_id: str) -> NoticeView:
    return view_of(await _fresh(request, who).notices.get(notice_id))
