"""What became of what was said to somebody."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Moment
from shared.contracts.words import Outlet


class NotificationDelivered(Event):
    """It arrived: a delivery receipt, the app's inbox read, or a logged phone call."""

    type: ClassVar[str] = "notification.delivered.v1"

    notification_id: Id
    recipient: Id
    outlet: Outlet
    about: str  # the request's id, or another subject's
    because: str  # the type of the event that was told
    delivered_at: Moment
    round: int = 1


class PageAcknowledged(Event):
    """Somebody whom the ladder paged says that they have seen it; it is not yet accepted."""

    type: ClassVar[str] = "page.acknowledged.v1"

    notification_id: Id
    staff_id: Id
    request_id: Id
    acknowledged_at: Moment
    round: int = 1


class DeliveryReported(Event):
    """A platform says what became of a message that it took, by its own name for it."""

    type: ClassVar[str] = "delivery.reported.v1"

    outlet: Outlet
    provider_id: Id
    delivered: bool
    reported_at: Moment
    reason: str = ""


class NotificationFailed(Event):
    """Every outlet has failed."""

    type: ClassVar[str] = "notification.failed.v1"

    notification_id: Id
    recipient: Id
    outlet: Outlet
    about: str
    because: str
    failed_at: Moment
    reason: str
    round: int = 1
