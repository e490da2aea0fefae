"""Write the gateway's own acts down, and let administrators read every service's audit trail."""

from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from services.gateway.api.forward import headers_of
from services.gateway.api.limits import address_of
from services.gateway.api.parts import DOOR
from services.gateway.domain.upstreams import Upstream
from shared.contracts.words import Role
from shared.web import audit
from shared.web.audit import AUDIT, AuditView, Turn
from shared.web.auth import Principal
from shared.web.operation import Routes, operation

routes = Routes()
PATH: Final = "/api/v1/audit"


class Book(StrEnum):
    """Whose trail to read."""

    GATEWAY = "gateway"
    INTAKE = "intake"
    ROUTER = "router"
    NOTIFIER = "notifier"
    SURVEY = "survey"


class Leaf(Turn):
    """Whose trail, and from which line downwards."""

    service: Book = Book.GATEWAY


@routes.get(PATH)
@operation(roles=frozenset({Role.ADMIN}))
async def trail(request: web.Request, who: Principal, query: Leaf) -> AuditView:
    """Show what a service has written down: log-ins, unmasked numbers, changes, erasures."""
    if query.service is Book.GATEWAY:
        sheet = await request.app[AUDIT].sheet(who.estate, query.cursor, query.limit)
        return AuditView.model_validate(sheet.model_dump())
    asked = query.model_dump(exclude={"service"}, exclude_none=True)
    headers = {**headers_of(request), "Authorization": request.headers["Authorization"]}
    path = f"{PATH}?{urlencode(asked)}"
    found = await request.app[DOOR].ask(Upstream(query.service), path, headers)
    return AuditView.model_validate(found)


async def note(
    request: web.Request, who: Principal, what: str, about: str = "", **detail: str
) -> None:
    """Write down what was done at the door itself, where no header says who calls."""
    await audit.note(request, who, what, about, address=address_of(request), **detail)
