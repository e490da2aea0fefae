"""The survey's page for the owner, and what was answered for the staff."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Final, Self

from aiohttp import web
from pydantic import Field

from services.survey import handlers
from services.survey.api.context import (
    LEADS,
    LINKS,
    LISTS,
    WORK,
    WholeNumber,
    by_link,
    number_of,
)
from services.survey.domain.answer import Answer, Words
from services.survey.domain.refusals import SurveyUnknown
from services.survey.domain.survey import State, Survey
from shared.contracts.surveys import Rating
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Conflict, Forbidden, Seen
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import CLOCK, REPEATABLE, Form, Routes, View, cause_of, operation

routes = Routes()
LONG_AGO: Final = timedelta(days=30)
_CALLERS: Final = LEADS | {Role.CLERK}


class AnswerForm(Form):
    """What the page sends: three ratings from 1 (worst) to 5 (best), solved or not, words."""

    speed: Annotated[Rating, Field(description="处理速度", strict=True)]
    effect: Annotated[Rating, Field(description="处理效果", strict=True)]
    attitude: Annotated[Rating, Field(description="工作人员态度", strict=True)]
    solved: Annotated[bool, Field(description="问题是否得到解决", strict=True)]
    words: Words = ""


class SurveyPage(View):
    """What the page shows: the work, not the people."""

    number: str
    round: int
    department: str | None
    outcome: str
    resolved_at: datetime | None
    expires_at: datetime
    state: State
    answer: Answer | None
    satisfied: bool | None
    changeable_until: datetime | None

    @classmethod
    def of(cls, survey: Survey, at: datetime) -> Self:
        """Return the page of a survey as it stands."""
        return cls(
            number=survey.case.number,
            round=survey.case.round,
            department=survey.case.department_name,
            outcome=survey.case.outcome,
            resolved_at=survey.case.resolved_at,
            expires_at=survey.expires_at,
            state=survey.state(at),
            answer=survey.answer,
            satisfied=survey.answer and survey.answer.satisfied,
            changeable_until=survey.changeable_until,
        )


class OpenSurvey(View):
    """A survey that waits for its owner; ``path`` is its page."""

    number: str
    outcome: str
    path: str
    expires_at: datetime


class OpenSurveys(View):
    """An owner's surveys that can be answered now."""

    surveys: list[OpenSurvey]


class SurveyRecord(SurveyPage):
    """What the staff see: also who did the work then, and whether the owner could be asked."""

    survey_id: str
    request_id: str
    assignee: str | None
    first_responder: str | None
    opened_at: datetime
    answered_at: datetime | None
    changed_at: datetime | None
    unreached_at: datetime | None
    called_by: str | None

    @classmethod
    def of(cls, survey: Survey, at: datetime) -> Self:
        """Return the record of a survey as it stands."""
        page = SurveyPage.of(survey, at)
        return cls(
            **dict(page),
            survey_id=survey.id,
            request_id=survey.case.request_id,
            assignee=survey.case.assignee,
            first_responder=survey.case.first_responder,
            opened_at=survey.opened_at,
            answered_at=survey.answered_at,
            changed_at=survey.changed_at,
            unreached_at=survey.unreached_at,
            called_by=survey.called_by,
        )


class SurveyRecords(View):
    """A request's surveys, a round each."""

    surveys: list[SurveyRecord]


class OfRequest(Form):
    """Which request is asked about."""

    request_id: Annotated[str, Field(min_length=1, max_length=128)]


@routes.get("/api/v1/surveys")
@operation(roles=STAFF)
async def of_request(request: web.Request, who: Principal, query: OfRequest) -> SurveyRecords:
    """List a request's surveys with their answers."""
    found = await request.app[LISTS].of_request(who.estate, query.request_id)
    at = request.app[CLOCK]()
    return SurveyRecords(surveys=[SurveyRecord.of(survey, at) for survey in found])


@routes.post("/api/v1/surveys/of-request/{request_id}/phone")
@operation(roles=STAFF)
async def unmask(request: web.Request, who: Principal, request_id: str) -> WholeNumber:
    """Show the owner's number to who must call them about what was asked; it is written down."""
    found = await request.app[LISTS].of_request(who.estate, request_id)
    if not found:
        raise SurveyUnknown("这件诉求还没有发出评价，请从诉求里找业主的电话。")
    case = found[-1].case
    if who.role not in _CALLERS and who.id not in (case.first_responder, case.assignee):
        raise Forbidden("业主的号码只给首问责任人、处理人、客服和负责人看。")
    await note(request, who, "phone.unmasked", request_id)
    return WholeNumber(phone=await number_of(request, who, case) or "")


@routes.get("/api/v1/surveys/unreached")
@operation(roles=STAFF)
async def unreached(request: web.Request, who: Principal) -> SurveyRecords:
    """List the surveys of the last thirty days that no outlet could bring to their owner."""
    at = request.app[CLOCK]()
    found = await request.app[LISTS].unreached(who.estate, at - LONG_AGO)
    return SurveyRecords(surveys=[SurveyRecord.of(survey, at) for survey in found])


@routes.get("/api/v1/surveys/mine")
@operation(roles=frozenset({Role.OWNER}))
async def mine(request: web.Request, who: Principal) -> OpenSurveys:
    """List the surveys that wait for my answer."""
    found = await request.app[LISTS].unanswered_of(who.estate, who.id)
    at = request.app[CLOCK]()
    return OpenSurveys(
        surveys=[
            OpenSurvey(
                number=survey.case.number,
                outcome=survey.case.outcome,
                path=request.app[LINKS].path(survey.id),
                expires_at=survey.expires_at,
            )
            for survey in found
            if survey.state(at) is State.OPEN
        ]
    )


@routes.get("/api/v1/surveys/{token}")
@operation()
async def page(request: web.Request, token: str) -> SurveyPage:
    """Show what the link asks about; no log-in, the link is the secret."""
    survey = await _by_link(request, token)
    at = request.app[CLOCK]()
    if survey.answer is None:
        survey.check_open(at)
    return SurveyPage.of(survey, at)


@routes.post("/api/v1/surveys/{token}/answer")
@operation(headers=REPEATABLE)
async def answer(request: web.Request, token: str, form: AnswerForm) -> SurveyPage:
    """Answer, or change the answer's words and ratings until midnight."""
    survey = await _by_link(request, token)
    given = Answer(**dict(form))
    owner = Principal(id=survey.id, estate=survey.estate, role=Role.OWNER)
    cause = cause_of(request, owner, story=survey.case.request_id)
    work = request.app[WORK](cause)
    with suppress(Seen):
        try:
            survey = await handlers.answer(survey.id, given, work)
        except Conflict:
            survey = await handlers.answer(survey.id, given, work)
        return SurveyPage.of(survey, cause.at)
    return SurveyPage.of(await _by_link(request, token), cause.at)


async def _by_link(request: web.Request, token: str) -> Survey:
    """Return the survey that a link names; those who guess are stopped."""
    survey_id = by_link(request, request.app[LINKS], token)
    survey = await request.app[LISTS].one(survey_id)
    if survey is None:
        raise SurveyUnknown("这份评价已不在系统中，如有问题请致电物业服务中心。")
    return survey
