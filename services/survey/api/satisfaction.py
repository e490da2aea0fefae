"""Reports on satisfaction: over time, by what, who was won back, who is silently unhappy."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Final, Literal

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import LEADS, SHEETS, WORK, looking
from services.survey.api.satisfaction_names import named
from services.survey.api.satisfaction_views import (
    Found,
    FoundSurveys,
    Overview,
    Rows,
    SilentHouseholds,
    sheets_of,
)
from services.survey.channels.workbook import workbook
from services.survey.domain.satisfaction.after import (
    SILENT_WITHIN,
    WonBack,
    complained,
    silent,
    won_back,
)
from services.survey.domain.satisfaction.figures import FORMULAS, Row, Step, rows, total, trend
from services.survey.domain.satisfaction.sheet import Dimension, Sheet, keys_of, was_asked
from services.survey.domain.survey import Survey
from services.survey.domain.terms import CHINA
from services.survey.ports import Work
from shared.contracts.words import Role
from shared.kernel.errors import Invalid
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import CLOCK, Form, Routes, operation

routes = Routes()
_AT: Final = "/api/v1/satisfaction"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMED: Final = frozenset({Role.HEAD, Role.MANAGER})
LONGEST: Final = 732
Day = Annotated[date, Field(ge=date(2020, 1, 1), le=date(2199, 12, 31))]
Kind = Literal["all", "dissatisfied", "satisfied", "unanswered", "unreached"]


class Period(Form):
    """From which day to which, both included; the last ninety days unless said otherwise."""

    since: Day | None = None
    until: Day | None = None
    step: Step = Step.MONTH


class Drill(Form):
    """Which surveys stand behind a figure."""

    since: Day | None = None
    until: Day | None = None
    dimension: Dimension = Dimension.TOTAL
    key: Annotated[str, StringConstraints(max_length=64)] = ""
    only: Kind = "all"
    cursor: Day | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class UntilForm(Form):
    """Up to which day; today unless said otherwise."""

    until: Day | None = None


@routes.get(_AT)
@operation(roles=LEADS)
async def overview(request: web.Request, who: Principal, query: Period) -> Overview:
    """Show satisfaction, response and won-back rates over time, with their formulas."""
    span, sheets = await _sheets(request, who, query)
    return Overview(
        since=span[0],
        until=span[1],
        formulas=FORMULAS,
        total=total(sheets),
        trend=list(trend(sheets, query.step)),
        won_back=await _won_back(request, who, sheets),
    )


@routes.get(f"{_AT}/by/{{dimension}}")
@operation(roles=LEADS)
async def by(request: web.Request, who: Principal, dimension: str, query: Period) -> Rows:
    """Show it by category, building, department or first responder, the lowest first."""
    if dimension not in {one.value for one in Dimension}:
        raise Invalid("可以按 category、building、department 或 first_responder 查看。")
    span, sheets = await _sheets(request, who, query)
    found = await _rows(request, who, sheets, Dimension(dimension))
    return Rows(since=span[0], until=span[1], dimension=Dimension(dimension), rows=found)


@routes.get(f"{_AT}/surveys")
@operation(roles=LEADS)
async def surveys(request: web.Request, who: Principal, query: Drill) -> FoundSurveys:
    """List the surveys behind a figure, the latest day first; pages end with a day."""
    first, last = _span(request, query.since, query.until)
    last = min(last, query.cursor - timedelta(days=1)) if query.cursor else last
    if first > last:
        return FoundSurveys(surveys=[])
    sheets, found = request.app[SHEETS], list[Found]()
    for sheet in reversed(await sheets.days(who.estate, first, last)):
        if not sheet.has(query.dimension, query.key):
            continue
        read = await sheets.of_day(who.estate, sheet.day)
        found += [Found.of(one) for one in read if _fits(one, query)]
        if len(found) >= query.limit:
            return FoundSurveys(surveys=found, cursor=sheet.day)
    return FoundSurveys(surveys=found)


@routes.get(f"{_AT}/silent")
@operation(roles=NAMED)
async def quiet(request: web.Request, who: Principal, query: UntilForm) -> SilentHouseholds:
    """Name the households that are unhappy again and again without complaining."""
    last = query.until or request.app[CLOCK]().astimezone(CHINA).date()
    first = last - timedelta(days=SILENT_WITHIN.days)
    sheets = await request.app[SHEETS].days(who.estate, first, last)
    low = await request.app[SHEETS].surveys(who.estate, _low(sheets))
    work: Work = request.app[WORK](looking(request, who))
    homes, heard = await _homes(request, low, work)
    await note(request, who, "satisfaction.silent-read")
    return SilentHouseholds(
        since=first, until=last, formula=FORMULAS["silent"], households=silent(low, homes, heard)
    )


@routes.get(f"{_AT}/report.xlsx")
@operation(roles=LEADS, produces=_XLSX)
async def book(request: web.Request, who: Principal, query: Period) -> web.Response:
    """Hand the report out as a workbook; households are named in none of its sheets."""
    shown = await overview(request, who, query)
    _, sheets = await _sheets(request, who, query)
    told = [one for one in Dimension if one is not Dimension.TOTAL]
    tables = dict[Dimension, list[Row]]()
    for one in told:
        tables[one] = await _rows(request, who, sheets, one)
    body = await asyncio.to_thread(workbook, sheets_of(shown, tables))
    await note(request, who, "satisfaction.downloaded")
    name = f"satisfaction-{shown.since}-{shown.until}.xlsx"
    held = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=body, content_type=_XLSX, headers=held)


async def _homes(
    request: web.Request, low: Sequence[Survey], work: Work
) -> tuple[dict[str, str], frozenset[str]]:
    """Return the households of those with low answers, and who of them have spoken up."""
    estate, homes, spoke = work.cause.estate, dict[str, str](), set[str]()
    for owner_id in sorted({one.case.reporter.owner_id or "" for one in low} - {""}):
        owner = await work.lists.owner(estate, owner_id)
        members = await work.lists.members(estate, owner.household) if owner else []
        for member in members:
            homes[member.owner_id] = member.household
    since = work.now - SILENT_WITHIN
    asked = await request.app[SHEETS].of_owners(estate, sorted(homes))
    for owner_id in homes:
        said = await work.voices.suggestions_of(estate, owner_id)
        spoke |= {owner_id} if any(one.given_at >= since for one in said) else set()
    return homes, complained(one for one in asked if one.opened_at >= since) | spoke


async def _rows(
    request: web.Request, who: Principal, found: Sequence[Sheet], by: Dimension
) -> list[Row]:
    work: Work = request.app[WORK](looking(request, who))
    return await named(rows(found, by), by, found, request.app[SHEETS], work)


async def _won_back(request: web.Request, who: Principal, found: Sequence[Sheet]) -> WonBack:
    sheets = request.app[SHEETS]
    low = await sheets.surveys(who.estate, _low(found))
    ids = sorted({one.case.request_id for one in low})
    return won_back(await sheets.of_requests(who.estate, ids))


async def _sheets(
    request: web.Request, who: Principal, query: Period
) -> tuple[tuple[date, date], list[Sheet]]:
    span = _span(request, query.since, query.until)
    return span, await request.app[SHEETS].days(who.estate, *span)


def _span(request: web.Request, since: date | None, until: date | None) -> tuple[date, date]:
    last = until or request.app[CLOCK]().astimezone(CHINA).date()
    first = since or last - timedelta(days=89)
    if not 0 <= (last - first).days < LONGEST:
        raise Invalid(f"日期要先后有序，一次最多看 {LONGEST} 天，请改日期。")
    return first, last


def _low(found: Sequence[Sheet]) -> list[str]:
    return [survey for sheet in found for survey in sheet.low]


def _fits(survey: Survey, query: Drill) -> bool:
    pleased = survey.answer.satisfied if survey.answer else None
    kinds = {
        "all": True,
        "dissatisfied": pleased is False,
        "satisfied": pleased is True,
        "unanswered": pleased is None,
        "unreached": pleased is None and survey.unreached_at is not None,
    }
    key = (query.dimension, query.key)
    return was_asked(survey) and kinds[query.only] and key in keys_of(survey)
