"""Write the gateway's own acts down, and let administrators read every service's audit trail."""

from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import urlencode

from aiohttp import web
from pydantic import StringConstraints

from services.gateway.api.forward import headers_of
from services.gateway.api.limits import address_of
from services.gateway.api.parts import DOOR
from services.gateway.domain.upstreams import Upstream
from shared.contracts.audit import Line, Sheet
from shared.contracts.words import Role
from shared.web import audit
from shared.web.audit import AUDIT, AuditView, Turn
from shared.web.auth import Principal
from shared.web.operation import Routes, Sometime, operation

routes = Routes()
PATH: Final = "/api/v1/audit"
AT_ONCE: Final = 100
MOST_LEAVES: Final = 10
Word = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class Book(StrEnum):
    """Whose trail to read."""

    GATEWAY = "gateway"
    INTAKE = "intake"
    ROUTER = "router"
    NOTIFIER = "notifier"
    SURVEY = "survey"


class Leaf(Turn):
    """Whose trail, from which line downwards, and which lines of it: who did what, to what."""

    service: Book = Book.GATEWAY
    what: Word | None = None
    by: Word | None = None
    about: Word | None = None
    since: Sometime | None = None

    def wants(self, line: Line) -> bool:
        """Tell whether a line is one of those asked for."""
        pairs = ((self.what, line.what), (self.by, line.who), (self.about, line.about))
        return not self.begins_after(line) and all(one in (None, has) for one, has in pairs)

    def begins_after(self, line: Line) -> bool:
        """Tell whether neither this line nor an older one is asked for."""
        return self.since is not None and line.at < self.since


@routes.get(PATH)
@operation(roles=frozenset({Role.ADMIN}))
async def trail(request: web.Request, who: Principal, query: Leaf) -> AuditView:
    """Show what a service has written down: log-ins, unmasked numbers, changes, erasures.

    A search reads a thousand lines at most; where it stopped is the ``cursor`` to go on from.
    """
    found: list[Line] = []
    whole, cursor = True, query.cursor
    for _ in range(MOST_LEAVES):
        leaf = await _leaf(request, who, query.service, cursor)
        found += filter(query.wants, leaf.lines)
        whole, cursor = whole and leaf.intact, leaf.cursor
        if leaf.lines and query.begins_after(leaf.lines[-1]):
            cursor = None
        if cursor is None or len(found) >= query.limit:
            break
    if len(found) > query.limit:
        cursor = found[query.limit - 1].seq
    return AuditView(lines=tuple(found[: query.limit]), intact=whole, cursor=cursor)


async def _leaf(request: web.Request, who: Principal, book: Book, cursor: int | None) -> Sheet:
    if book is Book.GATEWAY:
        return await request.app[AUDIT].sheet(who.estate, cursor, AT_ONCE)
    asked = {"limit": AT_ONCE} | ({} if cursor is None else {"cursor": cursor})
    headers = {**headers_of(request), "Authorization": request.headers["Authorization"]}
    path = f"{PATH}?{urlencode(asked)}"
    return Sheet.model_validate(await request.app[DOOR].ask(Upstream(book), path, headers))


async def note(
    request: web.Request, who: Principal, what: str, about: str = "", **detail: str
) -> None:
    """Write down what was done at the door itself, where no header says who calls."""
    await audit.note(request, who, what, about, address=address_of(request), **detail)
