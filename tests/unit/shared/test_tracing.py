"""Every piece of work has a trace, which its log lines and what it causes go on with."""

import re
import sys
from collections.abc import Iterator
from typing import Final

import pytest
import structlog

from shared.contracts.envelope import Cause, Envelope, wrap
from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.kernel.trace import begin, trace_of
from shared.runtime import tracing
from shared.runtime.lifespan import repeating
from shared.runtime.tracing import set_up_tracing, traced
from tests.support.eventually import eventually
from tests.support.things import because

GIVEN: Final = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.fixture(autouse=True)
def _nothing_bound() -> Iterator[None]:
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()
    tracing.SPANS.clear()


def _envelope(cause: Cause) -> Envelope:
    event = StaffChanged(staff_id="w01", name="n", role=Role.WORKER, version=1)
    return wrap(event, cause=cause, source="gateway", subject="w01")


@pytest.mark.parametrize("broken", [None, "", "00-zz", f"00-{'0' * 32}-{'b' * 16}-01", "x" * 55])
def test_a_trace_that_is_none_is_replaced_by_a_new_one(broken: str | None) -> None:
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", begin(broken))


def test_what_work_causes_goes_on_with_its_trace() -> None:
    with traced("work", GIVEN, "SERVER", {}):
        assert _envelope(because()).traceparent == GIVEN


def test_a_message_passes_its_trace_to_its_consequences() -> None:
    with traced("work", None, "SERVER", {}):
        first = _envelope(because())
    with traced("process", first.traceparent, "CONSUMER", {}):
        then = _envelope(first.cause(utc_now()))
    assert trace_of(str(then.traceparent)) == trace_of(str(first.traceparent))


def test_every_log_line_of_the_work_names_its_trace() -> None:
    with traced("work", GIVEN, "SERVER", {}):
        assert structlog.contextvars.get_contextvars()["trace"] == "a" * 32


def test_spans_are_wanted_only_where_a_collector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(tracing.ENDPOINT, raising=False)
    set_up_tracing("router")
    assert not tracing.SPANS


def test_a_collector_without_the_extra_is_a_warning_and_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(tracing.ENDPOINT, "http://127.0.0.1:4318")
    monkeypatch.setitem(sys.modules, "shared.runtime.spans", None)
    with structlog.testing.capture_logs() as lines:
        set_up_tracing("router")
    assert ([one["event"] for one in lines], tracing.SPANS) == (["tracing.not-installed"], [])


async def test_each_turn_of_a_loop_is_a_trace_that_what_it_sets_going_goes_on_with() -> None:
    bound: list[str] = []
    caused: list[str | None] = []

    async def turn() -> None:
        bound.append(structlog.contextvars.get_contextvars()["trace"])
        caused.append(_envelope(because()).traceparent)

    async with repeating("turns", 0, turn):
        await eventually(lambda: len(caused) > 1)
    assert len(set(bound)) == len(bound)
    assert [trace_of(one) for one in caused if one] == bound
