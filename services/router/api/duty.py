"""Ask for leave and swap shifts; a head or the colleague agrees."""

from collections.abc import Callable, Set
from contextlib import suppress
from datetime import date
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.router import handlers
from services.router.api.context import work_of
from services.router.api.duty_views import LEADS, DutyChanges, changes_of
from services.router.domain.act import Act
from services.router.domain.asked import Leave, Swap
from services.router.domain.duty_book import DutyBook
from services.router.ports import Work
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Forbidden, Seen
from shared.kernel.ids import derived_id
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, Sometime, operation

routes: Final = Routes()
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]
StaffId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
_LEAVE: Final = "/api/v1/roster/leave"
_SWAPS: Final = "/api/v1/roster/swaps"
Decision = Callable[[DutyBook, Act, str], None]


class AskLeave(Form):
    """Leave from when until when; ``staff_id`` is for a lead who enters it for somebody."""

    staff_id: StaffId | None = None
    since: Annotated[Sometime, Field(alias="from")]
    until: Annotated[Sometime, Field(alias="to")]
    reason: Reason


class AskSwap(Form):
    """With whom, which day's shifts of mine, which of theirs in return."""

    with_id: Annotated[StaffId, Field(alias="with")]
    day: Annotated[Day, Field(alias="date")]
    back: Day | None = None
    reason: Reason


class Decide(Form):
    """Nothing needs to be said."""


def _deciding(path: str, roles: Set[Role] = STAFF) -> Callable[[Decision], Decision]:
    """Open a door at ``path`` for what somebody decides about leave or a swap."""

    def opened(decide: Decision) -> Decision:
        async def door(request: web.Request, who: Principal, form: Decide) -> DutyChanges:
            (asked,) = request.match_info.values()
            return await _change(
                work_of(request, who), who, lambda book, act: decide(book, act, asked)
            )

        door.__name__, door.__doc__ = decide.__name__, decide.__doc__
        routes.post(path)(operation(roles=frozenset(roles), headers=REPEATABLE)(door))
        return decide

    return opened


@routes.get(_LEAVE)
@operation(roles=STAFF)
async def leave(request: web.Request, who: Principal) -> DutyChanges:
    """List leave and swaps: one's own, a lead everybody's."""
    return await _show(work_of(request, who), who)


@routes.get(_SWAPS)
@operation(roles=STAFF)
async def swaps(request: web.Request, who: Principal) -> DutyChanges:
    """List leave and swaps: one's own, a lead everybody's."""
    return await _show(work_of(request, who), who)


@routes.post(_LEAVE)
@operation(roles=STAFF, status=201, headers=REPEATABLE)
async def ask_leave(request: web.Request, who: Principal, form: AskLeave) -> DutyChanges:
    """Ask for leave; a lead's entry for somebody of theirs holds at once."""
    staff_id, work = form.staff_id or who.id, work_of(request, who)
    if staff_id != who.id and who.role not in LEADS:
        raise Forbidden("只能为自己请假；为别人登记请联系部门负责人")
    asked = Leave(
        id=derived_id("leave", work.cause.id),
        staff_id=staff_id,
        since=form.since,
        until=form.until,
        reason=form.reason,
        asked_by=who.id,
    )
    return await _change(work, who, lambda book, act: book.ask_leave(act, asked))


@_deciding(f"{_LEAVE}/{{leave_id}}/approve", LEADS)
def approve(book: DutyBook, act: Act, leave_id: str) -> None:
    """Agree to somebody's leave."""
    book.decide_leave(act, leave_id, agreed=True)


@_deciding(f"{_LEAVE}/{{leave_id}}/refuse", LEADS)
def refuse(book: DutyBook, act: Act, leave_id: str) -> None:
    """Refuse somebody's leave."""
    book.decide_leave(act, leave_id, agreed=False)


@_deciding(f"{_LEAVE}/{{leave_id}}/withdraw")
def withdraw(book: DutyBook, act: Act, leave_id: str) -> None:
    """Take leave back: one's own, or a lead somebody's of theirs."""
    book.withdraw_leave(act, leave_id)


@routes.post(_SWAPS)
@operation(roles=STAFF, status=201, headers=REPEATABLE)
async def propose_swap(request: web.Request, who: Principal, form: AskSwap) -> DutyChanges:
    """Ask a colleague to stand one's shifts of a day."""
    work = work_of(request, who)
    asked = Swap(
        id=derived_id("swap", work.cause.id),
        staff_id=who.id,
        with_id=form.with_id,
        day=form.day,
        back=form.back,
        reason=form.reason,
    )
    return await _change(work, who, lambda book, act: book.propose_swap(act, asked))


@_deciding(f"{_SWAPS}/{{swap_id}}/accept")
def accept_swap(book: DutyBook, act: Act, swap_id: str) -> None:
    """Agree to stand a colleague's shifts."""
    book.answer_swap(act, swap_id, agreed=True)


@_deciding(f"{_SWAPS}/{{swap_id}}/decline")
def decline_swap(book: DutyBook, act: Act, swap_id: str) -> None:
    """Decline to."""
    book.answer_swap(act, swap_id, agreed=False)


@_deciding(f"{_SWAPS}/{{swap_id}}/withdraw")
def withdraw_swap(book: DutyBook, act: Act, swap_id: str) -> None:
    """Take a swap back while it waits for an answer."""
    book.withdraw_swap(act, swap_id)


async def _change(work: Work, who: Principal, change: handlers.Change) -> DutyChanges:
    with suppress(Seen):
        book = await handlers.change_duty(who.id, change, work)
        return changes_of(book, await work.book.rules(who.estate), who)
    return await _show(work, who)


async def _show(work: Work, who: Principal) -> DutyChanges:
    book = await work.book.duty_of(who.estate)
    return changes_of(book, await work.book.rules(who.estate), who)
