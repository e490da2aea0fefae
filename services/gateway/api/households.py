"""Move owners in and out at the desk; let owners ask to join a household, and leave one."""

from typing import Final

from aiohttp import web

from services.gateway.api.audit import note
from services.gateway.api.household_forms import (
    CodeView,
    Decision,
    Join,
    Joinings,
    JoiningView,
    Leave,
    LeaveHome,
    Left,
    MoveIn,
    Resident,
    RoomForm,
    Rooms,
    RoomView,
    Why,
)
from services.gateway.api.limits import LOGINS, take_together
from services.gateway.api.parts import ENDED, HUB, until_first, work_for
from services.gateway.domain.household import Joining
from services.gateway.handlers import households, sessions
from services.gateway.handlers.households import Drawn
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import CLOCK, Routes, operation

routes = Routes()
OWNER: Final = frozenset({Role.OWNER})
DESK: Final = frozenset({Role.CLERK, Role.MANAGER, Role.ADMIN})


@routes.post("/api/v1/me/household/code")
@operation(roles=OWNER)
async def draw_at_home(request: web.Request, who: Principal) -> CodeView:
    """Draw a code with which somebody may ask to join the caller's household."""
    drawn = await until_first(
        request, who.estate, lambda work: households.draw_code_at_home(who.id, work)
    )
    await note(request, who, "household.code-drawn", who.household or "")
    return _code(drawn)


@routes.post("/api/v1/directory/household-codes")
@operation(roles=DESK)
async def draw_at_desk(request: web.Request, who: Principal, form: RoomForm) -> CodeView:
    """Draw a code for any room of the estate."""
    drawn = await until_first(
        request, who.estate, lambda work: households.draw_code_at_desk(form.as_room(), work)
    )
    await note(request, who, "household.code-drawn", str(drawn.place))
    return _code(drawn)


@routes.post("/api/v1/me/household/join")
@operation(roles=OWNER, status=202)
async def join(request: web.Request, who: Principal, form: Join) -> JoiningView:
    """Ask to join a household; one of its owners or the desk then decides."""
    await take_together(request, LOGINS)
    made = await until_first(
        request, who.estate, lambda work: households.ask(who.id, form.as_room(), form.code, work)
    )
    return _joining(made, who.name)


@routes.get("/api/v1/me/rooms")
@operation(roles=OWNER)
async def rooms(request: web.Request, who: Principal) -> Rooms:
    """List the rooms of the caller's phone; a refresh with ``owner_id`` goes on in another."""
    found = await sessions.rooms_of(who, work_for(request, who.estate))
    return Rooms(items=[RoomView(owner_id=one.id, place=one.particulars.place) for one in found])


@routes.get("/api/v1/me/household/joinings")
@operation(roles=OWNER)
async def joinings_at_home(request: web.Request, who: Principal) -> Joinings:
    """List who asks to join the caller's household."""
    return await _list(request, who, who.household or "-")


@routes.post("/api/v1/me/household/joinings/{joining_id}")
@operation(roles=OWNER)
async def settle_at_home(
    request: web.Request, who: Principal, joining_id: str, form: Decision
) -> None:
    """Let somebody into the caller's household, or not."""
    await _settle(request, who, joining_id, form, who.household or "-")


@routes.post("/api/v1/me/household/leave")
@operation(roles=OWNER)
async def leave_home(request: web.Request, who: Principal, form: LeaveHome) -> Left:
    """Leave one's household; the account of this room and its log-ins end."""
    if not form.sure:
        return Left(detail="没有退出。确认要退出这个房号时，请把 sure 设为 true。")
    await _leave(request, who, who.id, Why.MOVED)
    return Left(detail="已退出这个房号，登录随之结束。以后要再登记，请联系服务中心。")


@routes.get("/api/v1/directory/joinings")
@operation(roles=DESK)
async def joinings_at_desk(request: web.Request, who: Principal) -> Joinings:
    """List every ask of the estate that nobody has settled."""
    return await _list(request, who, None)


@routes.post("/api/v1/directory/joinings/{joining_id}")
@operation(roles=DESK)
async def settle_at_desk(
    request: web.Request, who: Principal, joining_id: str, form: Decision
) -> None:
    """Let somebody into a household at the desk, or not."""
    await _settle(request, who, joining_id, form, None)


@routes.post("/api/v1/directory/owners")
@operation(roles=DESK, status=201)
async def move_in(request: web.Request, who: Principal, form: MoveIn) -> Resident:
    """Register an owner for a room; the same once more changes nothing."""
    owner = await until_first(
        request,
        who.estate,
        lambda work: households.move_in(form.as_room(), form.name, form.phone, work),
    )
    request.app[ENDED].forget(owner.id)
    await note(request, who, "owner.moved-in", owner.id, place=str(owner.particulars.place))
    known = owner.particulars
    return Resident(
        owner_id=owner.id,
        household_id=known.household_id,
        name=known.name,
        place=known.place,
        active=owner.active,
    )


@routes.post("/api/v1/directory/owners/{owner_id}/leave")
@operation(roles=DESK)
async def move_out(request: web.Request, who: Principal, owner_id: str, form: Leave) -> Left:
    """End the account of an owner who has sold, let or moved."""
    await _leave(request, who, owner_id, form.why)
    return Left(detail="已办理退出，这位业主的登录随之结束；已受理的诉求会继续处理。")


async def _leave(request: web.Request, who: Principal, owner_id: str, why: Why) -> None:
    await until_first(request, who.estate, lambda work: households.leave(owner_id, work))
    request.app[ENDED].note(owner_id, request.app[CLOCK]())
    request.app[HUB].dismiss(owner_id)
    await note(request, who, "owner.left", owner_id, why=why)


async def _settle(
    request: web.Request, who: Principal, joining_id: str, form: Decision, home: str | None
) -> None:
    await until_first(
        request,
        who.estate,
        lambda work: households.settle(
            joining_id, approve=form.approve, by=who.id, home=home, work=work
        ),
    )
    await note(request, who, "joining.settled", joining_id, approved=str(form.approve).lower())


async def _list(request: web.Request, who: Principal, home: str | None) -> Joinings:
    work = work_for(request, who.estate)
    found = await work.accounts.joinings(who.estate)
    mine = [one for one in found if home in (None, one.household_id)]
    names = [await work.kept.owners.find(one.owner_id) for one in mine]
    return Joinings(
        items=[
            _joining(one, asker.particulars.name if asker else None)
            for one, asker in zip(mine, names, strict=True)
        ]
    )


def _joining(made: Joining, name: str | None) -> JoiningView:
    return JoiningView(
        joining_id=made.id,
        owner_id=made.owner_id,
        name=name,
        place=made.place,
        state=made.state,
        asked_at=made.asked_at,
    )


def _code(drawn: Drawn) -> CodeView:
    return CodeView(code=drawn.code, place=drawn.place, good_until=drawn.good_until)
