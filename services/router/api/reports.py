"""Report figures with their formulas, lead from each to its requests, hand out the past."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.router import handlers
from services.router.api.context import person_of, work_of
from services.router.api.cursors import read_place, write_place
from services.router.api.report_sheets import sheets
from services.router.api.report_views import BehindPage, behind_view, report_view
from services.router.channels.workbook import TYPE, workbook
from services.router.domain.reports import FIGURES, By, Outcome, Question
from services.router.domain.reports.figures import REPORTS
from services.router.domain.reports.question import question
from services.router.domain.rules import Rules
from services.router.domain.simulation.export import past_of
from services.router.domain.simulation.presence import Presence
from services.router.domain.simulation.remembering import remembering
from services.router.ports import Archive
from shared.contracts.words import Category, Channel, Role, Urgency
from shared.kernel.errors import Missing
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, operation

routes = Routes()
ARCHIVE: Final[web.AppKey[Archive]] = web.AppKey("archive")
READERS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
Value = Annotated[str, StringConstraints(max_length=64)]


class Format(StrEnum):
    """How it is answered."""

    JSON = "json"
    XLSX = "xlsx"


class Days(Form):
    """Whole days of the estate, both included."""

    since: Day = Field(alias="from")
    until: Day = Field(alias="to")


class Asked(Days):
    """The days, and which requests of them."""

    category: Category | None = None
    building: Value | None = None
    department: Value | None = None
    first_responder: Value | None = None
    channel: Channel | None = None
    urgency: Urgency | None = None

    def where(self) -> Mapping[By, str]:
        """Return what the requests must have."""
        values = {by: getattr(self, by.value) for by in By}
        return {by: str(value) for by, value in values.items() if value is not None}


class AskReport(Asked):
    """Grouped by what, answered how."""

    by: By | None = None
    format: Format | None = None


class AskBehind(Asked):
    """Which figure, and what the requests are to it (left out: whatever)."""

    figure: Value
    outcome: Outcome | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@routes.get("/api/v1/reports/requests")
@operation(roles=READERS)
async def behind(request: web.Request, who: Principal, query: AskBehind) -> BehindPage:
    """List the requests behind a figure, the latest first."""
    figure = FIGURES.get(query.figure)
    if figure is None:
        raise Missing(f"没有“{query.figure}”这个指标，可用：{'、'.join(FIGURES)}")
    asked, _ = await _asked(request, who, query)
    drill = handlers.Drill(figure, query.outcome, read_place(query.cursor), query.limit)
    found = await handlers.behind(asked, drill, request.app[ARCHIVE])
    last = found[-1][0] if len(found) == query.limit else None
    return BehindPage(
        figure=figure.name,
        formula=figure.formula,
        requests=[behind_view(facts, outcome) for facts, outcome in found],
        cursor=write_place(last.submitted_at, last.id) if last else None,
    )


@routes.get("/api/v1/reports/past")
@operation(roles=MANAGERS, produces="application/x-ndjson")
async def past(request: web.Request, who: Principal, query: Days) -> web.StreamResponse:
    """Hand out past requests for ``simulate``, a line each, without a word or a person in them."""
    work = work_of(request, who)
    rules = remembering(await work.book.rules(who.estate))
    asked = question(person_of(who), who.estate, (query.since, query.until), {}, rules)
    await note(request, who, "requests.exported")
    answer = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await answer.prepare(request)
    presence = Presence(rules)
    async for one in request.app[ARCHIVE].whole(asked):
        line = past_of(one, presence, work.now).model_dump_json(exclude_defaults=True)
        await answer.write(f"{line}\n".encode())
    return answer


@routes.get("/api/v1/reports/{name}")
@operation(roles=READERS)
async def report(
    request: web.Request, who: Principal, name: str, query: AskReport
) -> web.StreamResponse:
    """Report figures, in all and by group; as a workbook if the caller wants one."""
    figures = REPORTS.get(name)
    if figures is None:
        raise Missing(f"没有“{name}”这个报表，可用：{'、'.join(REPORTS)}")
    asked, rules = await _asked(request, who, query)
    added = await handlers.report(asked, figures, query.by, request.app[ARCHIVE])
    view = report_view(added, (asked.since, asked.until), rules)
    if not _wants_workbook(request, query):
        return web.Response(body=view.model_dump_json().encode(), content_type="application/json")
    await note(request, who, "report.exported", name)
    file = f'attachment; filename="report-{name}-{query.since}-{query.until}.xlsx"'
    headers = {"Content-Disposition": file}
    return web.Response(body=workbook(sheets(view)), content_type=TYPE, headers=headers)


async def _asked(request: web.Request, who: Principal, query: Asked) -> tuple[Question, Rules]:
    rules = await work_of(request, who).book.rules(who.estate)
    days = query.since, query.until
    return question(person_of(who), who.estate, days, query.where(), rules), rules


def _wants_workbook(request: web.Request, query: AskReport) -> bool:
    if query.format:
        return query.format is Format.XLSX
    return TYPE in request.headers.get("Accept", "")
