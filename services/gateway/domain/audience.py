"""Decide who may hear of an event, and how little of it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from shared.contracts.conversations import ConversationAnswered, MessageReceived
from shared.contracts.event import Event
from shared.contracts.incidents import IncidentEvent, IncidentUpdated
from shared.contracts.requests import RequestAssigned, RequestEvent, RequestSubmitted
from shared.contracts.surveys import SurveyOpened
from shared.contracts.words import Role


class Listener(Protocol):
    """Who listens, as the token says."""

    @property
    def id(self) -> str:
        """The account."""
        ...

    @property
    def estate(self) -> str:
        """The only estate that is heard."""
        ...

    @property
    def role(self) -> Role:
        """What the account may do."""
        ...

    @property
    def department(self) -> str | None:
        """A worker's or head's department."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Line:
    """What is told of an event (the first five), and whom it concerns (the rest)."""

    id: str
    type: str
    request_id: str
    number: str
    status: str
    time: datetime
    estate: str
    owner: str | None = None
    owners: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    department: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Heard:
    """An event with what its envelope says of it."""

    id: str
    estate: str
    time: datetime
    event: Event


def line_of(heard: Heard) -> Line | None:
    """Return what open pages are told of an event; None when it concerns no request.

    Of an incident or a conversation, its id stands in the place of the request's.
    """
    event = heard.event
    if isinstance(event, RequestEvent):
        return _of_request(heard, event)
    if isinstance(event, IncidentEvent):
        return _of_incident(heard, event)
    if isinstance(event, MessageReceived | ConversationAnswered):
        return _of_talk(heard, event)
    if isinstance(event, RequestSubmitted | SurveyOpened):
        return Line(
            id=heard.id,
            type=event.type,
            request_id=event.request_id,
            number=event.number,
            status="submitted" if isinstance(event, RequestSubmitted) else "resolved",
            time=heard.time,
            estate=heard.estate,
            owner=event.reporter.owner_id,
        )
    return None


def _of_talk(heard: Heard, event: MessageReceived | ConversationAnswered) -> Line:
    """Return what is told of a conversation: that somebody said something, and in which."""
    return Line(
        id=heard.id,
        type=event.type,
        request_id=event.conversation_id,
        number="",
        status="waiting" if isinstance(event, MessageReceived) else "answered",
        time=heard.time,
        estate=heard.estate,
        owner=event.reporter.owner_id,
    )


def _of_incident(heard: Heard, event: IncidentEvent) -> Line:
    """Return what is told of an incident: staff hear of it, and the owners who are its members."""
    facts = event.incident
    members = event.members if isinstance(event, IncidentUpdated) else ()
    return Line(
        id=heard.id,
        type=event.type,
        request_id=facts.incident_id,
        number=facts.number,
        status=facts.status,
        time=heard.time,
        estate=heard.estate,
        owners=frozenset(one.owner_id for one in members if one.owner_id),
        people=frozenset(one for one in (facts.assignee, *event.recipients) if one),
    )


def _of_request(heard: Heard, event: RequestEvent) -> Line:
    facts = event.request
    previous = event.previous if isinstance(event, RequestAssigned) else None
    people = {facts.assignee, facts.first_responder, previous}
    return Line(
        id=heard.id,
        type=event.type,
        request_id=facts.request_id,
        number=facts.number,
        status=facts.status,
        time=heard.time,
        estate=heard.estate,
        owner=facts.reporter.owner_id,
        people=frozenset(one for one in people if one),
        department=facts.department,
    )


def _own(line: Line, who: Listener) -> bool:
    return line.owner == who.id or who.id in line.owners


def _theirs(line: Line, who: Listener) -> bool:
    mine = who.department is not None and line.department == who.department
    return who.id in line.people or mine


def _all(_: Line, __: Listener) -> bool:
    return True


HEARS: Final[Mapping[Role, Callable[[Line, Listener], bool]]] = {
    Role.OWNER: _own,
    Role.WORKER: _theirs,
    Role.CLERK: _all,
    Role.HEAD: _all,
    Role.MANAGER: _all,
    Role.ADMIN: _all,
}


def concerns(line: Line, who: Listener) -> bool:
    """Tell whether ``who`` may hear: owners of their own, workers of theirs, others of all."""
    hears = HEARS.get(who.role)
    return line.estate == who.estate and hears is not None and hears(line, who)
