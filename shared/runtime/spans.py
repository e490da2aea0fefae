"""Tell OpenTelemetry of spans; imported only where ``requirements-otel.txt`` is installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.kernel.errors import Seen
from shared.runtime.tracing import About, Kind, Span


def exported(service: str) -> Span:
    """Return what makes spans that go to the collector named in the environment."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"hudong-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return spans_of(provider)


def spans_of(provider: TracerProvider) -> Span:
    """Return what makes spans of ``provider``; an error's own words are never told."""
    tracer, wire = provider.get_tracer("hudong"), TraceContextTextMapPropagator()

    @contextmanager
    def span(name: str, parent: str | None, kind: Kind, about: About) -> Iterator[str]:
        above = wire.extract({"traceparent": parent or ""})
        with tracer.start_as_current_span(
            name,
            above,
            SpanKind[kind],
            record_exception=False,
            set_status_on_exception=False,
        ) as made:
            carrier: dict[str, str] = {}
            wire.inject(carrier)
            try:
                yield carrier["traceparent"]
            except Seen:
                raise
            except Exception as error:
                about["error.type"] = type(error).__name__
                raise
            finally:
                made.set_attributes(about)
                if failed := about.get("error.type") or _server_error(about):
                    made.set_status(Status(StatusCode.ERROR, str(failed)))

    return span


def _server_error(about: About) -> str | None:
    status = int(about.get("http.response.status_code", 0))
    return str(status) if status >= 500 else None
