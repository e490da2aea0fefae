"""Merge what every service says of its operations into one OpenAPI document."""

import asyncio
from typing import Any, Final

import orjson
from aiohttp import web

from services.gateway.api.parts import DOOR
from services.gateway.domain.partial import takes_fields
from services.gateway.domain.upstreams import SERVICES, Upstream, upstream_of
from shared.kernel.clock import Clock
from shared.web.operation import CLOCK

FRESH: Final = 10.0
Document = dict[str, Any]
UNCHANGED: Final[Document] = {"304": {"description": "As ``If-None-Match`` has it already"}}
FIELDS: Final[Document] = {
    "name": "fields",
    "in": "query",
    "required": False,
    "description": "Names with commas between and dots within; of a list, of its entries.",
    "schema": {"type": "string", "pattern": "^[a-z_]{1,40}(,[a-z_]{1,40})*$"},
}


class Merged:
    """The merged document, made anew when it is older than some seconds."""

    def __init__(self, own: Document) -> None:
        self._own = own
        self._body = b""
        self._until = 0.0
        self._gate = asyncio.Lock()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer with the document; a service that is away leaves a note in it."""
        async with self._gate:
            if _seconds(request.app[CLOCK]) >= self._until:
                self._body = orjson.dumps(await self._made(request))
                self._until = _seconds(request.app[CLOCK]) + FRESH
        return web.Response(body=self._body, content_type="application/json")

    async def _made(self, request: web.Request) -> Document:
        door = request.app[DOOR]
        found = await asyncio.gather(*(door.document(one) for one in SERVICES))
        there: dict[Upstream, Document] = {
            one: said for one, said in zip(SERVICES, found, strict=True) if said
        }
        return merge(self._own, there)


def merge(own: Document, others: dict[Upstream, Document]) -> Document:
    """Return one document; only paths that the gateway forwards are taken from a service.

    A schema whose name two services use differently is renamed after its service.
    """
    away = [one for one in SERVICES if one not in others]
    paths: Document = dict(own["paths"])
    schemas: Document = dict(own["components"]["schemas"])
    for name, document in others.items():
        said = _renamed(document, schemas, name)
        schemas |= said.get("components", {}).get("schemas", {})
        paths |= {path: ops for path, ops in said["paths"].items() if upstream_of(path) is name}
    note = f" These services did not answer just now: {', '.join(away)}." if away else ""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hudong",
            "version": own["info"]["version"],
            "description": f"Everything that the gateway serves.{note}",
        },
        "x-unavailable": away,
        "paths": {path: _slimmed(path, ops) for path, ops in sorted(paths.items())},
        "components": {**own["components"], "schemas": dict(sorted(schemas.items()))},
    }


def _slimmed(path: str, ops: Document) -> Document:
    """Say what the gateway adds to a GET's answers: 304, and parts of some."""
    if "get" not in ops or not path.startswith("/api/"):
        return ops
    get: Document = {**ops["get"], "responses": {**ops["get"].get("responses", {}), **UNCHANGED}}
    if takes_fields(path):
        get["parameters"] = [*get.get("parameters", ()), FIELDS]
        content = get["responses"].get("200", {}).get("content", {}).get("application/json", {})
        whole = content.get("schema", {})
        part = {"application/json": {"schema": {"anyOf": [whole, {"type": "object"}]}}}
        get["responses"] = {**get["responses"], "200": {"description": "Done", "content": part}}
    return {**ops, "get": get}


def _renamed(said: Document, taken: Document, name: Upstream) -> Document:
    mine = said.get("components", {}).get("schemas", {})
    clashes = [one for one, schema in mine.items() if taken.get(one, schema) != schema]
    text = orjson.dumps(said)
    for one in clashes:
        new = f"{name.partition('-')[0].capitalize()}{one}"
        text = text.replace(f'"#/components/schemas/{one}"'.encode(), _ref(new))
        text = text.replace(f'"{one}":'.encode(), f'"{new}":'.encode())
    renamed: Document = orjson.loads(text)
    return renamed


def _ref(name: str) -> bytes:
    return f'"#/components/schemas/{name}"'.encode()


def _seconds(clock: Clock) -> float:
    return clock().timestamp()
