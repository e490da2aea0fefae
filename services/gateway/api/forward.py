"""Forward by the table of prefixes; a service verifies the caller's token itself."""

from functools import partial
from typing import Final

from aiohttp import web
from yarl import URL

from services.gateway.api.guard import NAMED, REQUEST_ID
from services.gateway.api.limits import address_of
from services.gateway.api.parts import DOOR
from services.gateway.domain.upstreams import PREFIXES, SANDBOX, Upstream, body_limit
from shared.kernel.trace import traceparent

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SECRET: Final = frozenset({"/api/v1/surveys", "/api/v1/ballots", "/api/v1/receipts"})
PUBLIC_URL: Final = web.AppKey("public_url", URL)


def add_forwarding(router: web.UrlDispatcher, *, sandbox: bool) -> None:
    """Route every prefix of the table, and the sandbox's page if there is one.

    What follows the prefix of surveys, ballots or receipts is a secret and stays out of the logs.
    """
    table = {**PREFIXES, **({SANDBOX: Upstream.SANDBOX} if sandbox else {})}
    for prefix, to in table.items():
        rest = "token" if prefix in SECRET else "rest"
        for path in (prefix, f"{prefix}/{{{rest}:.*}}"):
            for method in METHODS:
                router.add_route(method, path, partial(_forward, to))


async def _forward(to: Upstream, request: web.Request) -> web.StreamResponse:
    ours = headers_of(request)
    return await request.app[DOOR].carry(request, to, ours, body_limit(request.path))


def headers_of(request: web.Request) -> dict[str, str]:
    """Return what we tell a service of the caller; the caller's own claims of it are dropped."""
    public = request.app[PUBLIC_URL]
    return {
        "X-Forwarded-For": address_of(request),
        "X-Forwarded-Proto": public.scheme,
        "X-Forwarded-Host": public.host_port_subcomponent or "",
        REQUEST_ID: request[NAMED],
        "traceparent": traceparent() or "",
    }
