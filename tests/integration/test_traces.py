"""One trace goes through two services, from the door over the broker to the last handler."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from deploy.local.keys import Keys
from shared.bus.publisher import Publisher
from shared.contracts.envelope import wrap
from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.errors import Refused, WrongMove
from shared.runtime.settings import ServiceSettings
from shared.runtime.spans import spans_of
from shared.runtime.tracing import SPANS
from shared.web.app import service_app
from shared.web.operation import Routes, operation
from tests.support.eventually import eventually
from tests.support.hearing import Ear, hearing
from tests.support.things import because

CALLER: Final = f"00-{'a' * 32}-{'b' * 16}-01"
Spans = dict[SpanKind, ReadableSpan]


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    SPANS.append(spans_of(provider))
    yield exporter
    SPANS.clear()


@asynccontextmanager
async def two_services(
    settings: ServiceSettings, keys: Keys, ear: Ear
) -> AsyncIterator[TestClient]:  # type: ignore[type-arg]
    """Yield the door of a service whose every call is told to another service, which is ``ear``."""
    async with AsyncExitStack() as stack:
        publisher = await stack.enter_async_context(hearing(settings, ear))
        told = settings.model_copy(update={"jwt_public_keys_file": keys.jwt_public_keys_file})
        app = service_app("gateway", told, _door(publisher))
        yield await stack.enter_async_context(TestClient(TestServer(app)))


def _door(publisher: Publisher) -> Routes:
    routes = Routes()

    @routes.post("/staff")
    @operation()
    async def tell(request: web.Request) -> None:
        """Tell of a member of staff."""
        event = StaffChanged(staff_id="w01", name="n", role=Role.WORKER, version=1)
        envelope = wrap(event, cause=because(), source="gateway", subject="w01")
        await publisher(envelope.type, envelope.id, envelope.to_json())

    return routes


async def _spans(exporter: InMemorySpanExporter) -> Spans:
    await eventually(lambda: len(exporter.get_finished_spans()) >= 3)
    return {span.kind: span for span in exporter.get_finished_spans()}


async def test_the_callers_trace_goes_on_to_the_handler_behind_the_broker(
    settings: ServiceSettings, keys: Keys, exporter: InMemorySpanExporter
) -> None:
    async with two_services(settings, keys, ear := Ear()) as door:
        await door.post("/staff", headers={"traceparent": CALLER})
        await eventually(lambda: bool(ear.heard))
        spans = await _spans(exporter)
    assert {f"{span.context.trace_id:032x}" for span in spans.values() if span.context} == {
        "a" * 32
    }
    assert str(ear.causes[0].traceparent).split("-")[1] == "a" * 32


async def test_publishing_and_handling_hang_beneath_the_call_that_caused_them(
    settings: ServiceSettings, keys: Keys, exporter: InMemorySpanExporter
) -> None:
    async with two_services(settings, keys, ear := Ear()) as door:
        await door.post("/staff")
        await eventually(lambda: bool(ear.heard))
        spans = await _spans(exporter)
    call = spans[SpanKind.SERVER]
    beneath = [spans[kind].parent for kind in (SpanKind.PRODUCER, SpanKind.CONSUMER)]
    assert [one and one.span_id for one in beneath] == [call.context and call.context.span_id] * 2


async def test_a_refusal_marks_the_span_and_tells_none_of_its_words(
    settings: ServiceSettings, keys: Keys, exporter: InMemorySpanExporter
) -> None:
    words: Refused = WrongMove("我家在3栋")
    async with two_services(settings, keys, Ear(words)) as door:
        await door.post("/staff")
        spans = await _spans(exporter)
    handled = spans[SpanKind.CONSUMER]
    assert (handled.status.status_code, handled.status.description) == (
        StatusCode.ERROR,
        "WrongMove",
    )
    assert "3栋" not in "".join(span.to_json(indent=None) for span in spans.values())
