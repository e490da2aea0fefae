"""Serve the pages: shells from templates, scripts and styles from memory, no path on disk."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import jinja2
import orjson
from aiohttp import web

from services.gateway.api.problems import explained

WEB: Final = Path(__file__).parent.parent / "web"
TYPES: Final[Mapping[str, str]] = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
SHELLS: Final[Mapping[str, str]] = {
    "/": "owner.html",
    "/console": "console.html",
    "/console/reports": "console.html",
    "/s/{token}": "survey.html",
    "/q/{token}": "ballot.html",
    "/console/campaigns/{campaign}": "campaign.html",
    "/docs": "docs.html",
}
SHAPE: Final = web.AppKey("problem-page", jinja2.Template)
WORKER: Final = "push-worker.js"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SLUG: Final = r"{slug:[a-z0-9-]{1,64}}"


def add_pages(app: web.Application) -> None:
    """Read every template and file once, and route them; what goes wrong is told on a page."""
    router = app.router
    static = {one.name: one.read_bytes() for one in sorted((WEB / "static").iterdir())}
    version = hashlib.blake2b(b"".join(static.values()), digest_size=6).hexdigest()
    shapes = jinja2.Environment(
        loader=jinja2.FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    shapes.globals["version"] = version
    for path, name in SHELLS.items():
        router.add_get(path, partial(_shell, shapes.get_template(name).render().encode()))
    router.add_get(f"/problems/{SLUG}", partial(_problem, shapes.get_template("problem.html")))
    app[SHAPE] = shapes.get_template("problem.html")
    app.middlewares.insert(0, told_on_a_page)
    router.add_get("/favicon.ico", partial(_file, static["icon.svg"], TYPES[".svg"]))
    for name, body in static.items():
        router.add_get(f"/static/{name}", partial(_file, body, TYPES[Path(name).suffix]))
    app.on_response_prepare.append(_let_the_worker_see_all)


@web.middleware
async def told_on_a_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn a problem into a page for a browser; programs get it as it is."""
    response = await handler(request)
    if isinstance(response, web.Response) and _is_problem(response) and wants_page(request):
        told = orjson.loads(response.text or "{}")
        page = request.app[SHAPE].render(
            slug=told["slug"], title=told["title"], text=told["detail"]
        )
        response.body, response.content_type, response.charset = page.encode(), "text/html", "utf-8"
        response.headers.update({"Cache-Control": "no-store", "Vary": "Accept"})
    return response


def wants_page(request: web.Request) -> bool:
    """Tell whether a browser opens a page: it would rather have HTML than JSON."""
    likes = dict(map(_liked, request.headers.get("Accept", "").split(",")))
    page, other = likes.get("text/html", 0.0), likes.get("application/json", likes.get("*/*", 0.0))
    return request.method == "GET" and not request.path.startswith("/api/") and page > other


def _liked(part: str) -> tuple[str, float]:
    kind, _, rules = part.lower().replace(" ", "").partition(";")
    quality = re.search(r"(?:^|;)q=(0(?:\.\d{0,3})?)(?:;|$)", rules)
    return kind, float(quality[1]) if quality else 1.0


def _is_problem(response: web.Response) -> bool:
    return response.content_type == "application/problem+json" and not response.prepared


async def _shell(body: bytes, _: web.Request) -> web.Response:
    return _html(body)


async def _problem(template: jinja2.Template, request: web.Request) -> web.Response:
    slug = request.match_info["slug"]
    title, text = explained(slug)
    return _html(template.render(slug=slug, title=title, text=text).encode())


async def _file(body: bytes, content_type: str, request: web.Request) -> web.Response:
    forever = "public, max-age=31536000, immutable"
    lasts = forever if request.query.get("v") else "no-cache"
    return web.Response(
        body=body,
        content_type=content_type,
        charset="utf-8",
        headers={"Cache-Control": lasts},
    )


async def _let_the_worker_see_all(request: web.Request, response: web.StreamResponse) -> None:
    if request.path == f"/static/{WORKER}":
        response.headers["Service-Worker-Allowed"] = "/"


def _html(body: bytes) -> web.Response:
    return web.Response(
        body=body,
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-cache"},
    )
