"""What the router's operations find on their application, and who asks."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from services.router.domain.rights import Person
from services.router.ports import Work
from shared.contracts.envelope import Cause
from shared.web.auth import Principal
from shared.web.operation import cause_of

WORK: Final[web.AppKey[Callable[[Cause], Work]]] = web.AppKey("work")


def work_of(request: web.Request, who: Principal, story: str | None = None) -> Work:
    """Return the work that this call sets going."""
    return request.app[WORK](cause_of(request, who, story))


def person_of(who: Principal) -> Person:
    """Return the caller as the rules know them."""
    return Person(id=who.id, role=who.role, department=who.department)
