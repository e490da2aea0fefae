"""Report by first responder: what each answers for, and what became of it (首问负责制)."""

from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from services.router.api.context import work_of
from services.router.domain.responders import Score, scores
from services.router.domain.rules import Rules
from shared.contracts.words import Role
from shared.kernel.errors import Invalid
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, Sometime, View, operation

routes: Final = Routes()
LEADS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})
USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)


class Period(Form):
    """Submitted from when until when; left out, the last thirty days."""

    since: Sometime | None = None
    until: Sometime | None = None


class ScoreView(View):
    """One first responder; ``mean_hours`` is from submission to the end, over what was closed."""

    staff_id: str
    name: str | None
    total: int
    open: int
    closed: int
    satisfied: int
    overdue: int
    mean_hours: float | None


class Report(View):
    """The figures of a period."""

    since: datetime
    until: datetime
    responders: list[ScoreView]


@routes.get("/api/v1/first-responders")
@operation(roles=LEADS)
async def report(request: web.Request, who: Principal, query: Period) -> Report:
    """Show how many requests each first responder answers for, and how they stand."""
    work = work_of(request, who)
    until = query.until or work.now
    since = query.since or until - USUAL
    if not timedelta() < until - since <= LONGEST:
        raise Invalid("时间段要从早到晚，最长一年", (("since", "请修改"),))
    found = scores(await work.lists.answered_for(who.estate, since, until))
    rules = await work.book.rules(who.estate)
    return Report(since=since, until=until, responders=[_view(one, rules) for one in found])


def _view(score: Score, rules: Rules) -> ScoreView:
    member = rules.staff.get(score.first_responder)
    return ScoreView(
        staff_id=score.first_responder,
        name=member.name if member else None,
        total=score.total,
        open=score.open,
        closed=score.closed,
        satisfied=score.satisfied,
        overdue=score.overdue,
        mean_hours=round(score.mean.total_seconds() / 3600, 1) if score.mean else None,
    )
