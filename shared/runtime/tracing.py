"""Put each piece of work into a trace; as OpenTelemetry's spans where they are wanted."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, Literal

import orjson
import structlog

from shared.kernel.trace import begin, trace_of

log = structlog.get_logger()
ENDPOINT: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"
MESSAGING: Final = {"messaging.system": "rabbitmq"}
Kind = Literal["SERVER", "CONSUMER", "PRODUCER"]
About = dict[str, str | int]
Span = Callable[[str, str | None, Kind, About], AbstractContextManager[str]]
SPANS: Final[list[Span]] = []


def set_up_tracing(service: str) -> None:
    """Export spans where ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set and the extra is installed."""
    if not os.environ.get(ENDPOINT) or SPANS:
        return
    try:
        from shared.runtime.spans import exported
    except ImportError:
        log.warning("tracing.not-installed", needs="requirements-otel.txt")
        return
    SPANS.append(exported(service))


@contextmanager
def traced(name: str, parent: str | None, kind: Kind, about: About) -> Iterator[None]:
    """Do the block within ``parent``'s trace, or a new one; every log line of it names the trace.

    What is added to ``about`` in the block is told of the span too.
    """
    with SPANS[0](name, parent, kind, about) if SPANS else nullcontext(parent) as mine:
        structlog.contextvars.bind_contextvars(trace=trace_of(begin(mine)))
        yield


def handed_on(name: str, identity: str, body: bytes) -> AbstractContextManager[str | None]:
    """Return the span of an event's publishing, beneath what its envelope came of."""
    if not SPANS:
        return nullcontext()
    about: About = {**MESSAGING, "messaging.message.id": identity}
    return SPANS[0](name, orjson.loads(body).get("traceparent"), "PRODUCER", about)
