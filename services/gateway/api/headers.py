"""Put on every answer what keeps browsers from being used against their owners."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from services.gateway.api.guard import NAMED, REQUEST_ID
from services.gateway.api.parts import SECURE

CSP: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
NO_PAGE: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"
ALWAYS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}
HSTS: Final = "max-age=31536000; includeSubDomains"


async def write_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers, whatever a service may have said; a signal of the application."""
    response.headers.update(ALWAYS)
    response.headers.pop("Server", None)
    api = request.path.startswith("/api/")
    response.headers["Content-Security-Policy"] = NO_PAGE if api else CSP
    if api:
        response.headers.setdefault("Cache-Control", "no-store")
    if NAMED in request:
        response.headers[REQUEST_ID] = request[NAMED]
    if request.app[SECURE]:
        response.headers["Strict-Transport-Security"] = HSTS
