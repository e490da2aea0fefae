"""Export every event's JSON Schema, a golden sample of it, and one AsyncAPI 3 document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from deploy.contracts.additive import breaks
from deploy.contracts.sample import sample
from shared import contracts
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS

CONTRACTS: Final = Path(contracts.__file__).parent
FOLDER: Final = CONTRACTS / "schemas"
GOLDEN: Final = CONTRACTS / "golden"
ASYNCAPI: Final = CONTRACTS / "asyncapi.json"


def schema_of(kind: type[Event]) -> dict[str, Any]:
    """Return the event's JSON Schema under its type's name."""
    return {"$id": kind.type, **kind.model_json_schema()}


def exported() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each file with what should stand in it; golden samples are kept once written."""
    for kind in EVENTS:
        yield FOLDER / f"{kind.type}.json", schema_of(kind)
        golden = GOLDEN / f"{kind.type}.json"
        if not golden.exists():
            yield golden, sample(kind)
    yield ASYNCAPI, asyncapi()


def asyncapi() -> dict[str, Any]:
    """Return the AsyncAPI 3 document: one topic exchange, a message a type."""
    messages = {
        kind.type: {
            "name": kind.type,
            "summary": (kind.__doc__ or "").strip().splitlines()[0],
            "contentType": "application/cloudevents+json",
            "headers": {"$ref": "#/components/schemas/envelope"},
            "payload": {"$ref": f"./schemas/{kind.type}.json"},
            "bindings": {"amqp": {"messageType": kind.type}},
        }
        for kind in EVENTS
    }
    refs = {name: {"$ref": f"#/components/messages/{name}"} for name in messages}
    exchange = {"name": "events", "type": "topic", "durable": True}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Hudong events", "version": "1"},
        "channels": {
            "events": {
                "address": "{type}",
                "messages": refs,
                "parameters": {"type": {"enum": sorted(messages)}},
                "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
            }
        },
        "components": {"messages": messages, "schemas": {"envelope": Envelope.model_json_schema()}},
    }


def write() -> list[str]:
    """Write what is new or additive; return the changes that are not, which stay unwritten."""
    faults: list[str] = []
    for path, content in exported():
        old = orjson.loads(path.read_bytes()) if path.exists() else None
        found = breaks(old, content) if old and path.parent == FOLDER else []
        faults += [f"{path.name}: {fault}" for fault in found]
        if not found:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(as_bytes(content))
    return faults


def stale() -> list[str]:
    """Return the files that differ from the code."""
    return [
        p.name for p, content in exported() if not p.exists() or p.read_bytes() != as_bytes(content)
    ]


def as_bytes(content: dict[str, Any]) -> bytes:
    """Return JSON as it is committed."""
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
