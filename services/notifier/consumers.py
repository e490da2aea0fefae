"""Say what the notifier listens to."""

from collections.abc import Awaitable, Callable
from typing import Final

from services.notifier.handlers.arriving import hear_report
from services.notifier.handlers.codes import send_code
from services.notifier.handlers.erasure import erase
from services.notifier.handlers.people import hear_message, hear_owner, hear_staff
from services.notifier.handlers.telling import fed_back, tell
from services.notifier.ports import Work
from shared.bus.subscriptions import Subscription, on
from shared.contracts import (
    arrangements,
    conversations,
    forums,
    incidents,
    notifications,
    people,
    requests,
    roster,
    suggestions,
    surveys,
)
from shared.contracts.envelope import Cause
from shared.contracts.event import Event

SUBSCRIPTIONS: Final = (
    on(people.OwnerChanged, hear_owner),
    on(people.StaffChanged, hear_staff),
    on(people.OwnerErased, erase),
    on(requests.RequestAssigned, tell),
    on(requests.RequestAccepted, tell),
    on(requests.RequestArrived, tell),
    on(requests.RequestNoted, tell),
    on(requests.RequestPaused, tell),
    on(requests.RequestResumed, tell),
    on(requests.RequestResolved, tell),
    on(requests.RequestFedBack, fed_back),
    on(requests.RequestClosed, tell),
    on(requests.RequestReopened, tell),
    on(requests.FollowUpOpened, tell),
    on(requests.RequestCancelled, tell),
    on(requests.RequestReclassified, tell),
    on(requests.RequestUrged, tell),
    on(requests.RequestHandedOver, tell),
    on(requests.RequestEscalated, tell),
    on(requests.ClockMissed, tell),
    on(arrangements.RequestOffered, tell),
    on(arrangements.TransferProposed, tell),
    on(arrangements.TransferDeclined, tell),
    on(arrangements.HandOverProposed, tell),
    on(arrangements.HandOverDeclined, tell),
    on(arrangements.ConfirmationAsked, tell),
    on(arrangements.RequestMerged, tell),
    on(arrangements.RequestUnmerged, tell),
    on(roster.LeaveChanged, tell),
    on(roster.SwapChanged, tell),
    on(incidents.RequestJoined, tell),
    on(incidents.IncidentProposed, tell),
    on(incidents.IncidentConfirmed, tell),
    on(incidents.IncidentUpdated, tell),
    on(incidents.IncidentOverdue, tell),
    on(surveys.SurveyOpened, tell),
    on(surveys.SurveyReminderDue, tell),
    on(surveys.CampaignInvited, tell),
    on(surveys.CampaignReminded, tell),
    on(surveys.ReturnCallDue, tell),
    on(suggestions.SuggestionTaken, tell),
    on(suggestions.SuggestionDue, tell),
    on(suggestions.SuggestionAnswered, tell),
    on(suggestions.PromiseMade, tell),
    on(suggestions.PromiseDue, tell),
    on(suggestions.PromiseMoved, tell),
    on(suggestions.PromiseEnded, tell),
    on(forums.ForumAnnounced, tell),
    on(forums.SeatChanged, tell),
    on(forums.QuestionSettled, tell),
    on(forums.ForumLacking, tell),
    on(conversations.MessageReceived, hear_message),
    on(conversations.ConversationAnswered, tell),
    on(conversations.ConversationUnanswered, tell),
    on(conversations.CodeIssued, send_code),
    on(notifications.DeliveryReported, hear_report),
)


def also_told(
    subscriptions: tuple[Subscription[Work], ...],
    tell_others: Callable[[Event, Cause], Awaitable[None]],
) -> tuple[Subscription[Work], ...]:
    """Have other systems told of the same events; first, since a repeat may stop a handler."""

    def both(one: Subscription[Work]) -> Subscription[Work]:
        async def hear(event: Event, work: Work) -> None:
            await tell_others(event, work.cause)
            await one.handler(event, work)

        return Subscription(one.kind, hear)

    return tuple(both(one) if one.kind not in UNTOLD else one for one in subscriptions)


UNTOLD: Final = frozenset(
    {people.OwnerChanged, people.StaffChanged}
    | {notifications.DeliveryReported, conversations.CodeIssued, conversations.MessageReceived}
)
TOLD: Final = tuple(sorted(one.kind.type for one in SUBSCRIPTIONS if one.kind not in UNTOLD))
