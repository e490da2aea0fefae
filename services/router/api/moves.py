"""Move a request: what staff and owners do with it."""

from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import AwareDatetime, Field

from services.router.api.making import AT, MOVING, Because, Empty, Move, Short, Words, make
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


@routes.post(f"{AT}/accept")
@operation(roles=STAFF, headers=MOVING)
async def accept(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Take the request on."""
    return await make(request, who, form, "accept", lambda it, act: it.accept(act))


@routes.post(f"{AT}/arrive")
@operation(roles=STAFF, headers=MOVING)
async def arrive(
    request: web.Request, who: Principal, request_id: str, form: Arrive
) -> RequestView:
    """Say that one is there."""
    return await make(request, who, form, "arrive", lambda it, act: it.arrive(act, form.spot))


@routes.post(f"{AT}/notes")
@operation(roles=STAFF, headers=MOVING)
async def note(request: web.Request, who: Principal, request_id: str, form: Note) -> RequestView:
    """Tell the owner of progress."""
    return await make(
        request, who, form, "note", lambda it, act: it.note(act, form.note, form.attachments)
    )


@routes.post(f"{AT}/pause")
@operation(roles=STAFF, headers=MOVING)
async def pause(request: web.Request, who: Principal, request_id: str, form: Pause) -> RequestView:
    """Let the resolution clock rest, for a reason from the estate's list."""
    until: datetime | None = form.until
    return await make(
        request, who, form, "pause", lambda it, act: it.pause(act, form.reason, until)
    )


@routes.post(f"{AT}/resume")
@operation(roles=STAFF, headers=MOVING)
async def resume(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Let the resolution clock go on."""
    return await make(request, who, form, "resume", lambda it, act: it.resume(act))


@routes.post(f"{AT}/resolve")
@operation(roles=STAFF, headers=MOVING)
async def resolve(
    request: web.Request, who: Principal, request_id: str, form: Resolve
) -> RequestView:
    """Be done, and say what was done."""
    return await make(
        request,
        who,
        form,
        "resolve",
        lambda it, act: it.resolve(act, form.outcome, form.attachments),
    )


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


@routes.post(f"{AT}/reclassify")
@operation(roles=STAFF, headers=MOVING)
async def reclassify(
    request: web.Request, who: Principal, request_id: str, form: Reclassify
) -> RequestView:
    """Correct category or urgency; what is said once more is thereby confirmed."""
    return await make(
        request,
        who,
        form,
        "reclassify",
        lambda it, act: it.reclassify(act, form.category, form.urgency, form.reason),
    )


@routes.post(f"{AT}/calls")
@operation(roles=STAFF, headers=MOVING)
async def call(request: web.Request, who: Principal, request_id: str, form: Call) -> RequestView:
    """Log a phone call to the owner."""
    return await make(
        request,
        who,
        form,
        "call",
        lambda it, act: it.log_call(act, form.reached, form.note, form.followed),
    )


@routes.post(f"{AT}/sign-off")
@operation(roles=LEADS, headers=MOVING)
async def sign_off(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """Close it without a satisfied owner, after three recorded attempts."""
    return await make(request, who, form, "sign_off", lambda it, act: it.sign_off(act, form.reason))


@routes.post(f"{AT}/cancel")
@operation(roles=PEOPLE, headers=MOVING)
async def cancel(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """End it on the owner's word."""
    return await make(request, who, form, "cancel", lambda it, act: it.cancel(act, form.reason))


@routes.post(f"{AT}/urge")
@operation(roles=PEOPLE, headers=MOVING)
async def urge(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Press for it."""
    return await make(request, who, form, "urge", lambda it, act: it.urge(act))


@routes.post(f"{AT}/reopen")
@operation(roles=PEOPLE, headers=MOVING)
async def reopen(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """Open it again on the owner's word: it is not well, or it came back."""
    return await make(request, who, form, "reopen", lambda it, act: it.reopen(act, form.reason))
