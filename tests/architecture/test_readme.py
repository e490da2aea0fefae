"""The README's table is what the services say of themselves, and they say the truth."""

import importlib
from fnmatch import fnmatch
from typing import Final

import pytest

from deploy.readme import README, Service, services, with_table
from shared.contracts.registry import REGISTRY

SERVICES: Final = tuple(services())
TYPES: Final = frozenset(kind.rpartition(".")[0] for kind in REGISTRY)


def test_the_service_table_in_the_readme_is_generated_from_the_code() -> None:
    text = README.read_text()
    assert text == with_table(text), "run `python -m deploy.readme`"


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_service_hears_what_it_says_that_it_hears(service: Service) -> None:
    heard = _subscribed(service.name)
    assert {kind for kind in heard if not _any(kind, service.hears)} == set()
    assert {one for one in service.hears if not any(fnmatch(kind, one) for kind in heard)} == set()


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_a_service_says_only_what_the_contracts_know(service: Service) -> None:
    assert {one for one in service.says if not any(fnmatch(kind, one) for kind in TYPES)} == set()


def test_every_event_of_the_contracts_is_said_by_some_service() -> None:
    said = [pattern for service in SERVICES for pattern in service.says]
    assert {kind for kind in TYPES if not _any(kind, said)} == set()


def _subscribed(service: str) -> frozenset[str]:
    consumers = importlib.import_module(f"services.{service}.consumers")
    subscriptions = getattr(consumers, "SUBSCRIPTIONS", None)
    if subscriptions is None:
        return TYPES
    return frozenset(one.kind.type.rpartition(".")[0] for one in subscriptions)


def _any(kind: str, patterns: tuple[str, ...] | list[str]) -> bool:
    return any(fnmatch(kind, pattern) for pattern in patterns)
