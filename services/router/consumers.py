"""What the router listens to."""

from typing import Final

from services.router import handlers
from shared.bus.subscriptions import on
from shared.contracts.notifications import NotificationDelivered
from shared.contracts.people import StaffChanged
from shared.contracts.requests import RequestSubmitted
from shared.contracts.surveys import SurveyAnswered

SUBSCRIPTIONS: Final = (
    on(RequestSubmitted, handlers.route),
    on(SurveyAnswered, handlers.hear_the_owner),
    on(NotificationDelivered, handlers.hear_delivery),
    on(StaffChanged, handlers.know_staff),
)
