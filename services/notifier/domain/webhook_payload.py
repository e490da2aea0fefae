"""Say of an event what another system may know: all of it, or nothing about any person."""

from collections.abc import Mapping
from typing import Any, Final

from shared.contracts.event import Event

PLAIN: Final = frozenset(
    {"request_id", "incident_id", "number", "status", "channel", "category", "urgency"}
    | {"department", "department_name", "submitted_at", "round", "planned", "since"}
    | {"expected_until", "clock", "due_at", "satisfied", "rating", "until", "paused_until"}
    | {"suggestion_id", "promise_id", "forum_id", "kind", "starts_at"}
)
INSIDE: Final = frozenset({"request", "incident", "forum"})
PLACE: Final = frozenset({"place"})


def payload_of(event: Event, *, personal: bool) -> dict[str, Any]:
    """Return an event's data; without leave, only facts that are about nobody.

    Numbers are sealed as they lie in a document, to be opened when it is sent.
    """
    data = event.model_dump(mode="json", exclude_none=True)
    return data if personal else _plain(data)


def owners_in(event: Event) -> tuple[str, ...]:
    """Return the owners whose particulars an event carries."""
    spoken = (getattr(getattr(event, "request", event), "reporter", None),)
    people = (*spoken, *getattr(event, "members", ()))
    return tuple(sorted({one.owner_id for one in people if one and one.owner_id}))


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: said for name, said in data.items() if name in PLAIN}
    kept |= {name: _plain(data[name]) for name in INSIDE if isinstance(data.get(name), dict)}
    kept |= {
        name: {"building": data[name].get("building")}
        for name in PLACE
        if isinstance(data.get(name), dict)
    }
    return kept
