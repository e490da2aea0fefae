"""What many owners report at once (突发事件), and works that are announced (计划施工)."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Moment, Place, Value
from shared.contracts.known import KnownIncident
from shared.contracts.requests import Reporter, RequestEvent
from shared.contracts.words import Category, Urgency


class IncidentFacts(Value):
    """An incident as it stood when the event happened."""

    incident_id: Id
    number: str
    status: str
    planned: bool
    category: Category
    urgency: Urgency
    places: tuple[Place, ...] = ()
    text: str
    since: Moment
    expected_until: Moment | None = None
    assignee: str | None = None


class IncidentEvent(Event):
    """What every event about an incident carries; ``recipients`` are staff ids."""

    incident: IncidentFacts
    by: str | None = None
    recipients: tuple[str, ...] = ()


class IncidentProposed(IncidentEvent):
    """Several reports look like one incident; a person must confirm it."""

    type: ClassVar[str] = "incident.proposed.v1"

    requests: tuple[Id, ...] = ()


class IncidentConfirmed(IncidentEvent):
    """It is one, or works have been announced; staff are paged for it once."""

    type: ClassVar[str] = "incident.confirmed.v1"

    requests: tuple[Id, ...] = ()


class IncidentDismissed(IncidentEvent):
    """It was none."""

    type: ClassVar[str] = "incident.dismissed.v1"
    awaited: ClassVar[bool] = False

    reason: str


class IncidentUpdated(IncidentEvent):
    """How it stands; ``members`` are told, each owner once."""

    type: ClassVar[str] = "incident.updated.v1"

    update: str
    members: tuple[Reporter, ...] = ()


class IncidentOverdue(IncidentEvent):
    """It should be over, or nothing has been said of it for long; staff are paged again."""

    type: ClassVar[str] = "incident.overdue.v1"


class IncidentClosed(IncidentEvent):
    """It is over; each member's request is resolved by it, and its owner is asked."""

    type: ClassVar[str] = "incident.closed.v1"

    outcome: str
    closed_at: Moment


class RequestJoined(RequestEvent):
    """A request is part of an incident (``known.joined``), or its owner may say that it is."""

    type: ClassVar[str] = "request.joined.v1"

    known: KnownIncident
