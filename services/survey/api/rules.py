"""Put and show an estate's survey files: the rules, questionnaires, and its own days off."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import MANAGERS, work_of
from services.survey.domain.estate_rules import rules_id
from services.survey.domain.files import Fault
from services.survey.handlers import campaigns
from shared.kernel.errors import Seen
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()
Name = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_]{0,60}\.toml|holidays\.csv)$")]
Text = Annotated[str, StringConstraints(max_length=100_000, strip_whitespace=False)]


class PutRules(Form):
    """Files by their names; those left out stay as they are."""

    files: Annotated[dict[Name, Text], Field(min_length=1, max_length=20)]
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


class RulesView(View):
    """The files that hold, and who put them."""

    files: dict[str, str]
    put_by: str | None
    put_at: datetime | None


@routes.put("/api/v1/survey-rules")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def put(request: web.Request, who: Principal, form: PutRules) -> Put:
    """Check the files and take them over; nothing changes if anything is wrong."""
    work, faults, files = work_of(request, who), list[Fault](), dict[str, str](form.files)
    with suppress(Seen):
        faults = await campaigns.put_rules(files, who.id, work, dry_run=form.dry_run)
    return Put(
        faults=[FaultView(file=f.file, line=f.line, reason=f.reason) for f in faults],
        applied=not faults and not form.dry_run,
    )


@routes.get("/api/v1/survey-rules")
@operation(roles=MANAGERS)
async def show(request: web.Request, who: Principal) -> RulesView:
    """Show the files that hold; without any the service's own rules stand."""
    kept = await work_of(request, who).rules.find(rules_id(who.estate))
    if kept is None:
        return RulesView(files={}, put_by=None, put_at=None)
    return RulesView(files=dict(kept.files), put_by=kept.put_by, put_at=kept.put_at)
