"""Arrange a request among people: transfer, hand over, grab, confirm, merge."""

from contextlib import suppress
from typing import Final, Self

from aiohttp import web
from pydantic import model_validator

from services.router import handlers
from services.router.api.context import work_of
from services.router.api.making import (
    AT,
    MOVING,
    Because,
    Empty,
    Move,
    Short,
    Words,
    make,
    mover_of,
)
from services.router.api.requests import show
from services.router.api.views import RequestView, view_of
from shared.contracts.event import Place
from shared.contracts.words import STAFF, Category, Role, Urgency
from shared.kernel.errors import Seen
from shared.web.auth import Principal
from shared.web.operation import Routes, operation

routes: Final = Routes()
DESK: Final = frozenset({Role.CLERK, Role.HEAD, Role.MANAGER, Role.ADMIN})


class Transfer(Move):
    """To whom, a member of staff or a department, and why."""

    to: Short | None = None
    department: Short | None = None
    reason: Words

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.to) == bool(self.department):
            raise ValueError("请选择转给哪位员工(to)或哪个部门(department),只填一个")
        return self


class HandOver(Move):
    """To whom, and why."""

    to: Short
    reason: Words


class Confirm(Move):
    """What it is really about; with nothing said it stands as it is."""

    category: Category | None = None
    urgency: Urgency | None = None
    place: Place | None = None


class Merge(Move):
    """Into which request, by its id, and why."""

    into: Short
    reason: Words


@routes.post(f"{AT}/grab")
@operation(roles=STAFF, headers=MOVING)
async def grab(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Take what was offered to several, if nobody was faster (抢单)."""
    return await make(request, who, form, "grab", lambda it, act: it.grab(act))


@routes.post(f"{AT}/transfer")
@operation(roles=STAFF, headers=MOVING)
async def transfer(
    request: web.Request, who: Principal, request_id: str, form: Transfer
) -> RequestView:
    """Ask a colleague, or a department's head, to take it on; they must accept."""
    return await make(
        request,
        who,
        form,
        "transfer",
        lambda it, act: it.propose_transfer(act, form.reason, form.to, form.department),
    )


@routes.post(f"{AT}/transfer/accept")
@operation(roles=STAFF, headers=MOVING)
async def accept_transfer(
    request: web.Request, who: Principal, request_id: str, form: Empty
) -> RequestView:
    """Take on what a colleague would hand on."""
    return await make(
        request, who, form, "accept_transfer", lambda it, act: it.accept_transfer(act)
    )


@routes.post(f"{AT}/transfer/decline")
@operation(roles=STAFF, headers=MOVING)
async def decline_transfer(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """Decline it with a reason, or take the proposal back."""
    return await make(
        request,
        who,
        form,
        "decline_transfer",
        lambda it, act: it.decline_transfer(act, form.reason),
    )


@routes.post(f"{AT}/hand-over")
@operation(roles=STAFF, headers=MOVING)
async def hand_over(
    request: web.Request, who: Principal, request_id: str, form: HandOver
) -> RequestView:
    """Ask a colleague to be the first responder from now on (首问责任交接)."""
    return await make(
        request,
        who,
        form,
        "hand_over",
        lambda it, act: it.propose_hand_over(act, form.to, form.reason),
    )


@routes.post(f"{AT}/hand-over/accept")
@operation(roles=STAFF, headers=MOVING)
async def accept_hand_over(
    request: web.Request, who: Principal, request_id: str, form: Empty
) -> RequestView:
    """Be the first responder from now on."""
    return await make(
        request, who, form, "accept_hand_over", lambda it, act: it.accept_hand_over(act)
    )


@routes.post(f"{AT}/hand-over/decline")
@operation(roles=STAFF, headers=MOVING)
async def decline_hand_over(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """Decline it with a reason, or take the proposal back."""
    return await make(
        request,
        who,
        form,
        "decline_hand_over",
        lambda it, act: it.decline_hand_over(act, form.reason),
    )


@routes.post(f"{AT}/confirm")
@operation(roles=DESK, headers=MOVING)
async def confirm(
    request: web.Request, who: Principal, request_id: str, form: Confirm
) -> RequestView:
    """Stand behind what the classifier said, or correct it."""
    return await make(
        request,
        who,
        form,
        "confirm",
        lambda it, act: it.confirm(act, form.category, form.urgency, form.place),
    )


@routes.post(f"{AT}/merge")
@operation(roles=DESK, headers=MOVING)
async def merge(request: web.Request, who: Principal, request_id: str, form: Merge) -> RequestView:
    """Let it follow another request about the same matter."""
    work, person = work_of(request, who, request_id), mover_of(request, who, form)
    with suppress(Seen):
        moved = await handlers.merge(request_id, form.into, form.reason, person, work)
        return view_of(moved, person, await work.book.rules(who.estate))
    return await show(request, who, request_id)


@routes.post(f"{AT}/unmerge")
@operation(roles=DESK, headers=MOVING)
async def unmerge(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """Let it go on by itself, with its own clocks as if it had never followed."""
    return await make(request, who, form, "unmerge", lambda it, act: it.unmerge(act, form.reason))
