"""The list of return calls (回访): claim one, call, and write down what the owner says."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Self

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import (
    BOOK,
    PAGES,
    ROUNDS,
    WORK,
    WholeNumber,
    looking,
    number_of,
    work_of,
)
from services.survey.api.surveys import AnswerForm
from services.survey.domain.answer import Answer
from services.survey.domain.paging import Slice, Turn
from services.survey.domain.returns.return_call import WAITING, ReturnCall, Stand
from services.survey.handlers import return_calls
from shared.contracts.words import STAFF
from shared.kernel.errors import Seen
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()
_AT = "/api/v1/return-calls/{call_id}"
_OTHER = "有关部门"


class AttemptView(View):
    """One attempt."""

    at: datetime
    by: str
    reached: bool
    note: str


class ReturnCallView(View):
    """A call to make, with whom, the number, and what to say; ``mine`` may be made by the asker."""

    call_id: str
    request_id: str
    number: str
    round: int
    stand: Stand
    caller: str | None
    due_at: datetime
    name: str | None
    phone: str | None
    place: str | None
    script: str
    mine: bool
    attempts: list[AttemptView]
    answer: Answer | None

    @classmethod
    def of(cls, call: ReturnCall, who: Principal, script: str, phone: str | None) -> Self:
        """Return a call as a member of staff sees it; the number is for who may make it."""
        case, mine = call.case, _may_call(call, who)
        return cls(
            call_id=call.id,
            request_id=case.request_id,
            number=case.number,
            round=case.round,
            stand=call.stand,
            caller=call.caller,
            due_at=call.due_at,
            name=case.reporter.name,
            phone=_masked(phone) if mine and call.stand in WAITING else None,
            place=str(case.reporter.place) if case.reporter.place else None,
            script=script.format(
                name=case.reporter.name or "业主",
                caller=who.name or "客服",
                number=case.number,
                department=case.department_name or _OTHER,
                outcome=case.outcome,
            ),
            mine=mine,
            attempts=[
                AttemptView(at=one.at, by=one.by, reached=one.reached, note=one.note)
                for one in call.attempts
            ],
            answer=call.answer,
        )


class ReturnCalls(View):
    """Calls, the most pressing first; ``cursor`` goes on where this page ends."""

    calls: list[ReturnCallView]
    cursor: str | None = None


class Which(Form):
    """Those that wait (and I may make), or a request's."""

    request_id: Annotated[str, StringConstraints(max_length=128)] = ""
    cursor: Annotated[str, StringConstraints(max_length=64)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class LogForm(Form):
    """What came of an attempt; ``answer`` is required if the owner was reached."""

    reached: bool
    note: Annotated[str, StringConstraints(max_length=1000)] = ""
    answer: AnswerForm | None = None


class Empty(Form):
    """Nothing more to say."""


@routes.get("/api/v1/return-calls")
@operation(roles=STAFF)
async def listed(request: web.Request, who: Principal, query: Which) -> ReturnCalls:
    """List the calls that wait for me or anybody, or those about a request."""
    if query.request_id:
        found = await request.app[ROUNDS].calls_of_request(who.estate, query.request_id)
        page = Slice(found, None)
    else:
        turn = Turn(query.cursor, query.limit)
        page = await request.app[PAGES].calls(who.estate, turn)
    shown = [one for one in page.rows if query.request_id or who.id not in one.doers]
    return ReturnCalls(
        calls=[await _view(request, who, call) for call in shown], cursor=page.cursor
    )


@routes.get(_AT)
@operation(roles=STAFF)
async def show(request: web.Request, who: Principal, call_id: str) -> ReturnCallView:
    """Show a call."""
    return await _again(request, who, call_id)


@routes.post(f"{_AT}/claim")
@operation(roles=STAFF, headers=REPEATABLE)
async def claim(request: web.Request, who: Principal, call_id: str, form: Empty) -> ReturnCallView:
    """Take a call on; who did the work may not."""
    with suppress(Seen):
        call = await return_calls.claim(call_id, who.id, work_of(request, who))
        return await _view(request, who, call)
    return await _again(request, who, call_id)


@routes.post(f"{_AT}/phone")
@operation(roles=STAFF)
async def unmask(request: web.Request, who: Principal, call_id: str) -> WholeNumber:
    """Show the number to whoever makes the call; each time is written down."""
    call = await request.app[WORK](looking(request, who)).returns.get(call_id)
    call.check(who.id)
    await note(request, who, "phone.unmasked", call_id)
    return WholeNumber(phone=await number_of(request, who, call.case) or "")


@routes.post(f"{_AT}/attempts")
@operation(roles=STAFF, headers=REPEATABLE)
async def log(request: web.Request, who: Principal, call_id: str, form: LogForm) -> ReturnCallView:
    """Write down an attempt, with what the owner said if they were reached."""
    answer = Answer(**dict(form.answer)) if form.answer else None
    with suppress(Seen):
        said = (form.reached, answer)
        call = await return_calls.log(call_id, who.id, form.note, said, work_of(request, who))
        return await _view(request, who, call)
    return await _again(request, who, call_id)


async def _again(request: web.Request, who: Principal, call_id: str) -> ReturnCallView:
    """Show a call to the sender of a repeat; a read of its own, since the cause was seen."""
    call = await request.app[WORK](looking(request, who)).returns.get(call_id)
    return await _view(request, who, call)


async def _view(request: web.Request, who: Principal, call: ReturnCall) -> ReturnCallView:
    shown = _may_call(call, who) and call.stand in WAITING
    phone = await number_of(request, who, call.case) if shown else None
    return ReturnCallView.of(call, who, await _script(request, who), phone)


def _may_call(call: ReturnCall, who: Principal) -> bool:
    return who.id not in call.doers and call.caller in (None, who.id)


async def _script(request: web.Request, who: Principal) -> str:
    return (await request.app[BOOK].of(who.estate)).rules.return_calls.script


def _masked(phone: str | None) -> str | None:
    """Return a number as it may be listed: ``139****5678``."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 8 else phone and "****"
