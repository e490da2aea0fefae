"""HTTP operations of the notifier; ``routes`` holds them all."""

from services.notifier.api import codes, inbox, phone_tasks, preferences, receipts
from services.notifier.api.door import WORK
from shared.web.operation import Routes

routes = Routes()
for noun in (inbox, preferences, phone_tasks, receipts, codes):
    routes.include(noun.routes)

__all__ = ["WORK", "routes"]
