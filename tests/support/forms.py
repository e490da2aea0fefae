"""Fill a form with the least that its model accepts, so that a call gets as far as its rules."""

import re
from typing import Any, Final

from pydantic import BaseModel

_FITTING: Final = ("a1", "13800001111", "123456", "2026-11-24", "08:00", "K7M2-Q4XA", "x" * 43)
_FORMATS: Final = {"date-time": "2026-11-24T02:00:00Z", "date": "2026-11-24", "time": "08:00:00"}
Schema = dict[str, Any]


def least(model: type[BaseModel] | None) -> dict[str, Any]:
    """Return what a form must have and nothing besides."""
    if model is None:
        return {}
    schema = model.model_json_schema()
    made: dict[str, Any] = _made(schema, schema.get("$defs", {}))
    return made


def _made(schema: Schema, known: Schema) -> Any:
    if "$ref" in schema:
        return _made(known[schema["$ref"].rsplit("/", 1)[1]], known)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _made(schema[choice][0], known)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    return _plain(schema, known)


def _plain(schema: Schema, known: Schema) -> Any:
    match schema.get("type"):
        case "object":
            named, needed = schema.get("properties", {}), schema.get("required", [])
            return {name: _made(named[name], known) for name in needed}
        case "array":
            return [_made(schema["items"], known) for _ in range(schema.get("minItems", 0))]
        case "string":
            return _text(schema)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    return None


def _text(schema: Schema) -> str:
    if "format" in schema:
        return _FORMATS.get(schema["format"], "a1")
    pattern, least_long = schema.get("pattern", ""), schema.get("minLength", 0)
    fitting = (one for one in _FITTING if re.search(pattern, one) and len(one) >= least_long)
    return next(fitting, "a1")
