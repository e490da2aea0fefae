"""Make up one plausible instance of an event, as the golden sample that must stay readable."""

from typing import Any, Final

from shared.contracts.event import Event

_FORMATS: Final[dict[str, str]] = {"date-time": "2026-01-05T08:30:00Z", "date": "2026-01-05"}


def sample(kind: type[Event]) -> dict[str, Any]:
    """Return JSON that the class accepts, with every field filled."""
    schema = kind.model_json_schema()
    made: dict[str, Any] = _value(schema, schema.get("$defs", {}))
    return kind.model_validate(made).model_dump(mode="json")


def _value(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _value(known[schema["$ref"].rsplit("/", 1)[1]], known)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], known)
    if "enum" in schema:
        return schema["enum"][0]
    return _plain(schema, known)


def _plain(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    kind = schema["type"]
    if kind == "object":
        return {name: _value(part, known) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [_value(schema["items"], known)]
    plain = {
        "string": _FORMATS.get(schema.get("format", ""), "sample"),
        "integer": 1,
        "boolean": True,
    }
    return plain[kind]
