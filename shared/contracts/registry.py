"""Every event there is, by its type."""

from collections.abc import Mapping
from typing import Final

from shared.contracts import conversations, notifications, people, requests, surveys
from shared.contracts.event import Event

EVENTS: Final[tuple[type[Event], ...]] = (
    people.OwnerChanged,
    people.StaffChanged,
    requests.RequestSubmitted,
    requests.RequestAssigned,
    requests.RequestAccepted,
    requests.RequestArrived,
    requests.RequestNoted,
    requests.RequestPaused,
    requests.RequestResumed,
    requests.RequestResolved,
    requests.RequestFedBack,
    requests.RequestClosed,
    requests.RequestReopened,
    requests.FollowUpOpened,
    requests.RequestCancelled,
    requests.RequestReclassified,
    requests.RequestUrged,
    requests.RequestHandedOver,
    requests.RequestEscalated,
    requests.ClockMissed,
    notifications.NotificationDelivered,
    notifications.NotificationFailed,
    surveys.SurveyOpened,
    surveys.SurveyReminderDue,
    surveys.SurveyAnswered,
    conversations.MessageReceived,
)
REGISTRY: Final[Mapping[str, type[Event]]] = {event.type: event for event in EVENTS}
