"""Put and show an estate's policy files."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.router import handlers
from services.router.api.context import work_of
from services.router.domain.faults import Fault
from shared.contracts.words import Role
from shared.kernel.errors import Seen
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
Text = Annotated[str, StringConstraints(max_length=200_000, strip_whitespace=False)]


class PutPolicy(Form):
    """Files by their names; those left out stay as they are."""

    files: Annotated[dict[str, Text], Field(min_length=1)]
    dry_run: bool = False


class FaultView(View):
    """One thing to mend."""

    file: str
    line: int
    reason: str


class Put(View):
    """What was found; ``applied`` only if nothing is wrong and it was not a dry run."""

    faults: list[FaultView]
    applied: bool


class PolicyView(View):
    """The files that hold, and who put them."""

    files: dict[str, str]
    version: int
    put_by: str | None
    put_at: datetime | None


@routes.put("/api/v1/policy")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def put(request: web.Request, who: Principal, form: PutPolicy) -> Put:
    """Check the files and take them over; nothing changes if anything is wrong."""
    work, faults = work_of(request, who), list[Fault]()
    with suppress(Seen):
        faults = await handlers.put_policy(form.files, who.id, work, dry_run=form.dry_run)
    if not faults and not form.dry_run:
        await note(request, who, "policy.put", files=",".join(sorted(form.files)))
    return Put(
        faults=[FaultView(file=f.file, line=f.line, reason=f.reason) for f in faults],
        applied=not faults and not form.dry_run,
    )


@routes.get("/api/v1/policy")
@operation(roles=MANAGERS)
async def show(request: web.Request, who: Principal) -> PolicyView:
    """Show the files that hold; without any the rule book stands."""
    kept = await work_of(request, who).files.find(who.estate)
    if kept is None:
        return PolicyView(files={}, version=0, put_by=None, put_at=None)
    return PolicyView(
        files=kept.files, version=kept.version, put_by=kept.put_by, put_at=kept.put_at
    )
