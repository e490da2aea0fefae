"""Write logs as events with keys, for ops as JSON, and never anybody's private words."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final, Literal

import orjson
import structlog

PRIVATE: Final = frozenset(
    {"address", "authorization", "code", "name", "openid", "password", "phone", "text", "token"}
    | {"wechat_openid", "words"}
)


def set_up_logs(
    service: str, level: str = "INFO", style: Literal["json", "console"] = "json"
) -> None:
    """Send every log line, ours and the libraries', to standard output in one shape.

    Keys on every line: ``time`` (UTC), ``level``, ``event``, ``service``; bound at the edges:
    ``estate``, ``request``, ``correlation``, ``trace``.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _traceback,
        _service(service),
        mask,
    ]
    json = structlog.processors.JSONRenderer(
        serializer=lambda event, **_: orjson.dumps(event).decode()
    )
    renderer = json if style == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    only = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    _take_in_libraries(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=only)
    )


def _take_in_libraries(formatter: logging.Formatter) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level="WARNING", force=True)
    for client in ("aiormq", "aio_pika"):  # what they say of a lost connection, we say once
        logging.getLogger(client).setLevel("CRITICAL")


def mask(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide the values of keys that hold an owner's words or a way to reach a person."""
    return {**event, **dict.fromkeys(PRIVATE & event.keys(), "***")}


def _service(name: str) -> structlog.typing.Processor:
    def add(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = name
        return event

    return add


def _traceback(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep an error's type and places; its message and variables may hold anybody's words."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    return event
