"""An event is awaited if, and only if, a durable queue listens for it."""

import importlib
from typing import Final

import pytest

from deploy.readme import services
from shared.contracts.event import Event
from shared.contracts.registry import EVENTS


def _durably_heard() -> frozenset[type[Event]]:
    found = (importlib.import_module(f"services.{one.name}.consumers") for one in services())
    rows = (row for module in found for row in getattr(module, "SUBSCRIPTIONS", ()))
    return frozenset(row.kind for row in rows)


HEARD: Final = _durably_heard()


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.type)
def test_an_event_is_awaited_only_if_some_service_s_queue_takes_it(kind: type[Event]) -> None:
    assert kind.awaited is (kind in HEARD)


def test_no_service_listens_for_what_the_registry_does_not_know() -> None:
    assert frozenset(EVENTS) >= HEARD
