"""Contracts are exported, additive, and yesterday's messages stay readable."""

from copy import deepcopy

import orjson
import pytest

from deploy.contracts import export
from deploy.contracts.additive import breaks
from shared.contracts.envelope import Cause, Malformed, UnknownType, read, wrap
from shared.contracts.event import Event
from shared.contracts.people import StaffChanged
from shared.contracts.registry import EVENTS, REGISTRY
from shared.contracts.words import Role
from shared.kernel.clock import utc_now

CAUSE = Cause(id="command-1", estate="sample", at=utc_now(), correlation="story-1")
ZHANG = StaffChanged(staff_id="w01", name="张师傅", role=Role.WORKER, version=1)


def test_what_is_committed_is_what_the_code_says() -> None:
    assert export.stale() == []


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.type)
def test_the_committed_schema_allows_only_additions(kind: type[Event]) -> None:
    committed = orjson.loads((export.FOLDER / f"{kind.type}.json").read_bytes())
    assert breaks(committed, export.schema_of(kind)) == []


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.type)
def test_the_golden_sample_is_still_readable(kind: type[Event]) -> None:
    golden = orjson.loads((export.GOLDEN / f"{kind.type}.json").read_bytes())
    assert isinstance(kind.model_validate(golden), kind)


def test_every_type_is_registered_once() -> None:
    assert len(REGISTRY) == len(EVENTS)


def _changed(change: str) -> list[str]:
    old = export.schema_of(StaffChanged)
    new = deepcopy(old)
    if change == "field gone":
        del new["properties"]["name"]
    elif change == "field required":
        new["required"].append("phone")
    elif change == "type changed":
        new["properties"]["version"] = {"type": "string"}
    elif change == "word gone":
        new["$defs"]["Role"]["enum"].remove("worker")
    elif change == "field added":
        new["properties"]["nickname"] = {"type": "string"}
    return breaks(old, new)


@pytest.mark.parametrize("change", ["field gone", "field required", "type changed", "word gone"])
def test_a_change_that_is_not_additive_is_found(change: str) -> None:
    assert _changed(change)


def test_an_added_field_breaks_nothing() -> None:
    assert _changed("field added") == []


def test_an_event_comes_back_out_of_its_envelope() -> None:
    envelope = wrap(ZHANG, cause=CAUSE, source="gateway", subject="w01")
    assert read(envelope.to_json()).event() == ZHANG


def test_the_envelope_is_a_cloud_event_that_names_its_cause() -> None:
    sent = orjson.loads(wrap(ZHANG, cause=CAUSE, source="gateway", subject="w01").to_json())
    told = {key: sent[key] for key in ("specversion", "type", "source", "subject", "estate")}
    assert told == {
        "specversion": "1.0",
        "type": "staff.changed.v1",
        "source": "/services/gateway",
        "subject": "w01",
        "estate": "sample",
    }
    assert (sent["correlationid"], sent["causationid"]) == ("story-1", "command-1")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"specversion":"1.0"}', b"\xff\xfe"])
def test_bytes_that_are_no_cloud_event_are_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


def test_a_type_that_nobody_knows_is_refused_by_name() -> None:
    envelope = wrap(ZHANG, cause=CAUSE, source="gateway", subject="w01")
    with pytest.raises(UnknownType, match=r"no\.such\.v1"):
        envelope.model_copy(update={"type": "no.such.v1"}).event()


def test_data_that_does_not_fit_its_type_is_malformed_without_repeating_it() -> None:
    envelope = wrap(ZHANG, cause=CAUSE, source="gateway", subject="w01")
    broken = envelope.model_copy(update={"data": {**envelope.data, "version": "张师傅的秘密"}})
    with pytest.raises(Malformed) as refused:
        broken.event()
    assert "秘密" not in str(refused.value)


def test_a_newer_sender_s_extra_field_is_passed_over() -> None:
    envelope = wrap(ZHANG, cause=CAUSE, source="gateway", subject="w01")
    newer = envelope.model_copy(update={"data": {**envelope.data, "nickname": "老张"}})
    assert newer.event() == ZHANG
