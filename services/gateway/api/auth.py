"""Log in, stay logged in, log out, and see who one is."""

from typing import Annotated, Final, Literal

from aiohttp import web
from pydantic import AfterValidator, Field, StringConstraints

from services.gateway.api.audit import note
from services.gateway.api.cookie import Kind, cookie_of, drop_cookie, keep_cookie
from services.gateway.api.limits import CODES, LOGINS, take_together
from services.gateway.api.parts import ESTATE, until_first
from services.gateway.channels.keys import LASTS
from services.gateway.domain.attempts import LockedOut, WrongPassword
from services.gateway.domain.challenge import WrongCode
from services.gateway.domain.directory.words import phone_of
from services.gateway.domain.session import SessionOver
from services.gateway.handlers import owners, sessions, staff
from services.gateway.handlers.sessions import Granted
from shared.contracts.event import Id, Place
from shared.contracts.words import STAFF, Role
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes = Routes()
EVERYBODY: Final = STAFF | {Role.OWNER}
Phone = Annotated[str, StringConstraints(pattern=r"^[+0-9 ()-]{7,24}$"), AfterValidator(phone_of)]
Keep = Literal["body", "cookie"]


class AskForCode(Form):
    """Whom to send a code."""

    phone: Phone
    estate: Id | None = None


class OwnerLogIn(Form):
    """``owner_id`` chooses among the rooms of one phone; ``keep`` says where the token goes."""

    phone: Phone
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    owner_id: Id | None = None
    estate: Id | None = None
    keep: Keep = "body"


class StaffLogIn(Form):
    """A member of staff's username and password."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[
        str, StringConstraints(min_length=1, max_length=128, strip_whitespace=False)
    ]
    estate: Id | None = None
    keep: Keep = "body"


class Refresh(Form):
    """The refresh token; left out by pages, which have it in a cookie for each ``kind``.

    ``owner_id`` goes on as another of the rooms of the same phone (``GET /api/v1/me/rooms``).
    """

    refresh_token: Annotated[str, Field(max_length=256)] | None = None
    kind: Kind = "owner"
    owner_id: Id | None = None
    estate: Id | None = None


class Tokens(View):
    """``refresh_token`` is left out when it went into a cookie; ``expires_in`` is in seconds."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme's name
    expires_in: int
    refresh_token: str | None = None


class Accepted(View):
    """The same for every phone."""

    detail: str = "如果这个手机号已登记，验证码会在一分钟内送到。"


class Me(View):
    """Who one is, as the token says."""

    id: str
    estate: str
    role: Role
    name: str
    department: str | None = None
    household: str | None = None
    place: Place | None = None


@routes.post("/api/v1/auth/codes")
@operation(status=202)
async def ask_for_code(request: web.Request, form: AskForCode) -> Accepted:
    """Send a log-in code to an owner's phone; unknown phones get the same answer."""
    await take_together(request, CODES)
    await until_first(request, form.estate, lambda work: owners.ask_for_code(form.phone, work))
    return Accepted()


@routes.post("/api/v1/auth/owner")
@operation()
async def log_owner_in(request: web.Request, form: OwnerLogIn) -> Tokens:
    """Log an owner in by phone and code."""
    await take_together(request, LOGINS)
    try:
        granted = await until_first(
            request,
            form.estate,
            lambda work: owners.log_in(form.phone, form.code, form.owner_id, work),
        )
    except WrongCode as refusal:
        await _note_refusal(request, form.estate, Role.OWNER, refusal.slug)
        raise
    await note(request, granted.who, "login.owner")
    return _tokens(request, granted, form.keep)


@routes.post("/api/v1/auth/staff")
@operation()
async def log_staff_in(request: web.Request, form: StaffLogIn) -> Tokens:
    """Log a member of staff in by username and password."""
    await take_together(request, LOGINS)
    try:
        granted = await until_first(
            request, form.estate, lambda work: staff.log_in(form.username, form.password, work)
        )
    except (WrongPassword, LockedOut) as refusal:
        await _note_refusal(request, form.estate, Role.WORKER, refusal.slug)
        raise
    await note(request, granted.who, "login.staff")
    return _tokens(request, granted, form.keep)


@routes.post("/api/v1/auth/refresh")
@operation()
async def refresh(request: web.Request, form: Refresh) -> Tokens:
    """Spend a refresh token for new tokens; one that was spent before ends the whole log-in."""
    kept, token = _presented(request, form)
    try:
        granted = await until_first(
            request, form.estate, lambda work: sessions.refresh(token, work, form.owner_id)
        )
    except SessionOver:
        drop_cookie(request, form.kind)
        raise
    return _tokens(request, granted, kept)


@routes.post("/api/v1/auth/logout")
@operation()
async def log_out(request: web.Request, form: Refresh) -> None:
    """End the log-in that the refresh token belongs to."""
    _, token = _presented(request, form)
    await until_first(request, form.estate, lambda work: sessions.log_out(token, work))
    drop_cookie(request, form.kind)


@routes.get("/api/v1/me")
@operation(roles=EVERYBODY)
async def me(request: web.Request, who: Principal) -> Me:
    """Say who the caller is."""
    return Me.model_validate(who.model_dump())


async def _note_refusal(request: web.Request, estate: str | None, kind: Role, why: str) -> None:
    """Write down that a log-in was refused; whom it was meant for is not known."""
    nobody = Principal(id="nobody", estate=estate or request.app[ESTATE], role=kind)
    await note(request, nobody, "login.refused", why=why)


def _presented(request: web.Request, form: Refresh) -> tuple[Keep, str]:
    if form.refresh_token is not None:
        return "body", form.refresh_token
    return "cookie", cookie_of(request, form.kind)


def _tokens(request: web.Request, granted: Granted, keep: Keep) -> Tokens:
    if keep == "cookie":
        keep_cookie(request, granted.who.role, granted.refresh)
    return Tokens(
        access_token=granted.access,
        expires_in=int(LASTS.total_seconds()),
        refresh_token=granted.refresh if keep == "body" else None,
    )
