"""Make up instances of an event: everything filled, and nothing that may be left out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from shared.contracts.event import Event

_AT: Final = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
_FORMATS: Final[Mapping[str, str]] = {"date-time": _AT.isoformat(), "date": "2026-01-05"}
_NAMED: Final[Mapping[str, JsonValue]] = {
    "number": "K7M2-Q4XA",
    "text": "厨房水管漏水，请尽快来看",
    "note": "已订购配件，明天上午到货",
    "outcome": "更换了角阀，已试水不漏",
    "reason": "等待配件",
    "update": "水管已换好一半",
    "title": "半年满意度调查",
    "name": "周静怡",
    "assignee_name": "王建国",
    "staff_name": "王建国",
    "department_name": "工程部",
    "path": "/s/3f8a1c5e7b9d2f4a6c8e0b1d3f5a7c9e1b3d5f7a",
    "clock": "resolution",
    "state": "agreed",
    "into_number": "B4RS-T000",
}
Schema = Mapping[str, JsonValue]


def samples_of(kind: type[Event]) -> tuple[Event, Event]:
    """Return an event with every field filled, and one with no more than its class demands."""
    schema = kind.model_json_schema()
    known = _mapping(schema.get("$defs", {}))
    return tuple(  # type: ignore[return-value]
        kind.model_validate(_object(schema, known, whole=whole)) for whole in (True, False)
    )


def _object(schema: Schema, known: Schema, *, whole: bool) -> JsonValue:
    required = schema.get("required", [])
    return {
        name: _NAMED[name] if name in _NAMED else _value(_mapping(part), known, whole=whole)
        for name, part in _mapping(schema.get("properties", {})).items()
        if whole or (isinstance(required, list) and name in required)
    }


def _value(schema: Schema, known: Schema, *, whole: bool) -> JsonValue:
    if isinstance(reference := schema.get("$ref"), str):
        return _value(_mapping(known[reference.rpartition("/")[2]]), known, whole=whole)
    for choice in ("anyOf", "enum"):
        if isinstance(options := schema.get(choice), list):
            first = options[0]
            return first if choice == "enum" else _value(_mapping(first), known, whole=whole)
    if schema.get("type") == "object":
        return _object(schema, known, whole=whole)
    if schema.get("type") == "array":
        return [_value(_mapping(schema["items"]), known, whole=whole)]
    return _plain(schema)


def _plain(schema: Schema) -> JsonValue:
    by_type: Mapping[str, JsonValue] = {
        "string": _FORMATS.get(str(schema.get("format", "")), "sample"),
        "integer": 1,
        "boolean": True,
    }
    return by_type[str(schema["type"])]


def _mapping(part: JsonValue) -> Schema:
    return part if isinstance(part, dict) else {}
