"""Say what the notifier listens to."""

from typing import Final

from services.notifier.handlers.people import hear_owner, hear_staff
from services.notifier.handlers.telling import fed_back, tell
from shared.bus.subscriptions import on
from shared.contracts import conversations, people, requests, surveys

SUBSCRIPTIONS: Final = (
    on(people.OwnerChanged, hear_owner),
    on(people.StaffChanged, hear_staff),
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
    on(surveys.SurveyOpened, tell),
    on(surveys.SurveyReminderDue, tell),
    on(conversations.MessageReceived, tell),
)
