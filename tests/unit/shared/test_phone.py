"""A phone number is sealed wherever it lies, found by its mark, and opened by old keys too."""

import base64
import json

import pytest
from pydantic import TypeAdapter

from shared.contracts.envelope import Cause, Envelope, read, wrap
from shared.contracts.people import OwnerChanged
from shared.contracts.phone import SEALED, Phone, Ring, mark_of, marked, opened, seal_with, sealed
from shared.kernel.errors import Unavailable
from tests.support.intake import an_owner, cause

PHONE = "13800005678"
_OLD, _NEW, _MARKING = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))


def ring(active: str = "old", **keys: str) -> Ring:
    text = {"active": active, "keys": keys or {"old": _OLD}, "marking": _MARKING}
    return Ring.model_validate_json(json.dumps(text))


@pytest.fixture(autouse=True)
def _sealing() -> None:
    seal_with(ring)


def test_a_message_carries_no_number_in_clear() -> None:
    body = _sent(cause()).to_json()
    assert PHONE.encode() not in body
    assert SEALED.encode() in body


def test_whoever_hears_the_message_has_the_number() -> None:
    event = read(_sent(cause()).to_json()).event()
    assert isinstance(event, OwnerChanged)
    assert event.phone == PHONE


def test_the_same_number_is_sealed_differently_each_time() -> None:
    assert sealed(PHONE) != sealed(PHONE)


def test_sealing_twice_is_sealing_once() -> None:
    once = sealed(PHONE)
    assert sealed(once) == once


def test_a_number_is_found_by_its_mark_whatever_key_sealed_it() -> None:
    old = sealed(PHONE)
    seal_with(lambda: ring("new", old=_OLD, new=_NEW))
    bounds = marked(PHONE)
    assert not isinstance(bounds, str)
    assert all(bounds["$gte"] <= one < bounds["$lt"] for one in (old, sealed(PHONE)))


def test_another_number_has_another_mark() -> None:
    assert mark_of(PHONE) != mark_of("13800005679")


def test_an_old_key_still_opens_when_a_new_one_seals() -> None:
    old = sealed(PHONE)
    seal_with(lambda: ring("new", old=_OLD, new=_NEW))
    assert opened(old) == PHONE


def test_a_number_kept_before_there_were_keys_is_read_as_it_is() -> None:
    assert TypeAdapter(Phone).validate_python(PHONE) == PHONE


def test_without_its_key_a_number_does_not_open_and_is_tried_again_later() -> None:
    shut = sealed(PHONE)
    seal_with(lambda: ring("new", new=_NEW))
    with pytest.raises(Unavailable):
        opened(shut)


def test_a_seal_that_was_moved_to_another_number_does_not_open() -> None:
    _, _, key, seal = sealed(PHONE).split(":")
    with pytest.raises(Unavailable):
        opened(f"{SEALED}{mark_of('13900000001')}:{key}:{seal}")


def _sent(why: Cause) -> Envelope:
    return wrap(an_owner(phone=PHONE), cause=why, source="gateway", subject="o1")
