"""Look every request over before anything else does: path, size, how many, from whom."""

import re
from collections.abc import Awaitable, Callable
from typing import ClassVar, Final

import structlog
from aiohttp import web

from services.gateway.api.limits import ACCOUNT, ADDRESS, take
from services.gateway.api.parts import ENDED, ORIGIN
from services.gateway.domain.session import SessionOver
from services.gateway.domain.upstreams import body_limit, is_plain, upstream_of
from shared.kernel.errors import Forbidden, Refused, TooLarge
from shared.kernel.ids import new_id
from shared.web.operation import CLOCK, VERIFIER

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
REQUEST_ID: Final = "X-Request-Id"
NAMED: Final = web.RequestKey("request-id", str)
PROBES: Final = frozenset({"/live", "/ready", "/metrics"})
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,128}")
_HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PLAIN_CODINGS: Final = frozenset({"", "identity"})


class BadPath(Refused):
    """The path can be read in two ways, or is none."""

    slug: ClassVar[str] = "bad-path"
    status: ClassVar[int] = 400


class ForeignOrigin(Forbidden):
    """A page of another site had the visitor's browser send something."""

    slug: ClassVar[str] = "foreign-page"


class CodedBody(Refused):
    """The body is compressed, so that its size cannot be told."""

    slug: ClassVar[str] = "coded-body"
    status: ClassVar[int] = 415


class UnknownLength(Refused):
    """The body's length was not said beforehand."""

    slug: ClassVar[str] = "length-required"
    status: ClassVar[int] = 411


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is malformed, too large or too frequent; name the request."""
    given = request.headers.get(REQUEST_ID, "")
    request[NAMED] = given if _SANE_ID.fullmatch(given) else new_id()
    structlog.contextvars.bind_contextvars(request_id=request[NAMED])
    if request.path not in PROBES:
        _check_path(request)
        _check_origin(request)
        take(request, ADDRESS)
        _check_account(request)
        _check_body(request)
    return await handler(request)


def _check_path(request: web.Request) -> None:
    if not is_plain(request.raw_path):
        raise BadPath("网址不正确，请检查链接。")


def _check_origin(request: web.Request) -> None:
    """Let no other site's page change anything; browsers say where a page is from."""
    origin = request.headers.get("Origin", "").lower()
    here = origin.partition("://")[2] == request.host.lower()
    if request.method in _HARMLESS or not origin or here or origin == request.app[ORIGIN]:
        return
    raise ForeignOrigin("这个请求不是从本站页面发出的，请打开本站页面再操作。")


def _check_account(request: web.Request) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and request.path.startswith("/api/"):
        who = request.app[VERIFIER].verify(token)
        structlog.contextvars.bind_contextvars(estate=who.estate, who=who.id, role=who.role)
        if request.app[ENDED].holds(who.id, request.app[CLOCK]()):
            raise SessionOver("这个账号已经停用，登录随之失效。如有疑问请联系服务中心。")
        take(request, ACCOUNT, who.id)


def _check_body(request: web.Request) -> None:
    if not request.can_read_body:
        return
    if request.headers.get("Content-Encoding", "").lower() not in _PLAIN_CODINGS:
        raise CodedBody("请不要压缩提交的内容。")
    if (request.content_length or 0) > body_limit(request.path):
        raise TooLarge("提交的内容太大，请减少文字或压缩图片后再试。")
    if request.content_length is None and upstream_of(request.path) is None:
        raise UnknownLength("请求缺少 Content-Length,请补上后再试。")
