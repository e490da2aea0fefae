"""Show who is on duty."""

from aiohttp import web

from services.router.api.context import work_of
from shared.contracts.words import STAFF, Role
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, Sometime, View, operation

routes = Routes()


class When(Form):
    """The moment asked about; left out, it is now."""

    at: Sometime | None = None


class OnDuty(View):
    """Somebody on duty, and what they have in hand."""

    staff_id: str
    name: str
    role: Role
    department: str | None
    in_hand: int


class Duty(View):
    """Who is on duty."""

    on_duty: list[OnDuty]


@routes.get("/api/v1/roster")
@operation(roles=STAFF)
async def duty(request: web.Request, who: Principal, query: When) -> Duty:
    """Show who is on duty at a moment."""
    act = await work_of(request, who).act()
    members = map(act.rules.member, sorted(act.rules.on_duty(query.at or act.at)))
    return Duty(
        on_duty=[
            OnDuty(
                staff_id=one.id,
                name=one.name,
                role=one.role,
                department=one.department,
                in_hand=max(act.loads.get(one.id, 0), 0),
            )
            for one in members
            if one
        ]
    )
