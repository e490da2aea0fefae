"""Look at incidents, decide on what is proposed, speak to the members, and end them."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.router.api.context import person_of, work_of
from services.router.api.cursors import read_place, write_place
from services.router.api.incident_views import (
    Incidents,
    IncidentView,
    WholeIncident,
    view_of,
    whole_of,
)
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.making import Announced
from services.router.domain.incidents.nearness import touches
from services.router.domain.incidents.state import Stage
from services.router.domain.rights import DESK
from services.router.handlers import incident_orders
from services.router.handlers.incidents import Order, order
from shared.contracts.event import Id, Place
from shared.contracts.words import STAFF, Category, Role, Urgency
from shared.kernel.errors import Forbidden, Missing, Seen
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, Sometime, operation

routes: Final = Routes()
PEOPLE: Final = STAFF | {Role.OWNER}
SKEW: Final = timedelta(minutes=5)
Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Ids = Annotated[tuple[Id, ...], Field(max_length=500)]
Places = Annotated[tuple[Place, ...], Field(max_length=50)]
_AT: Final = "/api/v1/incidents/{incident_id}"


class Filter(Form):
    """What to list: of one stage, or all; an owner gets what is open where they live."""

    status: Stage | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class Open(Form):
    """An incident that a person has noticed; ``requests`` are its first members."""

    category: Category
    text: Words
    urgency: Urgency = Urgency.URGENT
    places: Places = ()
    requests: Ids = ()
    expected_until: Sometime | None = None


class Works(Form):
    """Planned works: what, where, from when to when, and what owners who ask are told.

    ``words`` are phrases of which one in a report suffices, such as 停水.
    """

    category: Category
    text: Words
    words: Annotated[tuple[Words, ...], Field(max_length=30)] = ()
    places: Places = ()
    since: Sometime = Field(alias="from")
    until: Sometime = Field(alias="to")


class Confirm(Form):
    """What owners are told of it, until when it will last, and where it is if not as proposed."""

    text: Words
    expected_until: Sometime | None = None
    places: Places | None = None


class Because(Form):
    """Why it is none."""

    reason: Words


class Said(Form):
    """How it stands."""

    text: Words
    expected_until: Sometime | None = None


class Outcome(Form):
    """What was done."""

    outcome: Words


class Members(Form):
    """Which requests to take in, and which to let go on by themselves."""

    add: Ids = ()
    remove: Ids = ()


@routes.get("/api/v1/incidents")
@operation(roles=PEOPLE)
async def index(request: web.Request, who: Principal, query: Filter) -> Incidents:
    """List incidents and works, the newest first; owners see what is open where they live."""
    known = work_of(request, who).known
    if not who.is_staff:
        current = await known.current(who.estate)
        open_now = [view_of(one) for one in current if _is_open_to(who, one)]
        return Incidents(incidents=open_now[: query.limit], cursor=None)
    before, _ = read_place(query.cursor) or (work_of(request, who).now + SKEW, "")
    found = await known.page(who.estate, before, query.limit)
    last = found[-1].made_at if len(found) == query.limit else None
    shown = [view_of(one) for one in found if query.status in (None, one.stage)]
    return Incidents(incidents=shown, cursor=write_place(last) if last else None)


@routes.get(_AT)
@operation(roles=PEOPLE)
async def show(
    request: web.Request, who: Principal, incident_id: str
) -> IncidentView | WholeIncident:
    """Show an incident: to staff with its members, to an owner as anybody may know it."""
    work = work_of(request, who, incident_id)
    incident = await work.known.find(who.estate, incident_id)
    if incident is None or not (who.is_staff or _is_open_to(who, incident)):
        raise Missing("没有找到这个事件，请检查编号")
    if not who.is_staff:
        return view_of(incident)
    members = await work.known.members(who.estate, incident_id)
    return whole_of(incident, members, await work.book.rules(who.estate))


@routes.post("/api/v1/incidents")
@operation(roles=DESK, status=201, headers=REPEATABLE)
async def open_one(request: web.Request, who: Principal, form: Open) -> IncidentView:
    """Open an incident by hand."""
    said = Announced(
        category=form.category,
        text=form.text,
        urgency=form.urgency,
        places=form.places,
        seeds=form.requests,
        expected_until=form.expected_until,
    )
    return view_of(await incident_orders.open_by_hand(said, who.id, work_of(request, who)))


@routes.post("/api/v1/planned-works")
@operation(roles=DESK, status=201, headers=REPEATABLE)
async def announce(request: web.Request, who: Principal, form: Works) -> IncidentView:
    """Announce planned works; they begin and end by themselves."""
    said = Announced(
        category=form.category,
        text=form.text,
        places=form.places,
        phrases=form.words,
        since=form.since,
        until=form.until,
    )
    return view_of(await incident_orders.open_by_hand(said, who.id, work_of(request, who)))


@routes.post(f"{_AT}/confirm")
@operation(roles=DESK, headers=REPEATABLE)
async def confirm(
    request: web.Request, who: Principal, incident_id: str, form: Confirm
) -> IncidentView | WholeIncident:
    """Say that a proposed incident is one."""
    until: datetime | None = form.expected_until
    return await _order(
        request, who, lambda it, act: it.confirm(act, form.text, until, form.places)
    )


@routes.post(f"{_AT}/dismiss")
@operation(roles=DESK, headers=REPEATABLE)
async def dismiss(
    request: web.Request, who: Principal, incident_id: str, form: Because
) -> IncidentView | WholeIncident:
    """Say that a proposed incident is none."""
    return await _order(request, who, lambda it, act: it.dismiss(act, form.reason))


@routes.post(f"{_AT}/updates")
@operation(roles=STAFF, headers=REPEATABLE)
async def update(
    request: web.Request, who: Principal, incident_id: str, form: Said
) -> IncidentView | WholeIncident:
    """Tell every member how it stands."""
    await _check_in_hand(request, who, incident_id)
    work = work_of(request, who, incident_id)
    with suppress(Seen):
        await incident_orders.say(incident_id, form.text, form.expected_until, who.id, work)
    return await show(request, who, incident_id)


@routes.post(f"{_AT}/resolve")
@operation(roles=STAFF, headers=REPEATABLE)
async def resolve(
    request: web.Request, who: Principal, incident_id: str, form: Outcome
) -> IncidentView | WholeIncident:
    """Be over: every member gets the result and is asked whether it is fixed for them."""
    await _check_in_hand(request, who, incident_id)
    return await _order(request, who, lambda it, act: it.close(act, form.outcome))


@routes.post(f"{_AT}/members")
@operation(roles=DESK, headers=REPEATABLE)
async def change_members(
    request: web.Request, who: Principal, incident_id: str, form: Members
) -> IncidentView | WholeIncident:
    """Take requests in, or let them go on by themselves."""
    work = work_of(request, who, incident_id)
    await incident_orders.change_members(incident_id, form.add, form.remove, who.id, work)
    return await show(request, who, incident_id)


async def _order(request: web.Request, who: Principal, move: Order) -> IncidentView | WholeIncident:
    incident_id = request.match_info["incident_id"]
    with suppress(Seen):
        await order(incident_id, move, work_of(request, who, incident_id), who.id)
    return await show(request, who, incident_id)


async def _check_in_hand(request: web.Request, who: Principal, incident_id: str) -> None:
    incident = await work_of(request, who, incident_id).known.find(who.estate, incident_id)
    if incident is None:
        raise Missing("没有找到这个事件，请检查编号")
    if person_of(who).role not in DESK and incident.assignee != who.id:
        raise Forbidden("这个事件不由您负责，请联系客服或部门负责人")


def _is_open_to(who: Principal, incident: Incident) -> bool:
    return incident.stage is Stage.OPEN and touches(incident.places, who.place)
