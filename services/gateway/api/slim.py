"""Spare a slow line: answer 304 when nothing has changed, in parts when asked to, and zipped."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Final

import orjson
from aiohttp import web

from services.gateway.channels.upstream import ASKED, SHORT
from services.gateway.domain.partial import Wish, takes_fields, wish_of

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
WORTH_ZIPPING: Final = 1024
_TAG: Final = re.compile(r'(?:W/)?"([^"]*)"')
_GZIP: Final = re.compile(
    r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[0-9.]+\s*)?(?=,|$)"
)


@web.middleware
async def slim(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Make the answer to a GET as small as may be.

    The ETag is of what is answered, so it differs with ``fields`` and with who asks; it is weak,
    since the same may come zipped or plain. ``no-store`` stands: only the app's own memory has it.
    """
    wish = _wish(request)
    response = await handler(request)
    if not isinstance(response, web.Response) or not _may_be_slimmed(request, response):
        return response
    body = _bytes(response)
    if wish is not None:
        body = response.body = orjson.dumps(wish.of(orjson.loads(body)))
    tag = hashlib.blake2b(body, digest_size=16).hexdigest()
    headers = {"ETag": f'W/"{tag}"', "Vary": "Authorization, Accept-Encoding"}
    if _is_known(tag, request.headers.get("If-None-Match", "")):
        return web.Response(status=304, headers=headers)
    response.headers.update(headers)
    if len(body) >= WORTH_ZIPPING and _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response.enable_compression(web.ContentCoding.gzip)
    return response


def _wish(request: web.Request) -> Wish | None:
    """Return which fields are asked for, and take the question out of what a service is asked."""
    fields = request.query.get("fields")
    if request.method != "GET" or fields is None or not takes_fields(request.path):
        return None
    path, _, query = request.raw_path.partition("?")
    rest = "&".join(one for one in query.split("&") if not one.startswith("fields="))
    request[ASKED] = f"{path}?{rest}" if rest else path
    return wish_of(request.path, fields)


def _may_be_slimmed(request: web.Request, response: web.Response) -> bool:
    return (
        request.method == "GET"
        and request.path.startswith("/api/")
        and response.status == 200
        and response.content_type == "application/json"
        and len(_bytes(response)) <= SHORT
    )


def _bytes(response: web.Response) -> bytes:
    return response.body if isinstance(response.body, bytes) else b""


def _is_known(tag: str, given: str) -> bool:
    return given.strip() == "*" or tag in _TAG.findall(given)
