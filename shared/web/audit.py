"""Write down who did what, and let administrators read it."""

from typing import Annotated, Final, Protocol

import structlog
from aiohttp import web
from pydantic import Field

from shared.contracts.audit import Line, Noted, Sheet
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import CLOCK, Form, Routes, View, operation

log = structlog.get_logger()
routes = Routes()


class Audit(Protocol):
    """Where acts are written down."""

    async def note(self, noted: Noted) -> Line | None:
        """Write an act down; return the line that it has become."""
        ...

    async def sheet(self, estate: str, before: int | None, limit: int) -> Sheet:
        """Return some lines, the newest first."""
        ...


class Unkept:
    """Where there is no database (yet): an act is told to the log and to nobody else."""

    async def note(self, noted: Noted) -> None:
        """Leave it at the log."""

    async def sheet(self, estate: str, before: int | None, limit: int) -> Sheet:
        """Return an empty sheet."""
        return Sheet()


AUDIT: Final[web.AppKey[Audit]] = web.AppKey("audit")


class Turn(Form):
    """From which line downwards to read."""

    cursor: Annotated[int, Field(ge=1, le=10**12)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class AuditView(View):
    """Lines of the audit trail, the newest first; ``intact`` False: it has been tampered with."""

    lines: tuple[Line, ...]
    intact: bool
    cursor: int | None = None


@routes.get("/api/v1/audit")
@operation(roles=frozenset({Role.ADMIN}))
async def trail(request: web.Request, who: Principal, query: Turn) -> AuditView:
    """Show what has been written down about the caller's estate."""
    sheet = await request.app[AUDIT].sheet(who.estate, query.cursor, query.limit)
    return AuditView.model_validate(sheet.model_dump())


async def note(
    request: web.Request,
    who: Principal,
    what: str,
    about: str = "",
    *,
    address: str | None = None,
    **detail: str,
) -> None:
    """Write down that ``who`` did ``what``; what cannot be written down must not be done.

    The log has each line's number and seal too: a trail whose end was cut off does not fit it.
    ``address`` is where they called from, unless the gateway has told us.
    """
    told = address or request.headers.get("X-Forwarded-For") or request.remote or ""
    noted = Noted(
        estate=who.estate,
        at=request.app[CLOCK](),
        who=who.id,
        role=who.role,
        what=what,
        about=about,
        address=_masked(told),
        detail=detail,
    )
    line = await request.app[AUDIT].note(noted)
    bond = {"seq": line.seq, "seal": line.seal} if line else {}
    log.info("audit.noted", what=what, about=about, **bond)


def _masked(address: str) -> str:
    mark = ":" if ":" in address else "."
    kept = address.split(mark)[: 3 if mark == "." else 4]
    return f"{mark.join(kept)}{mark}*" if address else ""
