"""Look at requests: one, or a list that the caller may see."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from aiohttp import web
from pydantic import BeforeValidator, Field, WithJsonSchema

from services.router.api.context import person_of, work_of
from services.router.api.cursors import read_place, write_place
from services.router.api.views import RequestView, view_of
from services.router.domain.pending import Confirmation
from services.router.domain.rights import Scope, check, scopes
from services.router.ports import Listing
from shared.contracts.words import STAFF, Category, Role, Status, Urgency
from shared.kernel.errors import Missing
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, Sometime, View, operation

routes = Routes()
PEOPLE: Final = STAFF | {Role.OWNER}
_NAMES: Final = "|".join(Category)
SKEW: Final = timedelta(minutes=5)
ENDED: Final = frozenset({Status.CLOSED, Status.CANCELLED})
Categories = Annotated[
    frozenset[Category],
    BeforeValidator(lambda given: given.split(",") if isinstance(given, str) else given),
    WithJsonSchema({"type": "string", "pattern": f"^({_NAMES})(,({_NAMES})){{0,6}}$"}),
]


class Filter(Form):
    """What to list; ``mine`` is what the caller has in hand, ``asked`` what they should answer.

    ``over``: closed and cancelled, or all others; ``category``: one or more, with commas between;
    ``since`` and ``until``: when it was submitted.
    """

    status: Status | None = None
    over: bool | None = None
    category: Categories = frozenset()
    since: Sometime | None = None
    until: Sometime | None = None
    urgency: Urgency | None = None
    assignee: str | None = None
    mine: bool = False
    asked: bool = False
    unconfirmed: bool = False
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20

    def where(self, who: Principal) -> Scope:
        """Return the fields that must have these values."""
        assignee = who.id if self.mine and who.is_staff else self.assignee
        wanted = {
            "status": self.status,
            "urgency": self.urgency,
            "assignee": assignee,
            "asks": who.id if self.asked and who.is_staff else None,
            "confirmation": Confirmation.UNCONFIRMED if self.unconfirmed else None,
        }
        return {field: str(value) for field, value in wanted.items() if value}

    @property
    def states(self) -> frozenset[Status]:
        """Return in which states a request is wanted; empty: in any."""
        if self.over is None:
            return frozenset()
        return ENDED if self.over else frozenset(Status) - ENDED

    def before(self, now: datetime) -> tuple[datetime, str]:
        """Return the place in the list from which on it is wanted, the newest first."""
        latest = (self.until.astimezone(UTC) if self.until else now + SKEW, "~")
        return min(read_place(self.cursor) or latest, latest)


class Page(View):
    """A page of requests; ``cursor`` leads to the next one, if there is one."""

    requests: list[RequestView]
    cursor: str | None


@routes.get("/api/v1/requests")
@operation(roles=PEOPLE)
async def index(request: web.Request, who: Principal, query: Filter) -> Page:
    """List requests, the newest first: an owner's own, a worker's and the waiting, or all."""
    work, person = work_of(request, who), person_of(who)
    listing = Listing(
        estate=who.estate,
        scopes=scopes(person),
        where=query.where(who),
        before=query.before(work.now),
        limit=query.limit,
        since=query.since,
        states=query.states,
        categories=query.category,
    )
    found = await work.lists.page(listing)
    rules = await work.book.rules(who.estate)
    last = found[-1] if len(found) == query.limit else None
    return Page(
        requests=[view_of(one, person, rules) for one in found],
        cursor=write_place(last.submitted_at, last.id) if last else None,
    )


@routes.get("/api/v1/requests/{request_id}")
@operation(roles=PEOPLE)
async def show(request: web.Request, who: Principal, request_id: str) -> RequestView:
    """Show a request to whoever may see it."""
    work, person = work_of(request, who, request_id), person_of(who)
    found = await work.lists.find(who.estate, request_id)
    if found is None:
        raise Missing("没有找到这件诉求，请检查编号")
    check("see", person, found)
    return view_of(found, person, await work.book.rules(who.estate))
