"""Build a service's web application: middlewares, health, metrics, OpenAPI."""

import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar, Final

import orjson
import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.contracts.phone import Ring, seal_with
from shared.kernel.clock import Clock, utc_now
from shared.kernel.errors import Failure, Refused
from shared.runtime.logs import set_up_logs
from shared.runtime.metrics import HTTP_SECONDS
from shared.runtime.server import REFUSING
from shared.runtime.settings import ServiceSettings
from shared.runtime.tracing import About, set_up_tracing, traced
from shared.runtime.watched import Watched
from shared.web import openapi, problems
from shared.web.audit import AUDIT, Unkept
from shared.web.auth import Verifier
from shared.web.operation import CLOCK, VERIFIER, Routes

log = structlog.get_logger()
Check = Callable[[], Awaitable[bool]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
CHECKS: Final = web.AppKey("checks", dict[str, Check])
DRAINING: Final = web.AppKey("draining", list[bool])
QUIET: Final = frozenset({"/live", "/ready", "/metrics"})
LIMIT: Final = 256 * 1024
STORY: Final = "X-Correlation-Id"


class CallerGone(Refused):
    """The caller hung up before all was said; that is no fault of ours."""

    slug: ClassVar[str] = "caller-gone"
    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__(problems.DETAILS[400])


def service_app(
    name: str,
    settings: ServiceSettings,
    routes: Routes,
    *,
    clock: Clock = utc_now,
    limit: int = LIMIT,
) -> web.Application:
    """Return an application with ``routes`` behind the one set of middlewares.

    ``limit`` bounds a request's body in bytes. Add to ``app[CHECKS]`` what ``/ready`` must ask.
    """
    set_up_logs(name, settings.log_level, settings.log_format)
    set_up_tracing(name)
    ring = settings.phone_keys_file
    seal_with(Watched(ring, Ring.model_validate_json) if ring else None)
    app = web.Application(middlewares=[_traced, _canonical], client_max_size=limit)
    app[VERIFIER] = Verifier.from_file(settings.jwt_public_keys_file)
    app[CLOCK] = clock
    app[AUDIT] = Unkept()
    app[CHECKS] = {}
    app[DRAINING] = []
    app[REFUSING] = _refuse_bytes
    app.on_shutdown.append(_drain)
    for method, path, operation in routes.table:
        app.router.add_route(method, path, operation.__call__)
    document = orjson.dumps(openapi.document(name, routes))
    app.router.add_get("/openapi.json", partial(_static, document, "application/json"))
    app.router.add_get("/live", partial(_static, b'{"live":true}', "application/json"))
    app.router.add_get("/ready", _ready)
    app.router.add_get("/metrics", _metrics)
    return app


def has_left(request: web.Request) -> bool:
    """Tell whether the caller has hung up."""
    return request.transport is None or request.transport.is_closing()


@web.middleware
async def _traced(request: web.Request, handler: Handler) -> web.StreamResponse:
    structlog.contextvars.clear_contextvars()
    route = _route_of(request)
    if route in QUIET:
        return await handler(request)
    about: About = {"http.request.method": request.method, "http.route": route}
    with traced(f"{request.method} {route}", request.headers.get("traceparent"), "SERVER", about):
        response = await handler(request)
        about["http.response.status_code"] = response.status
    return response


@web.middleware
async def _canonical(request: web.Request, handler: Handler) -> web.StreamResponse:
    begun = time.perf_counter()
    slug = None
    try:
        response = await _heard_out(request, handler)
    except Failure as failure:
        slug, response = failure.slug, problems.problem_of(failure)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        slug, response = problems.slug_of(error), problems.of_http(error)
    except Exception:
        log.exception("http.bug")
        slug, response = "bug", problems.problem(500, "bug", problems.DETAILS[500])
    _name_story(response)
    _tell(request, response, slug, time.perf_counter() - begun)
    return response


def _refuse_bytes() -> web.Response:
    slug = "bad-request"
    HTTP_SECONDS.labels("unreadable", 400).observe(0)
    log.info("http.request", route="unreadable", status=400, slug=slug)
    return problems.problem(400, slug, problems.DETAILS[400])


async def _heard_out(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ConnectionError as error:
        if has_left(request):
            raise CallerGone from error
        raise


def _name_story(response: web.StreamResponse) -> None:
    """Say whose story it was, so that the gateway's log and the caller can name it too."""
    story = str(structlog.contextvars.get_contextvars().get("correlation", ""))
    if story.isascii() and story.isprintable() and story and not response.prepared:
        response.headers[STORY] = story


def _tell(
    request: web.Request, response: web.StreamResponse, slug: str | None, seconds: float
) -> None:
    route = _route_of(request)
    HTTP_SECONDS.labels(f"{request.method} {route}", response.status).observe(seconds)
    if route in QUIET:
        return
    tell = log.info if response.status < 500 else log.error
    extra = {"slug": slug} if slug else {}
    tell(
        "http.request",
        method=request.method,
        route=route,
        status=response.status,
        ms=round(seconds * 1000, 1),
        **dict(request.match_info) if "{token}" not in route else {},
        **extra,
    )


def _route_of(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unmatched"


async def _drain(app: web.Application) -> None:
    app[DRAINING].append(True)
    log.info("service.draining")


async def _ready(request: web.Request) -> web.Response:
    found = {name: await check() for name, check in request.app[CHECKS].items()}
    found["serving"] = not request.app[DRAINING]
    status = 200 if all(found.values()) else 503
    return web.Response(status=status, body=orjson.dumps(found), content_type="application/json")


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _static(body: bytes, content_type: str, _: web.Request) -> web.Response:
    return web.Response(body=body, content_type=content_type)
