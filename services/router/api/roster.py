"""Show who is on duty at a moment or in a week, and put the roster."""

from datetime import date
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.router import handlers
from services.router.api.context import work_of
from services.router.domain.act import Act
from services.router.domain.roster_rows import Standing, week, written
from services.router.domain.rules import Rules
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Invalid, Seen
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, Sometime, View, operation

routes = Routes()
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
Cell = Annotated[str, StringConstraints(max_length=40)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
_FILE: Final = "roster.csv"


class When(Form):
    """The moment asked about, left out it is now; ``week`` asks for seven days from that one on."""

    at: Sometime | None = None
    week: Day | None = None


class OnDuty(View):
    """Somebody on duty, and what they have in hand."""

    staff_id: str
    name: str
    role: Role
    department: str | None
    in_hand: int


class ShiftView(View):
    """A shift as it is stood: swapped (``instead_of``), or nobody there (``away``)."""

    day: date
    staff_id: str
    name: str | None
    start: str
    end: str
    post: str
    instead_of: str | None
    away: bool


class Duty(View):
    """Who is on duty, and a week's shifts when they were asked for."""

    on_duty: list[OnDuty]
    shifts: list[ShiftView] = []


class RosterRow(Form):
    """A row of roster.csv: who, on which weekdays, from when until when (08:30)."""

    staff_id: Cell
    weekday: Cell
    start: Cell
    end: Cell
    post: Cell = ""


class PutRoster(Form):
    """The whole roster; ``dry_run`` only checks."""

    rows: Annotated[list[RosterRow], Field(max_length=2000)]
    dry_run: bool = False


class RosterPut(View):
    """Taken over, or only checked."""

    applied: bool


@routes.get("/api/v1/roster")
@operation(roles=STAFF)
async def duty(request: web.Request, who: Principal, query: When) -> Duty:
    """Show who is on duty at a moment, with swaps and leave; or the shifts of a week as well."""
    act = await work_of(request, who).act()
    shifts = week(act.rules, query.week) if query.week else []
    return Duty(on_duty=_on_duty(act, query), shifts=[_shift(one, act.rules) for one in shifts])


@routes.put("/api/v1/roster")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def put(request: web.Request, who: Principal, form: PutRoster) -> RosterPut:
    """Check the rows and take them over as roster.csv; nothing changes if anything is wrong."""
    work = work_of(request, who)
    try:
        kept = await work.files.find(who.estate)
    except Seen:
        return RosterPut(applied=not form.dry_run)
    rows = [(r.staff_id, r.weekday, r.start, r.end, r.post) for r in form.rows]
    text, first = written(rows, kept.files.get(_FILE, "") if kept else "")
    faults = await handlers.put_policy({_FILE: text}, who.id, work, dry_run=form.dry_run)
    if faults:
        told = tuple((_place(fault.file, fault.line, first), fault.reason) for fault in faults)
        raise Invalid(f"值班表有 {len(faults)} 处不对，什么都没有改；请修改后再提交", told)
    if not form.dry_run:
        await note(request, who, "roster.put", rows=str(len(rows)))
    return RosterPut(applied=not form.dry_run)


def _place(file: str, line: int, first: int) -> str:
    return f"第 {line - first + 1} 行" if file == _FILE and line >= first else f"{file}:{line}"


def _on_duty(act: Act, query: When) -> list[OnDuty]:
    members = map(act.rules.member, sorted(act.rules.on_duty(query.at or act.at)))
    return [
        OnDuty(
            staff_id=one.id,
            name=one.name,
            role=one.role,
            department=one.department,
            in_hand=max(act.loads.get(one.id, 0), 0),
        )
        for one in members
        if one
    ]


def _shift(one: Standing, rules: Rules) -> ShiftView:
    member = rules.staff.get(one.staff_id)
    return ShiftView(
        day=one.day,
        staff_id=one.staff_id,
        name=member.name if member else None,
        start=_hour(one.shift.start),
        end=_hour(one.shift.end),
        post=one.shift.post,
        instead_of=one.instead_of,
        away=one.away,
    )


def _hour(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
