"""The life of a request (诉求), as intake takes it in and the router tells it."""

from typing import ClassVar

from shared.contracts.event import Due, Event, Id, Moment, Place, Value
from shared.contracts.phone import Phone
from shared.contracts.words import Category, Channel, ClockName, Outlet, Status, Urgency


class Reporter(Value):
    """Who asks: a registered owner (``owner_id``), or somebody known by name and phone only."""

    owner_id: str | None = None
    name: str | None = None
    phone: Phone | None = None
    place: Place | None = None
    address: str | None = None  # where the channel can answer: an openid


class RequestFacts(Value):
    """A request as it stood when the event happened, so that no listener has to ask."""

    request_id: Id
    number: str
    status: Status
    channel: Channel
    reporter: Reporter
    text: str
    place: Place | None = None
    category: Category
    urgency: Urgency
    department: str | None = None
    assignee: str | None = None
    first_responder: str | None = None
    submitted_at: Moment
    round: int = 1
    assignee_name: str | None = None
    department_name: str | None = None
    incident: str | None = None  # whose page stands for this request's
    told_with: str | None = None  # another request of the same owner's, by which this is told


class RequestSubmitted(Event):
    """Intake has taken a request in and acknowledged it."""

    type: ClassVar[str] = "request.submitted.v1"

    request_id: Id
    number: str
    channel: Channel
    reporter: Reporter
    text: str
    submitted_at: Moment
    place: Place | None = None
    taken_by: str | None = None  # the member of staff who heard it first
    heard_at: str | None = None  # counter, phone, forum, activity
    attachments: tuple[str, ...] = ()
    prefers: Outlet | None = None


class RequestEvent(Event):
    """What every event of the router's about a request carries."""

    request: RequestFacts
    by: str | None = None  # the person who did it; None: the system


class RequestAssigned(RequestEvent):
    """Somebody has been given the request; ``previous`` had it before."""

    type: ClassVar[str] = "request.assigned.v1"

    reasons: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()
    previous: str | None = None


class RequestAccepted(RequestEvent):
    """The assignee has taken it on."""

    type: ClassVar[str] = "request.accepted.v1"


class RequestArrived(RequestEvent):
    """Somebody is at the door (到场)."""

    type: ClassVar[str] = "request.arrived.v1"


class RequestNoted(RequestEvent):
    """Progress that the owner may read."""

    type: ClassVar[str] = "request.noted.v1"

    note: str
    attachments: tuple[str, ...] = ()


class RequestPaused(RequestEvent):
    """The resolution clock rests, for a listed reason."""

    type: ClassVar[str] = "request.paused.v1"

    reason: str
    until: Moment | None = None


class RequestResumed(RequestEvent):
    """The resolution clock goes on."""

    type: ClassVar[str] = "request.resumed.v1"


class RequestResolved(RequestEvent):
    """The work is done (处理完毕); the feedback clock starts."""

    type: ClassVar[str] = "request.resolved.v1"

    outcome: str
    resolved_at: Moment
    attachments: tuple[str, ...] = ()
    prefers: Outlet | None = None


class RequestFedBack(RequestEvent):
    """The owner has the result: a delivery receipt or a logged call."""

    type: ClassVar[str] = "request.fed-back.v1"

    outlet: Outlet
    at: Moment


class RequestClosed(RequestEvent):
    """It is over: satisfied, or signed off after three recorded attempts (``satisfied`` False)."""

    type: ClassVar[str] = "request.closed.v1"

    satisfied: bool
    closed_at: Moment


class RequestReopened(RequestEvent):
    """The owner is not satisfied, or it came back; a new round begins."""

    type: ClassVar[str] = "request.reopened.v1"

    reason: str


class FollowUpOpened(RequestEvent):
    """The first responder and the head owe a dissatisfied owner a call."""

    type: ClassVar[str] = "request.follow-up-opened.v1"

    reason: str
    due_at: Moment
    recipients: tuple[str, ...] = ()


class RequestCancelled(RequestEvent):
    """Ended on the owner's word."""

    type: ClassVar[str] = "request.cancelled.v1"

    reason: str


class RequestReclassified(RequestEvent):
    """A person has corrected the category or the urgency."""

    type: ClassVar[str] = "request.reclassified.v1"

    was_category: Category
    was_urgency: Urgency
    dues: tuple[Due, ...] = ()


class RequestUrged(RequestEvent):
    """The owner presses (催办)."""

    type: ClassVar[str] = "request.urged.v1"


class RequestHandedOver(RequestEvent):
    """The first responder has changed with both sides' consent."""

    type: ClassVar[str] = "request.handed-over.v1"

    previous: str


class RequestEscalated(RequestEvent):
    """A step of the ladder was taken; ``recipients`` are staff ids."""

    type: ClassVar[str] = "request.escalated.v1"

    clock: ClockName
    step: str
    due_at: Moment
    recipients: tuple[str, ...] = ()


class ClockMissed(RequestEvent):
    """A promise was not kept in time; a fact, told once."""

    type: ClassVar[str] = "request.clock-missed.v1"

    clock: ClockName
    due_at: Moment
    recipients: tuple[str, ...] = ()
