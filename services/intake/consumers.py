"""Say what intake listens to.

Not ``request.assigned``: the notifier answers by WeChat too, so that nobody is told twice.
"""

from typing import Final

from services.intake.handlers import owners
from shared.bus.subscriptions import on
from shared.contracts.people import OwnerChanged

SUBSCRIPTIONS: Final = (on(OwnerChanged, owners.learn),)
