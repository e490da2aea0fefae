"""Describe a service's operations as OpenAPI 3.1."""

import re
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.web.operation import Operation, Routes

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "slug"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "slug": {"type": "string"},
        "faults": {"type": "array", "items": {"type": "object"}},
    },
}
_REFUSED: Final[dict[str, Any]] = {
    "description": "Refused; the slug says why",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(name: str, routes: Routes) -> dict[str, Any]:
    """Return the service's document; schemas are shared under ``components``."""
    models = [m for _, _, op in routes.table for m in (op.form, op.view) if _is_model(m)]
    queries = [op.query for _, _, op in routes.table if op.query]
    wanted = [(m, "validation") for m in dict.fromkeys([*models, *queries])]
    _, schemas = models_json_schema(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    paths: dict[str, dict[str, Any]] = {}
    for method, path, op in routes.table:
        plain = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", path)
        paths.setdefault(plain, {})[method.lower()] = _describe(name, plain, op)
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Hudong {name}", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {**_answered(schemas.get("$defs", {}), routes), "Problem": PROBLEM},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _answered(schemas: dict[str, Any], routes: Routes) -> dict[str, Any]:
    """Return them as answers keep to them: what is null is left out, so it cannot be required."""
    forms = {op.form.__name__ for _, _, op in routes.table if op.form}
    return {
        name: schema if name in forms else {**schema, "required": _sure(schema)}
        for name, schema in schemas.items()
    }


def _sure(schema: dict[str, Any]) -> list[str]:
    parts = schema.get("properties", {})
    maybe = {name for name, one in parts.items() if {"type": "null"} in one.get("anyOf", ())}
    return [name for name in schema.get("required", ()) if name not in maybe]


def _describe(name: str, path: str, op: Operation) -> dict[str, Any]:
    says = (op.act.__doc__ or "").strip()
    described: dict[str, Any] = {
        "operationId": f"{name}.{op.act.__name__}",
        "tags": [name],
        "summary": says.splitlines()[0] if says else op.act.__name__,
        "description": says,
        "parameters": _parameters(path, op),
        "responses": {**_answers(op), "4XX": _REFUSED, "503": _REFUSED},
    }
    if op.roles is not None:
        described["security"] = [{"bearer": []}]
        described["x-roles"] = sorted(op.roles)
    if _is_model(op.form):
        described["requestBody"] = {"required": True, "content": _json(op.form)}
    if op.parts:
        described["requestBody"] = {"required": True, "content": _multipart(op.parts)}
    return described


def _parameters(path: str, op: Operation) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [
        {"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
        for part in re.findall(r"\{(\w+)\}", path)
    ]
    if op.query is not None:
        schema = op.query.model_json_schema(ref_template="#/components/schemas/{model}")
        needed = schema.get("required", [])
        parts += [
            {"name": n, "in": "query", "required": n in needed, "schema": s}
            for n, s in schema.get("properties", {}).items()
        ]
    return parts + [
        {"name": name, "in": "header", "required": needed, "schema": {"type": "string"}}
        for name, needed in op.headers.items()
    ]


def _answers(op: Operation) -> dict[str, Any]:
    if _is_model(op.view):
        return {str(op.status): {"description": "Done", "content": _json(op.view)}}
    if op.view is type(None):
        return {"204": {"description": "Done"}}
    kinds = [kind for kind in op.produces.split(", ") if kind]
    content: dict[str, Any] = {"content": {kind: {} for kind in kinds}} if kinds else {}
    return {str(op.status): {"description": "Done", **content}}


def _json(model: Any) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}


def _multipart(parts: tuple[str, ...]) -> dict[str, Any]:
    files = {name: {"type": "string", "format": "binary"} for name in parts}
    schema = {"type": "object", "required": list(parts), "properties": files}
    return {"multipart/form-data": {"schema": schema}}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
