"""Carry a request to the service behind the door and its answer back, both as streams."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import structlog
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from services.gateway.domain.upstreams import Upstream
from shared.kernel.errors import Failure, TooLarge, Unavailable
from shared.web.app import STORY, CallerGone, has_left

log = structlog.get_logger()
ASKED: Final = web.RequestKey("asked-path", str)
SHORT: Final = 256 * 1024
CHUNK: Final = 64 * 1024
SECONDS: Final = 30.0
UPLOAD_SECONDS: Final = 120.0
CONNECT_SECONDS: Final = 3.0
AWAY: Final = (aiohttp.ClientError, TimeoutError, ConnectionError)
PASSED_IN: Final = frozenset(
    {"accept", "accept-encoding", "accept-language", "authorization", "content-length"}
    | {"content-type", "idempotency-key", "if-match", "if-modified-since", "if-none-match"}
    | {"range", "user-agent", "x-signature", "tus-resumable", "upload-length", "upload-offset"}
    | {"upload-checksum", "upload-metadata"}
)
HOP_BY_HOP: Final = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer"}
    | {"transfer-encoding", "upgrade"}
)
NOT_PASSED_OUT: Final = HOP_BY_HOP | {"server", "date", "set-cookie", "x-request-id"}


class Body:
    """A request's body as it streams through, measured."""

    def __init__(self, request: web.Request, limit: int) -> None:
        self._request = request
        self._limit = limit
        self.too_large = (request.content_length or 0) > limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the chunks; stops in mid-stream when there are more than may be."""
        seen = 0
        async for chunk in self._request.content.iter_chunked(CHUNK):
            seen += len(chunk)
            if seen > self._limit:
                self.too_large = True
                raise _too_large()
            yield chunk


class Door:
    """The client side of the gateway: where each service is, and one pool of connections."""

    def __init__(self, urls: Mapping[Upstream, str], client: aiohttp.ClientSession) -> None:
        self._urls = {name: url.rstrip("/") for name, url in urls.items()}
        self._client = client

    async def carry(
        self, request: web.Request, to: Upstream, headers: Mapping[str, str], limit: int
    ) -> web.StreamResponse:
        """Forward ``request`` with ``headers`` added; raises ``TooLarge`` or ``Unavailable``."""
        body = Body(request, limit)
        if body.too_large:
            raise _too_large()
        try:
            async with self._asked(request, to, headers, body) as answer:
                _join_story(answer)
                return await _relay(answer, request, to)
        except AWAY as error:
            raise _why(error, request, to, body) from error

    @asynccontextmanager
    async def _asked(
        self, request: web.Request, to: Upstream, headers: Mapping[str, str], body: Body
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        upload = (request.content_length or 0) > CHUNK
        async with self._client.request(
            request.method,
            URL(f"{self._urls[to]}{request.get(ASKED, request.raw_path)}", encoded=True),
            headers=passed_in(request.headers, headers),
            data=body if request.can_read_body else None,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(
                total=UPLOAD_SECONDS if upload else SECONDS, sock_connect=CONNECT_SECONDS
            ),
        ) as answer:
            yield answer

    async def ask(self, of: Upstream, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return a service's answer to the caller's own question; raises ``Unavailable``."""
        url = URL(f"{self._urls[of]}{path}", encoded=True)
        try:
            async with self._client.get(
                url, headers=headers, timeout=aiohttp.ClientTimeout(total=5)
            ) as answer:
                found: dict[str, Any] = await answer.json()
        except (*AWAY, ValueError) as error:
            raise Unavailable(f"{of} is away") from error
        if answer.status != 200:
            raise Unavailable(f"{of} answered {answer.status}")
        return found

    async def tell(
        self, of: Upstream, method: str, path: str, headers: Mapping[str, str], form: object
    ) -> tuple[int, dict[str, Any]]:
        """Ask in the caller's own name; return status and answer; raises ``Unavailable``."""
        url = URL(f"{self._urls[of]}{path}", encoded=True)
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with self._client.request(
                method, url, headers=headers, json=form, timeout=timeout
            ) as answer:
                return answer.status, await answer.json(content_type=None)
        except (*AWAY, ValueError) as error:
            raise Unavailable(f"{of} is away") from error

    async def document(self, of: Upstream) -> dict[str, Any] | None:
        """Return a service's OpenAPI document, or None while it is away."""
        short = aiohttp.ClientTimeout(total=3)
        try:
            async with self._client.get(f"{self._urls[of]}/openapi.json", timeout=short) as answer:
                found: dict[str, Any] = await answer.json()
                return found if answer.status == 200 and "paths" in found else None
        except (*AWAY, ValueError):
            return None


def passed_in(given: Mapping[str, str], ours: Mapping[str, str]) -> CIMultiDict[str]:
    """Return what a service is sent: a short list of the caller's headers, and ours on top.

    A value that is not printable ASCII is left behind.
    """
    passed = CIMultiDict[str]()
    for name, value in given.items():
        if name.lower() in PASSED_IN and value.isascii() and value.isprintable():
            passed[name] = value
    passed.update(ours)
    return passed


def passed_out(answer: aiohttp.ClientResponse) -> CIMultiDict[str]:
    """Return what the caller is sent: the service's headers without those for one hop only."""
    named = {one.strip().lower() for one in answer.headers.get("Connection", "").split(",")}
    kept = [(k, v) for k, v in answer.headers.items() if k.lower() not in NOT_PASSED_OUT | named]
    return CIMultiDict(kept)


async def _relay(
    answer: aiohttp.ClientResponse, request: web.Request, to: Upstream
) -> web.StreamResponse:
    if _is_short(answer, request):
        headers = passed_out(answer)
        headers.popall("Content-Length", None)
        return web.Response(status=answer.status, body=await answer.read(), headers=headers)
    response = web.StreamResponse(status=answer.status, headers=passed_out(answer))
    await response.prepare(request)
    try:
        await _pour(answer, response, request)
    except AWAY as error:
        log.warning("upstream.broke-off", upstream=to, reason=type(error).__name__)
        if request.transport is not None:
            request.transport.abort()
    return response


def _is_short(answer: aiohttp.ClientResponse, request: web.Request) -> bool:
    """Tell whether the answer is worth holding in hand, to be told by its ETag and made smaller."""
    size = answer.content_length
    plain = answer.content_type == "application/json" and "Content-Encoding" not in answer.headers
    return (
        request.method == "GET" and answer.status == 200 and plain and (size or SHORT + 1) <= SHORT
    )


def _why(error: Exception, request: web.Request, to: Upstream, body: Body) -> Failure:
    """Return whose fault it is that a request was not carried to its end."""
    if body.too_large:
        return _too_large()
    if has_left(request):
        return CallerGone()
    log.warning("upstream.failed", upstream=to, reason=type(error).__name__)
    return Unavailable(f"{to} is away")


async def _pour(
    answer: aiohttp.ClientResponse, response: web.StreamResponse, request: web.Request
) -> None:
    if request.method != "HEAD":
        async for chunk in answer.content.iter_chunked(CHUNK):
            await response.write(chunk)
    await response.write_eof()


def _join_story(answer: aiohttp.ClientResponse) -> None:
    """Have our own log line carry the id of the story that the service has told us of."""
    if story := answer.headers.get(STORY):
        structlog.contextvars.bind_contextvars(correlation=story)


def _too_large() -> TooLarge:
    return TooLarge("提交的内容太大，请减少文字或压缩图片后再试。")
