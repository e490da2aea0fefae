"""Say who is meant by each audience of an event; nobody who is not named in it."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from shared.contracts import (
    arrangements,
    conversations,
    forums,
    incidents,
    requests,
    roster,
    suggestions,
    surveys,
)
from shared.contracts.event import Event
from shared.contracts.requests import RequestEvent


class Audience(StrEnum):
    """Who is told, seen from the event."""

    OWNER = "owner"
    ASSIGNEE = "assignee"
    PREVIOUS = "previous"
    FIRST_RESPONDER = "first_responder"
    RECIPIENTS = "recipients"
    CLERKS = "clerks"
    MEMBERS = "members"


def staff_named(audience: Audience, event: Event) -> tuple[str, ...]:
    """Return the members of staff whom ``audience`` means; none for those who are looked up."""
    return _STAFF.get(audience, _nobody)(event)


def _nobody(_: Event) -> tuple[str, ...]:
    return ()


def _some(*people: str | None) -> tuple[str, ...]:
    return tuple(person for person in people if person)


def _assignee(event: Event) -> tuple[str, ...]:
    return _some(event.request.assignee) if isinstance(event, RequestEvent) else ()


def _first_responder(event: Event) -> tuple[str, ...]:
    return _some(event.request.first_responder) if isinstance(event, RequestEvent) else ()


def _previous(event: Event) -> tuple[str, ...]:
    kinds = requests.RequestAssigned | requests.RequestHandedOver
    return _some(event.previous) if isinstance(event, kinds) else ()


_NAMING: Final = (
    requests.RequestEscalated,
    requests.ClockMissed,
    requests.FollowUpOpened,
    arrangements.RequestOffered,
    arrangements.TransferProposed,
    arrangements.TransferDeclined,
    arrangements.HandOverProposed,
    arrangements.HandOverDeclined,
    arrangements.ConfirmationAsked,
    arrangements.RequestMerged,
    roster.LeaveChanged,
    roster.SwapChanged,
    incidents.IncidentEvent,
    conversations.ConversationUnanswered,
    suggestions.SuggestionTaken,
    suggestions.SuggestionDue,
    suggestions.PromiseMade,
    suggestions.PromiseDue,
    forums.ForumLacking,
)


def _recipients(event: Event) -> tuple[str, ...]:
    if isinstance(event, surveys.ReturnCallDue):
        return _some(event.caller)
    if isinstance(event, conversations.MessageReceived):
        return _some(event.taken_by)
    return event.recipients if isinstance(event, _NAMING) else ()


_STAFF: Final[Mapping[Audience, Callable[[Event], tuple[str, ...]]]] = {
    Audience.ASSIGNEE: _assignee,
    Audience.PREVIOUS: _previous,
    Audience.FIRST_RESPONDER: _first_responder,
    Audience.RECIPIENTS: _recipients,
}
