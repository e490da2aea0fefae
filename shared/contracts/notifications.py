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
