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
    mover_of,
    moving,
)
from services.router.api.requests import show
from services.router.api.views import RequestView, view_of
from services.router.domain.act import Act
from services.router.domain.request import Request
from shared.contracts.event import Place
from shared.contracts.words import Category, Role, Urgency
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
    """Into which request, by its id or its number (K7M2-Q4XA), and why."""

    into: Short
    reason: Words


@moving(routes, "grab")
def grab(it: Request, act: Act, form: Empty) -> None:
    """Take what was offered to several, if nobody was faster (抢单)."""
    it.grab(act)


@moving(routes, "transfer")
def transfer(it: Request, act: Act, form: Transfer) -> None:
    """Ask a colleague, or a department's head, to take it on; they must accept."""
    it.propose_transfer(act, form.reason, form.to, form.department)


@moving(routes, "transfer/accept")
def accept_transfer(it: Request, act: Act, form: Empty) -> None:
    """Take on what a colleague would hand on."""
    it.accept_transfer(act)


@moving(routes, "transfer/decline")
def decline_transfer(it: Request, act: Act, form: Because) -> None:
    """Decline it with a reason, or take the proposal back."""
    it.decline_transfer(act, form.reason)


@moving(routes, "hand-over")
def hand_over(it: Request, act: Act, form: HandOver) -> None:
    """Ask a colleague to be the first responder from now on (首问责任交接)."""
    it.propose_hand_over(act, form.to, form.reason)


@moving(routes, "hand-over/accept")
def accept_hand_over(it: Request, act: Act, form: Empty) -> None:
    """Be the first responder from now on."""
    it.accept_hand_over(act)


@moving(routes, "hand-over/decline")
def decline_hand_over(it: Request, act: Act, form: Because) -> None:
    """Decline it with a reason, or take the proposal back."""
    it.decline_hand_over(act, form.reason)


@moving(routes, "confirm", DESK)
def confirm(it: Request, act: Act, form: Confirm) -> None:
    """Stand behind what the classifier said, or correct it."""
    it.confirm(act, form.category, form.urgency, form.place)


@routes.post(f"{AT}/merge")
@operation(roles=DESK, headers=MOVING)
async def merge(request: web.Request, who: Principal, request_id: str, form: Merge) -> RequestView:
    """Let it follow another request about the same matter."""
    work, person = work_of(request, who, request_id), mover_of(request, who, form)
    with suppress(Seen):
        moved = await handlers.merge(request_id, form.into, form.reason, person, work)
        return view_of(moved, person, await work.book.rules(who.estate))
    return await show(request, who, request_id)


@moving(routes, "unmerge", DESK)
def unmerge(it: Request, act: Act, form: Because) -> None:
    """Let it go on by itself, with its own clocks as if it had never followed."""
    it.unmerge(act, form.reason)
