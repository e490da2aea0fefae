"""Say what is told to whom, event by event, as one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.contracts import conversations, requests, surveys
from shared.contracts.event import Event
from shared.contracts.requests import Reporter, RequestEvent, RequestFacts


class Audience(StrEnum):
    """Who is told, seen from the event."""

    OWNER = "owner"
    ASSIGNEE = "assignee"
    PREVIOUS = "previous"
    FIRST_RESPONDER = "first_responder"
    RECIPIENTS = "recipients"
    CLERKS = "clerks"


def _always(_: Event) -> bool:
    return True


def _first(event: Event) -> bool:
    return isinstance(event, requests.RequestAssigned) and not (
        event.previous or event.request.round > 1
    )


def _again(event: Event) -> bool:
    return not _first(event)


def _unsatisfied(event: Event) -> bool:
    return isinstance(event, requests.RequestClosed) and not event.satisfied


@dataclass(slots=True, frozen=True)
class Telling:
    """One audience's text for an event; ``chased``: no receipt in time means the next outlet."""

    audience: Audience
    template: str
    chased: bool = False
    when: Callable[[Event], bool] = _always


OWNER, ASSIGNEE, FIRST = Audience.OWNER, Audience.ASSIGNEE, Audience.FIRST_RESPONDER

# One person gets one text for an event: the first row that reaches them. Nobody is told what they
# did themselves, except owners, for whom it is the confirmation. Owners hear of every step
# (policy.zh.md 三.2); the first responder hears of what needs them (一.首问负责制), not of each.
TELLINGS: Final[Mapping[type[Event], tuple[Telling, ...]]] = {
    requests.RequestAssigned: (
        Telling(OWNER, "owner.assigned", chased=True, when=_first),
        Telling(OWNER, "owner.reassigned", when=_again),
        Telling(ASSIGNEE, "staff.assigned", chased=True),
        Telling(FIRST, "staff.follows"),
        Telling(Audience.PREVIOUS, "staff.relieved"),
    ),
    requests.RequestAccepted: (Telling(OWNER, "owner.accepted"),),
    requests.RequestArrived: (Telling(OWNER, "owner.arrived"),),
    requests.RequestNoted: (Telling(OWNER, "owner.noted"),),
    requests.RequestPaused: (Telling(OWNER, "owner.paused"), Telling(FIRST, "staff.paused")),
    requests.RequestResumed: (Telling(OWNER, "owner.resumed"),),
    requests.RequestResolved: (
        Telling(OWNER, "owner.resolved", chased=True),
        Telling(FIRST, "staff.resolved"),
    ),
    requests.RequestClosed: (Telling(OWNER, "owner.closed", when=_unsatisfied),),
    requests.RequestReopened: (Telling(FIRST, "staff.reopened"),),
    requests.FollowUpOpened: (
        Telling(OWNER, "owner.follow-up"),
        Telling(Audience.RECIPIENTS, "staff.follow-up", chased=True),
    ),
    requests.RequestCancelled: (
        Telling(OWNER, "owner.cancelled"),
        Telling(ASSIGNEE, "staff.cancelled"),
        Telling(FIRST, "staff.cancelled"),
    ),
    requests.RequestReclassified: (Telling(ASSIGNEE, "staff.reclassified"),),
    requests.RequestUrged: (Telling(ASSIGNEE, "staff.urged"), Telling(FIRST, "staff.urged")),
    requests.RequestHandedOver: (Telling(FIRST, "staff.handed-over"),),
    requests.RequestEscalated: (Telling(Audience.RECIPIENTS, "staff.escalated", chased=True),),
    requests.ClockMissed: (Telling(Audience.RECIPIENTS, "staff.clock-missed"),),
    surveys.SurveyOpened: (Telling(OWNER, "owner.survey"),),
    surveys.SurveyReminderDue: (Telling(OWNER, "owner.survey-reminder"),),
    conversations.MessageReceived: (Telling(Audience.CLERKS, "staff.message"),),
}


@dataclass(slots=True, frozen=True)
class Subject:
    """What an event is about, whichever class it has."""

    about: str
    round: int
    reporter: Reporter
    request: RequestFacts | None = None


def subject_of(event: Event) -> Subject:
    """Return the subject of any event in the table."""
    if isinstance(event, RequestEvent):
        facts = event.request
        return Subject(facts.request_id, facts.round, facts.reporter, facts)
    if isinstance(event, surveys.SurveyOpened | surveys.SurveyReminderDue):
        return Subject(event.request_id, event.round, event.reporter)
    if isinstance(event, conversations.MessageReceived):
        return Subject(event.conversation_id, 1, event.reporter)
    raise TypeError(f"nobody is told of {event.type}")


def staff_told(event: Event) -> dict[str, Telling]:
    """Return the members of staff who are named in the event, each with the text for them."""
    told: dict[str, Telling] = {}
    for telling in TELLINGS[type(event)]:
        if telling.when(event):
            for person in _STAFF.get(telling.audience, _nobody)(event):
                told.setdefault(person, telling)
    if isinstance(event, RequestEvent) and event.by:
        told.pop(event.by, None)
    return told


def telling_for(audience: Audience, event: Event) -> Telling | None:
    """Return the row of the table for ``audience``, None if they are not told."""
    rows = TELLINGS[type(event)]
    return next((row for row in rows if row.audience is audience and row.when(event)), None)


def caller_of(event: Event) -> str | None:
    """Return who phones the owner when all else fails: for a result, the first responder."""
    if isinstance(event, requests.RequestResolved):
        return event.request.first_responder or event.request.assignee
    return None


def _nobody(_: Event) -> tuple[str, ...]:
    return ()


def _some(*people: str | None) -> tuple[str, ...]:
    return tuple(person for person in people if person)


def _assignee(event: Event) -> tuple[str, ...]:
    return _some(event.request.assignee) if isinstance(event, RequestEvent) else ()


def _first_responder(event: Event) -> tuple[str, ...]:
    return _some(event.request.first_responder) if isinstance(event, RequestEvent) else ()


def _previous(event: Event) -> tuple[str, ...]:
    return _some(event.previous) if isinstance(event, requests.RequestAssigned) else ()


def _recipients(event: Event) -> tuple[str, ...]:
    named = (requests.RequestEscalated, requests.ClockMissed, requests.FollowUpOpened)
    return event.recipients if isinstance(event, named) else ()


_STAFF: Final[Mapping[Audience, Callable[[Event], tuple[str, ...]]]] = {
    Audience.ASSIGNEE: _assignee,
    Audience.PREVIOUS: _previous,
    Audience.FIRST_RESPONDER: _first_responder,
    Audience.RECIPIENTS: _recipients,
}
