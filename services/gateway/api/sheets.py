"""Take in and hand out households, staff and roster as spreadsheets, as property companies do."""

import asyncio
import csv
import io
from enum import StrEnum
from typing import Final

from aiohttp import web

from services.gateway.api.audit import note
from services.gateway.api.forward import headers_of
from services.gateway.api.parts import DOOR, until_first, work_for
from services.gateway.api.uploads import file_of
from services.gateway.channels.workbook import XLSX, csv_of, grids_of, workbook
from services.gateway.domain.directory.crew import ROSTER_COLUMNS
from services.gateway.domain.directory.grid import Findings, Flaw
from services.gateway.domain.directory.listing import owner_rows, staff_rows
from services.gateway.domain.upstreams import Upstream
from services.gateway.handlers import imports
from services.gateway.handlers.imports import Imported, Order
from services.gateway.handlers.journal import finish_others
from shared.contracts.words import Role
from shared.kernel.errors import Refused, Unavailable
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes = Routes()
KEEPERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
MOST_SHOWN: Final = 500
_POLICY: Final = "/api/v1/policy"
_ROSTER: Final = "roster.csv"


class Kind(StrEnum):
    """Which list."""

    HOUSEHOLDS = "households"
    STAFF = "staff"
    ROSTER = "roster"


class As(StrEnum):
    """As which file."""

    XLSX = "xlsx"
    CSV = "csv"


class Bring(Form):
    """``whole``: whoever is not in the sheets is ended; without it they stay as they are.

    The roster always comes whole. ``dry_run`` only says what would be.
    """

    kind: Kind
    whole: bool = False
    dry_run: bool = False


class Take(Form):
    """Which list, as which file."""

    kind: Kind
    format: As = As.XLSX


class FlawView(View):
    """What is wrong or was passed over, and where; ``column`` is a letter with its heading."""

    sheet: str
    row: int
    column: str
    reason: str


class ImportView(View):
    """``applied`` is false when there are flaws or it was a dry run: nothing has changed."""

    applied: bool
    rows: int
    added: int = 0
    changed: int = 0
    gone: int = 0
    flaws: list[FlawView]
    skipped: list[FlawView]
    ignored: list[str]


@routes.post("/api/v1/directory/sheets")
@operation(roles=KEEPERS, parts=("file",))
async def bring(request: web.Request, who: Principal, query: Bring) -> ImportView:
    """Take a sheet in (.xlsx or CSV, multipart part ``file``): all that it says, or nothing."""
    content, name = await file_of(request)
    grids = await asyncio.to_thread(grids_of, content, name)
    order = Order(grids=grids, whole=query.whole, dry_run=query.dry_run)
    if query.kind is Kind.ROSTER:
        done = await _bring_roster(request, who, order)
    else:
        await until_first(request, who.estate, finish_others)
        take = imports.take_owners if query.kind is Kind.HOUSEHOLDS else imports.take_staff
        done = await until_first(request, who.estate, lambda work: take(order, work))
    applied = not done.findings.flaws and not query.dry_run
    if applied:
        told = {name: str(count) for name, count in done.counts.items()}
        await note(request, who, "directory.imported", query.kind, rows=str(done.rows), **told)
    return _view(done, applied=applied)


@routes.get("/api/v1/directory/sheets")
@operation(roles=KEEPERS, produces=f"{XLSX}, text/csv")
async def take(request: web.Request, who: Principal, query: Take) -> web.Response:
    """Hand a list out as a file that can be taken in again; it is written down who had it."""
    rows = await _rows(request, who, query.kind)
    made = csv_of(rows) if query.format is As.CSV else await asyncio.to_thread(_book, query, rows)
    how = {"rows": str(len(rows) - 1), "format": str(query.format)}
    await note(request, who, "directory.exported", query.kind, **how)
    return web.Response(
        body=made,
        content_type="text/csv" if query.format is As.CSV else XLSX,
        charset="utf-8" if query.format is As.CSV else None,
        headers={
            "Content-Disposition": f'attachment; filename="{query.kind}.{query.format}"',
            "Cache-Control": "no-store",
        },
    )


def _book(query: Take, rows: list[tuple[str, ...]]) -> bytes:
    return workbook(query.kind, rows)


async def _rows(request: web.Request, who: Principal, kind: Kind) -> list[tuple[str, ...]]:
    work = work_for(request, who.estate)
    if kind is Kind.HOUSEHOLDS:
        return owner_rows(await work.accounts.all_owners(who.estate))
    if kind is Kind.STAFF:
        return staff_rows(await work.accounts.all_staff(who.estate))
    told = await request.app[DOOR].ask(Upstream.ROUTER, _POLICY, _theirs(request))
    text = str(told["files"].get(_ROSTER, ",".join(ROSTER_COLUMNS))).removeprefix("\ufeff")
    lines = (line for line in io.StringIO(text) if line.strip() and not line.startswith("#"))
    return [tuple(row) for row in csv.reader(lines)]


async def _bring_roster(request: web.Request, who: Principal, order: Order) -> Imported:
    """Have the router take the roster, in the caller's own name; its faults go by our rows."""
    findings, shifts = await imports.read_roster(order.grids, work_for(request, who.estate))
    done = Imported(findings=findings, rows=len(shifts))
    if findings.flaws:
        return done
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((ROSTER_COLUMNS, *(row for _, row in shifts)))
    form = {"files": {_ROSTER: text.getvalue()}, "dry_run": order.dry_run}
    door = request.app[DOOR]
    status, told = await door.tell(Upstream.ROUTER, "PUT", _POLICY, _theirs(request), form)
    if status >= 500:
        raise Unavailable(f"router answered {status}")
    if status >= 400:
        raise Refused(str(told.get("detail", "值班表没有被接受，请检查后再试。")))
    for fault in told["faults"]:
        line = shifts[min(max(fault["line"] - 2, 0), len(shifts) - 1)][0] if shifts else None
        if line:
            line.wrong("", fault["reason"])
    return done


def _theirs(request: web.Request) -> dict[str, str]:
    return {**headers_of(request), "Authorization": request.headers["Authorization"]}


def _view(done: Imported, *, applied: bool) -> ImportView:
    found: Findings = done.findings
    return ImportView(
        applied=applied,
        rows=done.rows,
        flaws=_shown(found.flaws),
        skipped=_shown(found.skipped),
        ignored=sorted(set(found.ignored)),
        **dict(done.counts),
    )


def _shown(flaws: list[Flaw]) -> list[FlawView]:
    return [
        FlawView(sheet=one.sheet, row=one.row, column=one.column, reason=one.reason)
        for one in sorted(flaws)[:MOST_SHOWN]
    ]
