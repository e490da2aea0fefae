"""Show an owner what is known already before they report it, and let them join instead."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints

from services.router.api.context import person_of, work_of
from services.router.api.incident_views import IncidentView, view_of
from services.router.api.views import RequestView
from services.router.api.views import view_of as request_view_of
from services.router.domain.incidents.alike import Same
from services.router.handlers import incident_orders
from services.router.handlers.looking import look_around
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import STAFF, Category, Role
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes: Final = Routes()
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Short = Annotated[str, StringConstraints(max_length=20)]


class Before(Form):
    """What would be reported, and where if not at home."""

    text: Text
    building: Short | None = None
    unit: Short | None = None


class Join(Form):
    """What is to be added in the owner's own words, if anything."""

    text: Annotated[str, StringConstraints(max_length=2000)] = ""


class SameView(View):
    """Open requests of others that look the same; whose they are is not told.

    ``join`` is what an owner may follow of them, where it is about what all share; ``about`` says
    what that is.
    """

    category: Category
    place: Place | None
    since: str
    reporters: int
    join: str | None
    about: str | None

    @classmethod
    def of(cls, same: Same) -> "SameView":
        """Show a group."""
        return cls(
            category=same.category,
            place=same.place,
            since=same.since.isoformat(),
            reporters=same.reporters,
            join=next(iter(same.seeds), None),
            about=same.about,
        )


class Similar(View):
    """What looks the same nearby: incidents and works that may be joined, and open requests."""

    incidents: list[IncidentView]
    requests: list[SameView]


@routes.get("/api/v1/requests/similar")
@operation(roles=STAFF | {Role.OWNER})
async def similar(request: web.Request, who: Principal, query: Before) -> Similar:
    """Look for open incidents, works and requests that look the same nearby."""
    home = who.place or Place()
    named = {"building": query.building or home.building, "unit": query.unit or home.unit}
    place = Place(**{**named, "room": home.room if not query.building else None})
    incidents, requests = await look_around(query.text, place, who.id, work_of(request, who))
    return Similar(
        incidents=[view_of(one) for one in incidents],
        requests=[SameView.of(one) for one in requests],
    )


@routes.post("/api/v1/incidents/{incident_id}/join")
@operation(roles=frozenset({Role.OWNER}), status=201, headers=REPEATABLE)
async def join(request: web.Request, who: Principal, incident_id: str, form: Join) -> RequestView:
    """Say that it is the same here; the owner's own request is made, already joined."""
    work = work_of(request, who)
    joined = await incident_orders.join_as_owner(incident_id, _owner(who), form.text, work)
    return request_view_of(joined, person_of(who), await work.book.rules(who.estate))


@routes.post("/api/v1/requests/{request_id}/join")
@operation(roles=frozenset({Role.OWNER}), status=201, headers=REPEATABLE)
async def follow(request: web.Request, who: Principal, request_id: str, form: Join) -> RequestView:
    """Say that it is the same as a neighbour's open request; one's own is made, following it."""
    work = work_of(request, who, request_id)
    mine = await incident_orders.follow_as_owner(request_id, _owner(who), form.text, work)
    return request_view_of(mine, person_of(who), await work.book.rules(who.estate))


def _owner(who: Principal) -> Reporter:
    return Reporter(owner_id=who.id, name=who.name or None, place=who.place)
