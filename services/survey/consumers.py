"""What the survey service hears, and who hears it."""

from typing import Final

from services.survey import handlers
from shared.bus.subscriptions import on
from shared.contracts.notifications import NotificationFailed
from shared.contracts.requests import (
    RequestCancelled,
    RequestClosed,
    RequestReopened,
    RequestResolved,
)

SUBSCRIPTIONS: Final = (
    on(RequestResolved, handlers.open_survey),
    on(RequestClosed, handlers.close),
    on(RequestCancelled, handlers.cancel),
    on(RequestReopened, handlers.reopen),
    on(NotificationFailed, handlers.hear_failure),
)
