"""Promises to owners (承诺): the list for the estate, how each goes, kept or given up."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import Annotated, Final, Self

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import LEADS, PAGES, WORK, looking, work_of
from services.survey.domain.paging import Turn
from services.survey.domain.terms import CHINA
from services.survey.domain.voices.promise import Delay, Faith, Progress, Promise
from services.survey.domain.voices.refusals import PromiseUnknown
from services.survey.handlers import promises
from services.survey.ports import Work
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Forbidden, Seen
from shared.web.audit import note as noted
from shared.web.auth import Principal
from shared.web.operation import CLOCK, REPEATABLE, Form, Routes, View, operation

routes = Routes()
_AT: Final = "/api/v1/promises"
EVERYBODY: Final = STAFF | {Role.OWNER}
Act = Callable[[str, str, str, Work], Awaitable[Promise]]


class Note(Form):
    """What is to be told of it."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Move(Form):
    """Until when it will be done instead, and why."""

    due_on: date
    reason: Annotated[str, StringConstraints(min_length=2, max_length=1000)]


class Which(Form):
    """Which of them, and which page."""

    faith: Faith | None = None
    cursor: Annotated[str, StringConstraints(max_length=64)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class DelayView(View):
    """A day that was put off: when, which day it had been, and why."""

    at: datetime
    due_before: datetime
    reason: str

    @classmethod
    def of(cls, one: Delay) -> Self:
        """Return a delay; who decided it stays in the house."""
        return cls(at=one.at, due_before=one.due_before, reason=one.reason)


class PromiseView(View):
    """A promise as everybody in the estate reads it; ``keeper`` and ``source`` are for staff."""

    promise_id: str
    number: str
    what: str
    faith: Faith
    late: bool
    made_at: datetime
    due_at: datetime
    ended_at: datetime | None
    progress: list[tuple[datetime, str]]
    delays: list[DelayView]
    keeper: str | None
    source: str | None

    @classmethod
    def of(cls, one: Promise, who: Principal, at: datetime) -> Self:
        """Return a promise as ``who`` reads it."""
        return cls(
            promise_id=one.id,
            number=one.number,
            what=one.pledge.what,
            faith=one.faith,
            late=one.late(at),
            made_at=one.made_at,
            due_at=one.pledge.due_at,
            ended_at=one.ended_at,
            progress=[_step(step) for step in one.progress],
            delays=[DelayView.of(delay) for delay in one.delays],
            keeper=one.pledge.keeper if who.is_staff else None,
            source=one.source if who.is_staff else None,
        )


class PromiseList(View):
    """Some of them; ``cursor`` goes on where this page ends."""

    promises: list[PromiseView]
    cursor: str | None = None


@routes.get(_AT)
@operation(roles=EVERYBODY)
async def listed(request: web.Request, who: Principal, query: Which) -> PromiseList:
    """List what was promised to the estate, the latest first."""
    faiths = [query.faith] if query.faith else list(Faith)
    turn, at = Turn(query.cursor, query.limit), request.app[CLOCK]()
    found = await request.app[PAGES].promises(who.estate, turn, faiths)
    return PromiseList(
        promises=[PromiseView.of(one, who, at) for one in found.rows], cursor=found.cursor
    )


@routes.get(f"{_AT}/{{promise_id}}")
@operation(roles=EVERYBODY)
async def show(request: web.Request, who: Principal, promise_id: str) -> PromiseView:
    """Show one."""
    found = await _looked_up(request, who, promise_id)
    return PromiseView.of(found, who, request.app[CLOCK]())


@routes.post(f"{_AT}/{{promise_id}}/progress")
@operation(roles=STAFF, headers=REPEATABLE)
async def progress(
    request: web.Request, who: Principal, promise_id: str, form: Note
) -> PromiseView:
    """Write down how it goes."""
    return await _act(request, who, promise_id, (form, promises.note))


@routes.post(f"{_AT}/{{promise_id}}/keep")
@operation(roles=STAFF, headers=REPEATABLE)
async def keep(request: web.Request, who: Principal, promise_id: str, form: Note) -> PromiseView:
    """Say that it was kept; the owner is told."""
    return await _act(request, who, promise_id, (form, partial(promises.end, kept=True)))


@routes.post(f"{_AT}/{{promise_id}}/move")
@operation(roles=LEADS, headers=REPEATABLE)
async def move(request: web.Request, who: Principal, promise_id: str, form: Move) -> PromiseView:
    """Give it another day; the owner is told the reason, and the old day stays to be read."""
    found = await _looked_up(request, who, promise_id)
    with suppress(Seen):
        work = work_of(request, who)
        moved = await promises.move(promise_id, who.id, form.reason, form.due_on, work)
        days = [str(one.pledge.due_at.astimezone(CHINA).date()) for one in (found, moved)]
        await noted(request, who, "promise.moved", promise_id, before=days[0], after=days[1])
    return await show(request, who, promise_id)


@routes.post(f"{_AT}/{{promise_id}}/break")
@operation(roles=LEADS, headers=REPEATABLE)
async def give_up(request: web.Request, who: Principal, promise_id: str, form: Note) -> PromiseView:
    """Say that it will not be kept and why; the owner is told."""
    return await _act(request, who, promise_id, (form, partial(promises.end, kept=False)))


async def _act(
    request: web.Request, who: Principal, promise_id: str, said: tuple[Note, Act]
) -> PromiseView:
    form, act = said
    found = await _looked_up(request, who, promise_id)
    if who.role not in LEADS and found.pledge.keeper != who.id:
        raise Forbidden("这项承诺由别的同事负责，请由他或部门负责人登记。")
    with suppress(Seen):
        await act(promise_id, who.id, form.note, work_of(request, who))
    return await show(request, who, promise_id)


async def _looked_up(request: web.Request, who: Principal, promise_id: str) -> Promise:
    work: Work = request.app[WORK](looking(request, who))
    found = await work.promises.find(promise_id)
    if found is None:
        raise PromiseUnknown("没有找到这项承诺，请检查编号。")
    return found


def _step(step: Progress) -> tuple[datetime, str]:
    return step.at, step.note
