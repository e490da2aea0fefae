"""Wrap an event as CloudEvents 1.0 structured JSON, and read one back."""

from datetime import datetime
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.contracts.event import Event, Id, Moment
from shared.contracts.registry import REGISTRY
from shared.kernel.errors import Refused
from shared.kernel.ids import new_id
from shared.kernel.trace import traceparent


class Malformed(Refused):
    """The bytes are no CloudEvent, or its data does not fit its type."""

    slug = "malformed-message"


class UnknownType(Refused):
    """The registry has no such type."""

    slug = "unknown-message-type"


class Cause(BaseModel):
    """What set a unit of work going: a message or a person's command.

    ``id`` is remembered in the aggregate's ``handled``; ``correlation`` is the whole story's id;
    ``traceparent`` is the work in hand, unless said otherwise.
    """

    model_config = ConfigDict(frozen=True)

    id: Id
    estate: Id
    at: Moment
    correlation: str
    traceparent: str | None = Field(default_factory=traceparent)


class Envelope(BaseModel):
    """A CloudEvent; ``data`` stays plain until the registry gives it a class."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: Id
    type: Id
    source: Id
    time: Moment
    subject: Id
    datacontenttype: Literal["application/json"] = "application/json"
    estate: Id
    correlationid: Id
    causationid: str | None = None
    traceparent: str | None = None
    data: dict[str, Any]

    def to_json(self) -> bytes:
        """Return the bytes that travel."""
        return orjson.dumps(self.model_dump(exclude_none=True))

    def event(self) -> Event:
        """Return ``data`` as its class; raises ``UnknownType`` or ``Malformed``."""
        kind = REGISTRY.get(self.type)
        if kind is None:
            raise UnknownType(f"no such type: {self.type}")
        try:
            return kind.model_validate(self.data)
        except ValidationError as error:
            raise Malformed(_first(error)) from error

    def cause(self, now: datetime) -> Cause:
        """Return this message as the cause of a unit of work that begins ``now``."""
        return Cause(
            id=self.id,
            estate=self.estate,
            at=now,
            correlation=self.correlationid,
            traceparent=traceparent() or self.traceparent,
        )


def wrap(event: Event, *, cause: Cause, source: str, subject: str) -> Envelope:
    """Put ``event`` into an envelope that tells where it came from and what caused it."""
    return Envelope(
        id=new_id(),
        type=event.type,
        source=f"/services/{source}",
        time=cause.at,
        subject=subject,
        estate=cause.estate,
        correlationid=cause.correlation,
        causationid=cause.id,
        traceparent=cause.traceparent,
        data=event.model_dump(mode="json", exclude_none=True),
    )


def read(body: bytes) -> Envelope:
    """Read the bytes of a CloudEvent; raises ``Malformed``."""
    try:
        return Envelope.model_validate(orjson.loads(body))
    except (orjson.JSONDecodeError, ValidationError) as error:
        reason = _first(error) if isinstance(error, ValidationError) else str(error)
        raise Malformed(reason) from error


def _first(error: ValidationError) -> str:
    fault = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
