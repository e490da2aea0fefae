"""Move a request: what staff and owners do with it."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import AwareDatetime, Field, StringConstraints

from services.router import handlers
from services.router.api.context import person_of, work_of
from services.router.api.requests import PEOPLE, show
from services.router.api.views import RequestView, view_of
from shared.contracts.words import STAFF, Category, Role, Urgency
from shared.kernel.errors import Seen
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, operation

routes = Routes()
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Short = Annotated[str, StringConstraints(max_length=200)]
Photos = Annotated[tuple[str, ...], Field(max_length=9)]
LEADS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})
_AT: Final = "/api/v1/requests/{request_id}"


class Empty(Form):
    """Nothing needs to be said."""


class Arrive(Form):
    """Where one has arrived."""

    spot: Short = ""


class Note(Form):
    """Progress, in words that the owner reads."""

    note: Words
    attachments: Photos = ()


class Pause(Form):
    """Why it rests, and until when."""

    reason: Short
    until: AwareDatetime | None = None


class Resolve(Form):
    """What was done."""

    outcome: Words
    attachments: Photos = ()


class Assign(Form):
    """Who shall have it, and why."""

    staff_id: Short
    reason: Words


class Reclassify(Form):
    """What it is really about; what is left out stays."""

    category: Category | None = None
    urgency: Urgency | None = None
    reason: Words


class Call(Form):
    """A phone call to the owner."""

    reached: bool
    note: Words


class Because(Form):
    """Why."""

    reason: Words


@routes.post(f"{_AT}/accept")
@operation(roles=STAFF, headers=REPEATABLE)
async def accept(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Take the request on."""
    return await _move(request, who, "accept", lambda it, act: it.accept(act))


@routes.post(f"{_AT}/arrive")
@operation(roles=STAFF, headers=REPEATABLE)
async def arrive(
    request: web.Request, who: Principal, request_id: str, form: Arrive
) -> RequestView:
    """Say that one is there."""
    return await _move(request, who, "arrive", lambda it, act: it.arrive(act, form.spot))


@routes.post(f"{_AT}/notes")
@operation(roles=STAFF, headers=REPEATABLE)
async def note(request: web.Request, who: Principal, request_id: str, form: Note) -> RequestView:
    """Tell the owner of progress."""
    return await _move(
        request, who, "note", lambda it, act: it.note(act, form.note, form.attachments)
    )


@routes.post(f"{_AT}/pause")
@operation(roles=STAFF, headers=REPEATABLE)
async def pause(request: web.Request, who: Principal, request_id: str, form: Pause) -> RequestView:
    """Let the resolution clock rest, for a reason from the estate's list."""
    until: datetime | None = form.until
    return await _move(request, who, "pause", lambda it, act: it.pause(act, form.reason, until))


@routes.post(f"{_AT}/resume")
@operation(roles=STAFF, headers=REPEATABLE)
async def resume(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Let the resolution clock go on."""
    return await _move(request, who, "resume", lambda it, act: it.resume(act))


@routes.post(f"{_AT}/resolve")
@operation(roles=STAFF, headers=REPEATABLE)
async def resolve(
    request: web.Request, who: Principal, request_id: str, form: Resolve
) -> RequestView:
    """Be done, and say what was done."""
    return await _move(
        request, who, "resolve", lambda it, act: it.resolve(act, form.outcome, form.attachments)
    )


@routes.post(f"{_AT}/assign")
@operation(roles=STAFF, headers=REPEATABLE)
async def assign(
    request: web.Request, who: Principal, request_id: str, form: Assign
) -> RequestView:
    """Hand it on to somebody, who must accept it."""
    return await _move(
        request, who, "assign", lambda it, act: it.assign(act, form.staff_id, form.reason)
    )


@routes.post(f"{_AT}/reclassify")
@operation(roles=STAFF, headers=REPEATABLE)
async def reclassify(
    request: web.Request, who: Principal, request_id: str, form: Reclassify
) -> RequestView:
    """Correct category or urgency; what is said once more is thereby confirmed."""
    return await _move(
        request,
        who,
        "reclassify",
        lambda it, act: it.reclassify(act, form.category, form.urgency, form.reason),
    )


@routes.post(f"{_AT}/calls")
@operation(roles=STAFF, headers=REPEATABLE)
async def call(request: web.Request, who: Principal, request_id: str, form: Call) -> RequestView:
    """Log a phone call to the owner."""
    return await _move(
        request, who, "call", lambda it, act: it.log_call(act, form.reached, form.note)
    )


@routes.post(f"{_AT}/sign-off")
@operation(roles=LEADS, headers=REPEATABLE)
async def sign_off(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """Close it without a satisfied owner, after three recorded attempts."""
    return await _move(request, who, "sign_off", lambda it, act: it.sign_off(act, form.reason))


@routes.post(f"{_AT}/cancel")
@operation(roles=PEOPLE, headers=REPEATABLE)
async def cancel(
    request: web.Request, who: Principal, request_id: str, form: Because
) -> RequestView:
    """End it on the owner's word."""
    return await _move(request, who, "cancel", lambda it, act: it.cancel(act, form.reason))


@routes.post(f"{_AT}/urge")
@operation(roles=PEOPLE, headers=REPEATABLE)
async def urge(request: web.Request, who: Principal, request_id: str, form: Empty) -> RequestView:
    """Press for it."""
    return await _move(request, who, "urge", lambda it, act: it.urge(act))


async def _move(
    request: web.Request, who: Principal, name: str, move: handlers.Move
) -> RequestView:
    """Make the move and show what came of it; a repeat of the same key only shows."""
    request_id, person = request.match_info["request_id"], person_of(who)
    work = work_of(request, who, request_id)
    with suppress(Seen):
        moved = await handlers.obey(name, request_id, person, move, work)
        return view_of(moved, person, await work.book.rules(who.estate))
    return await show(request, who, request_id)
