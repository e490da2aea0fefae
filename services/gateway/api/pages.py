"""Serve the pages: shells from templates, scripts and styles from memory, no path on disk."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

import jinja2
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
    "/s/{token}": "survey.html",
    "/docs": "docs.html",
}
SLUG: Final = r"{slug:[a-z0-9-]{1,64}}"


def add_pages(router: web.UrlDispatcher) -> None:
    """Read every template and file once, and route them."""
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
    for name, body in static.items():
        router.add_get(f"/static/{name}", partial(_file, body, TYPES[Path(name).suffix]))


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


def _html(body: bytes) -> web.Response:
    return web.Response(
        body=body,
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-cache"},
    )
