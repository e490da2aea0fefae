"""Keep a page's refresh token where no script and no other site can use it.

The cookie is HttpOnly, SameSite=Strict and sent to /api/v1/auth only. What relies on it asks for a
header that a form or another site's script cannot send without leave (CORS is never given), and
refuses what the browser itself marks as coming from elsewhere. A second cookie, which says nothing
but that the first is there, spares pages asking in vain. Owners and staff have cookies of
different names, so that one browser can be both. All else needs a bearer token, which
no browser adds by itself: safe by construction.
"""

from collections.abc import Mapping
from typing import ClassVar, Final, Literal

from aiohttp import web

from services.gateway.api.parts import SECURE
from services.gateway.domain.session import SessionOver, lasts
from shared.contracts.words import Role
from shared.kernel.errors import Forbidden

Kind = Literal["owner", "staff"]
NAMES: Final[Mapping[Kind, str]] = {"owner": "hudong_owner", "staff": "hudong_staff"}
PATH: Final = "/api/v1/auth"
HERE: Final = "_here"
MARK: Final = ("X-Requested-With", "hudong-page")
_NEXT: Final = web.RequestKey("cookie-to-set", tuple[Kind, str, int])


class ForeignPage(Forbidden):
    """A page that is not ours tried to use the visitor's log-in."""

    slug: ClassVar[str] = "foreign-page"


def cookie_of(request: web.Request, kind: Kind) -> str:
    """Return the token in the cookie of ``kind``; raises ``ForeignPage`` or ``SessionOver``."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.headers.get(MARK[0]) != MARK[1] or site not in {"same-origin", "none"}:
        raise ForeignPage("这个请求不是从本站页面发出的，请打开本站页面再操作。")
    token = request.cookies.get(NAMES[kind])
    if not token:
        raise SessionOver("登录已失效，请重新登录。")
    return token


def keep_cookie(request: web.Request, role: Role, token: str) -> None:
    """Have the answer set the cookie of who has ``role``."""
    kind: Kind = "owner" if role is Role.OWNER else "staff"
    request[_NEXT] = (kind, token, int(lasts(role).total_seconds()))


def drop_cookie(request: web.Request, kind: Kind) -> None:
    """Have the answer delete the cookie of ``kind``."""
    request[_NEXT] = (kind, "", 0)


async def write_cookie(request: web.Request, response: web.StreamResponse) -> None:
    """Put into the answer what was decided; a signal of the application."""
    if _NEXT in request:
        kind, token, seconds = request[_NEXT]
        secure = "; Secure" if request.app[SECURE] else ""
        common = f"Max-Age={seconds}; SameSite=Strict{secure}"
        kept, told = f"Path={PATH}; HttpOnly; {common}", f"Path=/; {common}"
        response.headers.add("Set-Cookie", f"{NAMES[kind]}={token}; {kept}")
        response.headers.add("Set-Cookie", f"{NAMES[kind]}{HERE}={'1' if token else ''}; {told}")
