"""What is counted and timed, under the same names in every service."""

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
    "hudong_message_age_seconds", "From an event's time to its handling", buckets=_SECONDS
)
GROUP_SIZE: Final = Histogram(
    "hudong_commit_group_size",
    "Saves in a group",
    ("collection",),
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
)
PUBLISHED: Final = Counter("hudong_events_published_total", "Events confirmed", ("way",))
QUEUE_DEPTH: Final = Gauge("hudong_queue_messages", "Messages waiting", ("queue",))
LOOP_SECONDS: Final = Histogram(
    "hudong_loop_seconds", "One turn of a loop", ("loop",), buckets=_SECONDS
)
LOOP_FAILURES: Final = Counter(
    "hudong_loop_failures_total", "Turns of a loop that failed", ("loop",)
)
