"""Hold what every operation of the notifier shares."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from services.notifier.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.words import STAFF, Role
from shared.web.auth import Principal
from shared.web.operation import CLOCK, cause_of

WORK: Final[web.AppKey[Callable[[Cause], Work]]] = web.AppKey("work")
PEOPLE: Final = STAFF | {Role.OWNER}


def work_of(request: web.Request, who: Principal) -> Work:
    """Return the work that a person's command sets going."""
    return request.app[WORK](cause_of(request, who))


def work_in(request: web.Request, cause_id: str, estate: str) -> Work:
    """Return work under a cause of its own: another system's call, or a second look."""
    now = request.app[CLOCK]()
    return request.app[WORK](Cause(id=cause_id, estate=estate, at=now, correlation=cause_id))
