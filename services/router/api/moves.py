"""Move a request: what staff and owners do with it."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import AwareDatetime, Field

from services.router.api.making import (
    AT,
    MOVING,
    Because,
    Empty,
    Move,
    Short,
    Words,
    make,
    moving,
)
from services.router.api.requests import PEOPLE
from services.router.api.views import RequestView
from services.router.domain.act import Act
from services.router.domain.history import Followed
from services.router.domain.request import Request
from shared.contracts.words import STAFF, Category, Role, Status, Urgency
from shared.web.auth import Principal
from shared.web.operation import Routes, operation

routes = Routes()
Photos = Annotated[tuple[str, ...], Field(max_length=9)]
LEADS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})


class Arrive(Move):
    """Where one has arrived."""

    spot: Short = ""


class Note(Move):
    """Progress, in words that the owner reads."""

    note: Words
    attachments: Photos = ()


class Pause(Move):
    """Why it rests, and until when."""

    reason: Short
    until: AwareDatetime | None = None


class Resolve(Move):
    """What was done."""

    outcome: Words
    attachments: Photos = ()


class Assign(Move):
    """Who shall have it, and why."""

    staff_id: Short
    reason: Words


class Reclassify(Move):
    """What it is really about; what is left out stays."""

    category: Category | None = None
    urgency: Urgency | None = None
    reason: Words


class Call(Move):
    """A phone call to the owner; ``why`` they are dissatisfied and what ``will_be_done``."""

    reached: bool
    note: Words
    why: Words | None = None
    will_be_done: Words | None = None

    @property
    def followed(self) -> Followed:
        """Return both, as they are kept apart from the note."""
        return Followed(self.why or "", self.will_be_done or "")


@moving(routes, "accept")
def accept(it: Request, act: Act, form: Empty) -> None:
    """Take the request on."""
    it.accept(act)


@moving(routes, "arrive")
def arrive(it: Request, act: Act, form: Arrive) -> None:
    """Say that one is there."""
    it.arrive(act, form.spot)


@moving(routes, "notes")
def note(it: Request, act: Act, form: Note) -> None:
    """Tell the owner of progress."""
    it.note(act, form.note, form.attachments)


@moving(routes, "pause")
def pause(it: Request, act: Act, form: Pause) -> None:
    """Let the resolution clock rest, for a reason from the estate's list."""
    it.pause(act, form.reason, form.until)


@moving(routes, "resume")
def resume(it: Request, act: Act, form: Empty) -> None:
    """Let the resolution clock go on."""
    it.resume(act)


@moving(routes, "resolve")
def resolve(it: Request, act: Act, form: Resolve) -> None:
    """Be done, and say what was done."""
    it.resolve(act, form.outcome, form.attachments)


@routes.post(f"{AT}/assign")
@operation(roles=STAFF, headers=MOVING)
async def assign(
    request: web.Request, who: Principal, request_id: str, form: Assign
) -> RequestView:
    """Give it to somebody by hand: a lead's word holds, and a clerk's while nobody has accepted.

    From anybody else it is a transfer, which the other must accept first.
    """

    def change(it: Request, act: Act) -> None:
        waits = it.status in (Status.SUBMITTED, Status.ASSIGNED)
        if who.role in LEADS or (who.role is Role.CLERK and waits):
            it.assign(act, form.staff_id, form.reason)
        else:
            it.propose_transfer(act, form.reason, to=form.staff_id)

    return await make(request, who, form, "assign", change)


@moving(routes, "reclassify")
def reclassify(it: Request, act: Act, form: Reclassify) -> None:
    """Correct category or urgency; what is said once more is thereby confirmed."""
    it.reclassify(act, form.category, form.urgency, form.reason)


@moving(routes, "calls")
def call(it: Request, act: Act, form: Call) -> None:
    """Log a phone call to the owner."""
    it.log_call(act, form.reached, form.note, form.followed)


@moving(routes, "sign-off", LEADS)
def sign_off(it: Request, act: Act, form: Because) -> None:
    """Close it without a satisfied owner, after three recorded attempts."""
    it.sign_off(act, form.reason)


@moving(routes, "cancel", PEOPLE)
def cancel(it: Request, act: Act, form: Because) -> None:
    """End it on the owner's word."""
    it.cancel(act, form.reason)


@moving(routes, "urge", PEOPLE)
def urge(it: Request, act: Act, form: Empty) -> None:
    """Press for it."""
    it.urge(act)


@moving(routes, "reopen", PEOPLE)
def reopen(it: Request, act: Act, form: Because) -> None:
    """Open it again on the owner's word: it is not well, or it came back."""
    it.reopen(act, form.reason)
