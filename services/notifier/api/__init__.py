"""HTTP operations of the notifier; ``routes`` holds them all."""

from services.notifier.api import (
    board,
    codes,
    held,
    inbox,
    notices,
    pages,
    phone_tasks,
    preferences,
    push,
    receipts,
    sent,
    sms_receipts,
    templates,
    webhooks,
)
from services.notifier.api.door import WORK
from shared.web import audit
from shared.web.operation import Routes

routes = Routes().include(audit.routes)
for noun in (
    held,
    inbox,
    sent,
    board,
    notices,
    templates,
    pages,
    preferences,
    push,
    phone_tasks,
    receipts,
    sms_receipts,
    codes,
    webhooks,
):
    routes.include(noun.routes)

__all__ = ["WORK", "routes"]
