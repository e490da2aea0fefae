"""Log owners in on pages that they open inside WeChat, and let them unbind it.

The state is drawn for one browser, which brings it back in a cookie: a link that somebody else
began logs nobody in. The cookie is Lax since the platform sends the browser back from its own site.
"""

import hmac
import re
import secrets
from typing import Annotated, ClassVar, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field
from yarl import URL

from services.gateway.api.audit import note
from services.gateway.api.cookie import keep_cookie
from services.gateway.api.forward import PUBLIC_URL
from services.gateway.api.limits import LOGINS, take_together
from services.gateway.api.parts import SECURE, until_first
from services.gateway.channels.wechat import LogIn
from services.gateway.handlers import bindings
from shared.contracts.words import Role
from shared.kernel.errors import Forbidden, Missing
from shared.web.auth import Principal
from shared.web.operation import Routes, View, operation

routes: Final = Routes()
PATH: Final = "/api/v1/auth/wechat"
BACK: Final = f"{PATH}/callback"
COOKIE: Final = "hudong_wechat"
SECONDS: Final = 600
UNBOUND: Final = "/#wechat-unbound"
LOGIN: Final[web.AppKey[LogIn | None]] = web.AppKey("wechat-login")
_OURS: Final = re.compile(r"/(?:[a-z0-9_-]+/)*[a-z0-9_-]*(?:#[a-z0-9/_-]*)?")
Page = Annotated[str, Field(max_length=120, pattern=f"^{_OURS.pattern}$")]


class NotConfigured(Missing):
    """The estate has no official account for its pages."""

    slug: ClassVar[str] = "wechat-login-not-configured"


class ForeignState(Forbidden):
    """It was not this browser that began the log-in, or too long ago."""

    slug: ClassVar[str] = "wechat-foreign-state"


class Begin(BaseModel):
    """Which of our own pages to open once logged in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    next: Page = "/"


class Came(BaseModel):
    """What the platform sends the browser back with."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: Annotated[str, Field(min_length=1, max_length=256)]
    state: Annotated[str, Field(min_length=1, max_length=128)]


class Ways(View):
    """How owners may log in here besides phone and code."""

    wechat: bool


@routes.get("/api/v1/auth/ways")
@operation()
async def ways(request: web.Request) -> Ways:
    """Say whether a page may offer the log-in by WeChat."""
    return Ways(wechat=request.app.get(LOGIN) is not None)


@routes.get(PATH)
@operation(status=302, produces="text/html")
async def begin(request: web.Request, query: Begin) -> web.Response:
    """Send the browser to the platform, and have it remember that it was this one."""
    state = secrets.token_urlsafe(24)
    back = request.app[PUBLIC_URL].join(URL(BACK))
    answer = _to(_login(request).address(str(back), state))
    return _remembering(request, answer, f"{state}:{query.next}", SECONDS)


@routes.get(BACK)
@operation(status=302, produces="text/html")
async def come_back(request: web.Request, query: Came) -> web.Response:
    """Log the owner in whose WeChat it is; one that is bound to nobody is told how to bind it."""
    await take_together(request, LOGINS)
    state, _, page = request.cookies.get(COOKIE, "").partition(":")
    if not state or not hmac.compare_digest(state.encode(), query.state.encode()):
        raise ForeignState("这次登录不是从本机发起的或已过期，请重新从微信打开页面。")
    openid = await _login(request).openid(query.code)
    granted = await until_first(request, None, lambda work: bindings.log_in(openid, work))
    if granted is None:
        return _remembering(request, _to(UNBOUND), "", 0)
    await note(request, granted.who, "login.owner", via="wechat")
    keep_cookie(request, granted.who.role, granted.refresh)
    return _remembering(request, _to(page if _OURS.fullmatch(page) else "/"), "", 0)


@routes.delete("/api/v1/me/wechat")
@operation(roles=frozenset({Role.OWNER}))
async def unbind(request: web.Request, who: Principal) -> None:
    """Unbind the caller's WeChat."""
    await until_first(request, who.estate, lambda work: bindings.unbind_own(who.id, work))
    await note(request, who, "wechat.unbound", who.id)


def _login(request: web.Request) -> LogIn:
    login = request.app.get(LOGIN)
    if login is None:
        raise NotConfigured("本小区没有启用微信登录，请用手机号和验证码登录。")
    return login


def _to(address: str) -> web.Response:
    return web.Response(status=302, headers={"Location": address, "Cache-Control": "no-store"})


def _remembering(
    request: web.Request, answer: web.Response, value: str, seconds: int
) -> web.Response:
    secure = "; Secure" if request.app[SECURE] else ""
    rules = f"Path={PATH}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    answer.headers.add("Set-Cookie", f"{COOKIE}={value}; {rules}")
    return answer
