"""Say what a service listens to, one typed row for each event."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shared.contracts.envelope import Cause
from shared.contracts.event import Event

E = TypeVar("E", bound=Event)
W = TypeVar("W")
Handler = Callable[[E, W], Awaitable[None]]
WorkOf = Callable[[Cause], W]


@dataclass(slots=True, frozen=True)
class Subscription(Generic[W]):
    """An event's class and the handler that hears it."""

    kind: type[Event]
    handler: Callable[[Any, W], Awaitable[None]]


def on(kind: type[E], handler: Handler[E, W]) -> Subscription[W]:
    """Pair an event with its handler; mypy checks that they fit."""
    return Subscription(kind, handler)
