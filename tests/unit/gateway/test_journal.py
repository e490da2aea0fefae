"""What an import is about to do lies sealed where it has numbers, and is bounded."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from services.gateway.domain.accounts import OwnerParticulars
from services.gateway.domain.journal import GRACE, MOST, Import, OwnerEntry, TooManyChanges
from services.gateway.domain.site import Site
from shared.contracts.event import Place
from shared.contracts.phone import Ring, seal_with

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
ADAPTER: TypeAdapter[Import] = TypeAdapter(Import)
RING = Ring.model_validate(
    {"active": "k-1", "keys": {"k-1": b"MDEyMzQ1Njc4OWFiY2RlZg=="}, "marking": b"bWFyaw=="}
)


@pytest.fixture
def ring() -> Iterator[None]:
    seal_with(lambda: RING)
    yield
    seal_with(None)


def made(count: int = 1) -> Import:
    home = Place(building="1", unit="1", room="1201")
    said = OwnerParticulars(household_id="h", name="何浩然", place=home, phone="13900000001")
    entries = tuple(OwnerEntry(id=f"o{n}", said=said) for n in range(count))
    site = Site(id="sample", estate="sample", name="云栖花园")
    return Import(id="i", estate="sample", begun_at=NOON, owners=entries, site=site)


@pytest.mark.usefixtures("ring")
def test_numbers_are_sealed_and_come_back() -> None:
    kept = ADAPTER.dump_python(made())
    assert "13900000001" not in repr(kept)
    assert ADAPTER.validate_python(kept) == made()


def test_others_may_go_on_with_it_after_a_while() -> None:
    one = made()
    one.begin()
    assert one.next_at == NOON + GRACE


def test_more_than_one_document_holds_is_refused() -> None:
    with pytest.raises(TooManyChanges):
        made(MOST + 1).begin()


def test_what_is_done_holds_nothing() -> None:
    one = made()
    one.begin()
    one.finish(NOON)
    assert (one.owners, one.site, one.next_at, one.forget_at) == ((), None, None, NOON)
