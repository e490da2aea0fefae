"""What is counted and timed, under the same names in every service."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

HTTP_SECONDS: Final = Histogram(
    "hudong_http_request_seconds", "HTTP requests", ("operation", "status"), buckets=_SECONDS
)
MESSAGE_SECONDS: Final = Histogram(
    "hudong_message_seconds", "Messages handled", ("type", "settled"), buckets=_SECONDS
)
MESSAGE_AGE: Final = Histogram(
    "hudong_message_age_seconds",
    "From an event's time to its handling",
    buckets=(*_SECONDS, 60.0, 300.0, 900.0, 3600.0),
)
GROUP_SIZE: Final = Histogram(
    "hudong_commit_group_size",
    "Saves in a group",
    ("collection",),
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
)
PUBLISHED: Final = Counter("hudong_events_published_total", "Events confirmed", ("way",))
QUEUE_DEPTH: Final = Gauge(
    "hudong_queue_messages", "Messages waiting in a queue; the dead in NAME.dead", ("queue",)
)
QUEUE_AGE: Final = Gauge(
    "hudong_queue_age_seconds",
    "Age of the message begun last",
    ("queue",),
)
LOOP_SECONDS: Final = Histogram(
    "hudong_loop_seconds", "One turn of a loop", ("loop",), buckets=_SECONDS
)
LOOP_FAILURES: Final = Counter(
    "hudong_loop_failures_total", "Turns of a loop that failed", ("loop",)
)
SWEEP_DUE: Final = Gauge(
    "hudong_sweep_due", "What a sweep found due at its last turn, such as clocks", ("sweep",)
)
SWEEP_LAG: Final = Gauge(
    "hudong_sweep_lag_seconds", "How long the longest waiting of it had been due", ("sweep",)
)
REQUESTS: Final = Gauge(
    "hudong_requests",
    "Requests in which something has yet to happen, as last counted",
    ("estate", "status"),
)
CLOCKS_MISSED: Final = Counter(
    "hudong_clocks_missed_total", "Due times that passed", ("estate", "clock")
)
PROVIDER_CALLS: Final = Counter(
    "hudong_provider_calls_total",
    "Calls of a provider by what came of them: taken, refused, later, failed",
    ("provider", "outcome"),
)
PROVIDER_RESTING: Final = Gauge(
    "hudong_provider_resting", "1 while a provider is left alone after failures", ("provider",)
)


def swept(sweep: str, since: Sequence[datetime], now: datetime) -> None:
    """Note what a sweep found due, each by the moment since when."""
    SWEEP_DUE.labels(sweep).set(len(since))
    SWEEP_LAG.labels(sweep).set((now - min(since, default=now)).total_seconds())
