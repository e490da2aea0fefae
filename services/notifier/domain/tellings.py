"""Say what is told to whom, event by event, as one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.notifier.domain.audience import Audience, staff_named
from services.notifier.domain.subject import subject_of
from services.notifier.domain.talk import untaken
from services.notifier.domain.voices import VOICES
from shared.contracts import (
    arrangements,
    conversations,
    incidents,
    requests,
    roster,
    surveys,
)
from shared.contracts.event import Event
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Urgency


def _always(_: Event) -> bool:
    return True


def _first(event: Event) -> bool:
    return isinstance(event, requests.RequestAssigned) and not (
        event.previous or event.request.round > 1
    )


def _again(event: Event) -> bool:
    return not _first(event)


def _joined(event: Event) -> bool:
    return isinstance(event, incidents.RequestJoined) and event.known.joined


def _for_any_clerk(event: Event) -> bool:
    return isinstance(event, surveys.ReturnCallDue) and event.caller is None


def _unsatisfied(event: Event) -> bool:
    return isinstance(event, requests.RequestClosed) and not event.satisfied


@dataclass(slots=True, frozen=True)
class Telling:
    """One audience's text for an event; ``chased``: no receipt in time means the next outlet.

    What is not chased still goes on from a provider that is silent, but not from an app that is
    not opened, nor from the last outlet.
    """

    audience: Audience
    template: str
    chased: bool = False
    when: Callable[[Event], bool] = _always


OWNER, ASSIGNEE, FIRST = Audience.OWNER, Audience.ASSIGNEE, Audience.FIRST_RESPONDER
RECIPIENTS: Final = Audience.RECIPIENTS

# One person gets one text for an event: the first row that reaches them. Nobody is told what they
# did themselves, except owners, for whom it is the confirmation. Owners hear of every step
# (policy.zh.md 三.2), and so does whoever heard them first (三.1 首问负责制: the whole process).
TELLINGS: Final[Mapping[type[Event], tuple[Telling, ...]]] = {
    requests.RequestAssigned: (
        Telling(OWNER, "owner.assigned", chased=True, when=_first),
        Telling(OWNER, "owner.reassigned", when=_again),
        Telling(ASSIGNEE, "staff.assigned", chased=True),
        Telling(FIRST, "staff.follows"),
        Telling(Audience.PREVIOUS, "staff.relieved"),
    ),
    requests.RequestAccepted: (Telling(OWNER, "owner.accepted"), Telling(FIRST, "staff.accepted")),
    requests.RequestArrived: (Telling(OWNER, "owner.arrived"), Telling(FIRST, "staff.arrived")),
    requests.RequestNoted: (Telling(OWNER, "owner.noted"), Telling(FIRST, "staff.noted")),
    requests.RequestPaused: (Telling(OWNER, "owner.paused"), Telling(FIRST, "staff.paused")),
    requests.RequestResumed: (Telling(OWNER, "owner.resumed"), Telling(FIRST, "staff.resumed")),
    requests.RequestResolved: (
        Telling(OWNER, "owner.resolved", chased=True),
        Telling(FIRST, "staff.resolved"),
    ),
    requests.RequestFedBack: (Telling(FIRST, "staff.fed-back"),),
    requests.RequestClosed: (
        Telling(OWNER, "owner.closed", when=_unsatisfied),
        Telling(FIRST, "staff.closed"),
    ),
    requests.RequestReopened: (Telling(FIRST, "staff.reopened"),),
    requests.FollowUpOpened: (
        Telling(OWNER, "owner.follow-up"),
        Telling(RECIPIENTS, "staff.follow-up", chased=True),
    ),
    requests.RequestCancelled: (
        Telling(OWNER, "owner.cancelled"),
        Telling(ASSIGNEE, "staff.cancelled"),
        Telling(FIRST, "staff.cancelled"),
    ),
    requests.RequestReclassified: (
        Telling(ASSIGNEE, "staff.reclassified"),
        Telling(FIRST, "staff.reclassified"),
    ),
    requests.RequestUrged: (Telling(ASSIGNEE, "staff.urged"), Telling(FIRST, "staff.urged")),
    requests.RequestHandedOver: (
        Telling(FIRST, "staff.handed-over"),
        Telling(Audience.PREVIOUS, "staff.handed-away"),
    ),
    requests.RequestEscalated: (
        Telling(RECIPIENTS, "staff.escalated", chased=True),
        Telling(FIRST, "staff.escalation"),
    ),
    requests.ClockMissed: (Telling(RECIPIENTS, "staff.clock-missed"),),
    arrangements.RequestOffered: (Telling(RECIPIENTS, "staff.offered", chased=True),),
    arrangements.TransferProposed: (Telling(RECIPIENTS, "staff.transfer-proposed", chased=True),),
    arrangements.TransferDeclined: (Telling(RECIPIENTS, "staff.transfer-declined"),),
    arrangements.HandOverProposed: (Telling(RECIPIENTS, "staff.hand-over-proposed", chased=True),),
    arrangements.HandOverDeclined: (Telling(RECIPIENTS, "staff.hand-over-declined"),),
    arrangements.ConfirmationAsked: (Telling(RECIPIENTS, "staff.confirm", chased=True),),
    arrangements.RequestMerged: (
        Telling(OWNER, "owner.merged"),
        Telling(RECIPIENTS, "staff.merged"),
    ),
    arrangements.RequestUnmerged: (Telling(OWNER, "owner.unmerged"),),
    roster.LeaveChanged: (Telling(RECIPIENTS, "staff.leave"),),
    roster.SwapChanged: (Telling(RECIPIENTS, "staff.swap"),),
    incidents.RequestJoined: (
        Telling(OWNER, "owner.joined", chased=True, when=_joined),
        Telling(OWNER, "owner.known"),
    ),
    incidents.IncidentProposed: (
        Telling(RECIPIENTS, "staff.incident-proposed"),
        Telling(Audience.CLERKS, "staff.incident-proposed"),
    ),
    incidents.IncidentConfirmed: (Telling(RECIPIENTS, "staff.incident", chased=True),),
    incidents.IncidentUpdated: (Telling(Audience.MEMBERS, "owner.incident-update", chased=True),),
    incidents.IncidentOverdue: (Telling(RECIPIENTS, "staff.incident-overdue", chased=True),),
    surveys.SurveyOpened: (Telling(OWNER, "owner.survey"),),
    surveys.SurveyReminderDue: (Telling(OWNER, "owner.survey-reminder"),),
    surveys.CampaignInvited: (Telling(OWNER, "owner.campaign"),),
    surveys.CampaignReminded: (Telling(OWNER, "owner.campaign-reminder"),),
    surveys.ReturnCallDue: (
        Telling(RECIPIENTS, "staff.return-call"),
        Telling(Audience.CLERKS, "staff.return-call", when=_for_any_clerk),
    ),
    conversations.MessageReceived: (
        Telling(RECIPIENTS, "staff.message"),
        Telling(Audience.CLERKS, "staff.message", when=untaken),
    ),
    conversations.ConversationAnswered: (Telling(OWNER, "owner.answer"),),
    conversations.ConversationUnanswered: (Telling(RECIPIENTS, "staff.unanswered", chased=True),),
    **{kind: tuple(Telling(*row) for row in rows) for kind, rows in VOICES.items()},
}


def staff_told(event: Event) -> dict[str, Telling]:
    """Return the members of staff who are named in the event, each with the text for them."""
    told: dict[str, Telling] = {}
    for telling in () if _carried(event) else TELLINGS[type(event)]:
        if telling.when(event):
            for person in staff_named(telling.audience, event):
                told.setdefault(person, telling)
    told.pop(getattr(event, "by", None) or "", None)
    return told


def telling_for(audience: Audience, event: Event) -> Telling | None:
    """Return the row of the table for ``audience``, None if they are not told."""
    rows = () if audience is OWNER and _told_otherwise(event) else TELLINGS[type(event)]
    return next((row for row in rows if row.audience is audience and row.when(event)), None)


def members_of(event: Event) -> tuple[Reporter, ...]:
    """Return the owners who are told of an incident they belong to, each of them once."""
    return event.members if isinstance(event, incidents.IncidentUpdated) else ()


def is_urgent(event: Event) -> bool:
    """Tell whether what the event is about breaks quiet hours."""
    about = event.incident if isinstance(event, incidents.IncidentEvent) else None
    facts = about or subject_of(event).request
    return facts is not None and facts.urgency is Urgency.URGENT


def _carried(event: Event) -> bool:
    """Tell whether staff hear of the incident and not of each of its requests."""
    steps = (requests.RequestAssigned, requests.RequestResolved, requests.RequestFedBack)
    return isinstance(event, steps) and event.request.incident is not None


def _told_otherwise(event: Event) -> bool:
    """Tell whether the owner learns it from another event, or about another of their requests.

    The receipt of a request that joins an incident says what is known of that.
    """
    if isinstance(event, requests.RequestAssigned):
        return event.request.incident is not None
    steps = (requests.RequestResolved, incidents.RequestJoined)
    return isinstance(event, steps) and event.request.told_with is not None


def caller_of(event: Event) -> str | None:
    """Return who phones the owner when all else fails: for a result, the first responder."""
    if isinstance(event, requests.RequestResolved):
        return event.request.first_responder or event.request.assignee
    return None


def heard_at(event: Event, known: datetime | None) -> datetime | None:
    """Return when the reporter last wrote by WeChat: with the request, or what else is known."""
    request = subject_of(event).request
    if isinstance(event, conversations.ConversationAnswered):
        return event.heard_at or known
    if request is None or request.channel is not Channel.WECHAT:
        return known
    return max(request.submitted_at, known or request.submitted_at)
