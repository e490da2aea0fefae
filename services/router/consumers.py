"""What the router listens to."""

from typing import Final

from services.router import handlers
from services.router.handlers import erasure
from shared.bus.subscriptions import on
from shared.contracts.arrangements import MainMoved, RequestMerged, RequestUnmerged
from shared.contracts.incidents import IncidentClosed, IncidentConfirmed
from shared.contracts.notifications import NotificationDelivered, PageAcknowledged
from shared.contracts.people import OwnerErased, StaffChanged
from shared.contracts.requests import RequestSubmitted
from shared.contracts.surveys import SurveyAnswered

SUBSCRIPTIONS: Final = (
    on(RequestSubmitted, handlers.route),
    on(SurveyAnswered, handlers.hear_the_owner),
    on(NotificationDelivered, handlers.hear_delivery),
    on(PageAcknowledged, handlers.hear_page),
    on(StaffChanged, handlers.know_staff),
    on(OwnerErased, erasure.erase),
    on(RequestMerged, handlers.lead),
    on(RequestUnmerged, handlers.release),
    on(MainMoved, handlers.follow),
    on(IncidentConfirmed, handlers.gather),
    on(IncidentClosed, handlers.settle),
)
