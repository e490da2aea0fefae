"""Opinions and suggestions (意见和建议): give one, read what became of it, answer it."""

from contextlib import suppress
from datetime import date
from typing import Annotated, Final, Literal

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import LEADS, PAGES, ROUNDS, WORK, looking, work_of
from services.survey.api.suggestion_views import (
    MySuggestion,
    MySuggestions,
    PublicSuggestion,
    PublicSuggestions,
    SuggestionList,
    SuggestionView,
)
from services.survey.domain.paging import Turn
from services.survey.domain.voices.pledging import Undertaking
from services.survey.domain.voices.refusals import PledgeMissing, SuggestionUnknown, WhoseVoice
from services.survey.domain.voices.suggestion import Heard, Suggestion, Verdict
from services.survey.handlers import suggestions
from services.survey.ports import Work
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Forbidden, Invalid, Seen
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, operation

routes = Routes()
_AT: Final = "/api/v1/suggestions"
OWNERS: Final = frozenset({Role.OWNER})
EVERYBODY: Final = STAFF | OWNERS
Said = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000)]
Ref = Annotated[str, StringConstraints(max_length=128)]
Short = Annotated[str, StringConstraints(max_length=64)]
HeardAt = Literal["app", "wechat", "group", "counter", "phone", "forum", "activity"]


class Give(Form):
    """What is said; all but the words is for staff who write it down for an owner."""

    words: Said
    heard_at: HeardAt | None = None
    owner_id: Ref | None = None
    name: Short | None = None
    phone: Short | None = None
    building: Short | None = None
    from_request: Ref | None = None
    from_conversation: Ref | None = None
    from_forum: Ref | None = None


class HandTo(Form):
    """Who is to answer."""

    staff_id: Annotated[str, StringConstraints(min_length=1, max_length=128)]


class Answer(Form):
    """Accepted with what will be done, by whom, until when; or declined. ``shown``: in public.

    ``shown`` absent: the owner's words, masked; empty: the estate does not read it.
    """

    accepted: bool
    reason: Reason
    what: Annotated[str, StringConstraints(max_length=500)] = ""
    keeper: Ref = ""
    due_on: date | None = None
    shown: Annotated[str, StringConstraints(max_length=2000)] | None = None


class Which(Form):
    """Which of them, and which page."""

    verdict: Verdict | None = None
    cursor: Short = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class TurnForm(Form):
    """Which page."""

    cursor: Short = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@routes.post(_AT)
@operation(roles=EVERYBODY, status=201, headers=REPEATABLE)
async def give(request: web.Request, who: Principal, form: Give) -> MySuggestion:
    """Take an opinion or a suggestion in; staff may do it for an owner, or from a request."""
    work = work_of(request, who)
    reporter, heard = await _from(request, who, form)
    try:
        taken = await suggestions.take(reporter, form.words, heard, work)
    except Seen:
        again = Suggestion.given(reporter, "", heard, (work.cause.id, who.estate, work.now))
        taken = await _looked_up(request, who, again.id)
    return await MySuggestion.of(taken, work)


@routes.get(_AT)
@operation(roles=STAFF)
async def listed(request: web.Request, who: Principal, query: Which) -> SuggestionList:
    """List the estate's suggestions, the latest first."""
    verdicts = [query.verdict] if query.verdict else list(Verdict)
    turn = Turn(query.cursor, query.limit)
    found = await request.app[PAGES].suggestions(who.estate, turn, verdicts, shown=False)
    work = request.app[WORK](looking(request, who))
    return SuggestionList(
        suggestions=[await SuggestionView.of(one, work) for one in found.rows],
        cursor=found.cursor,
    )


@routes.get(f"{_AT}/mine")
@operation(roles=OWNERS)
async def mine(request: web.Request, who: Principal) -> MySuggestions:
    """List what I have suggested, and what became of it."""
    work = request.app[WORK](looking(request, who))
    found = await work.voices.suggestions_of(who.estate, who.id)
    return MySuggestions(suggestions=[await MySuggestion.of(one, work) for one in found[:200]])


@routes.get(f"{_AT}/public")
@operation(roles=EVERYBODY)
async def public(request: web.Request, who: Principal, query: TurnForm) -> PublicSuggestions:
    """List what was answered, for everybody in the estate; nobody is named."""
    turn, over = Turn(query.cursor, query.limit), (Verdict.ACCEPTED, Verdict.DECLINED)
    found = await request.app[PAGES].suggestions(who.estate, turn, over, shown=True)
    work = request.app[WORK](looking(request, who))
    return PublicSuggestions(
        suggestions=[await PublicSuggestion.of(one, work) for one in found.rows],
        cursor=found.cursor,
    )


@routes.get(f"{_AT}/{{suggestion_id}}")
@operation(roles=STAFF)
async def show(request: web.Request, who: Principal, suggestion_id: str) -> SuggestionView:
    """Show one to the staff."""
    found = await _looked_up(request, who, suggestion_id)
    return await SuggestionView.of(found, request.app[WORK](looking(request, who)))


@routes.post(f"{_AT}/{{suggestion_id}}/assign")
@operation(roles=LEADS | {Role.CLERK}, headers=REPEATABLE)
async def assign(
    request: web.Request, who: Principal, suggestion_id: str, form: HandTo
) -> SuggestionView:
    """Make a colleague answerable for it."""
    await _looked_up(request, who, suggestion_id)
    with suppress(Seen):
        work = work_of(request, who)
        await suggestions.hand_to(suggestion_id, form.staff_id, who.id, work)
    return await show(request, who, suggestion_id)


@routes.post(f"{_AT}/{{suggestion_id}}/answer")
@operation(roles=STAFF, headers=REPEATABLE)
async def answer(
    request: web.Request, who: Principal, suggestion_id: str, form: Answer
) -> SuggestionView:
    """Accept or decline it, with the reason that its owner sees."""
    _check_may_answer(who, await _looked_up(request, who, suggestion_id))
    given = (_undertaking(form), form.shown)
    with suppress(Seen):
        await suggestions.answer(suggestion_id, who.id, form.reason, given, work_of(request, who))
    return await show(request, who, suggestion_id)


async def _from(request: web.Request, who: Principal, form: Give) -> tuple[Reporter, Heard]:
    if who.role is Role.OWNER:
        if form.model_fields_set - {"words"}:
            raise Invalid("请只写意见内容，其他信息系统会自动带上。")
        return Reporter(owner_id=who.id, name=who.name or None, place=who.place), Heard()
    if not (form.owner_id or form.name):
        raise WhoseVoice("请填写是哪位业主的意见：业主编号，或姓名和电话。")
    if form.owner_id and not await request.app[ROUNDS].owner(who.estate, form.owner_id):
        raise WhoseVoice("没有找到这位业主，请检查业主编号。")
    place = Place(building=form.building) if form.building else None
    reporter = Reporter(owner_id=form.owner_id, name=form.name, phone=form.phone, place=place)
    return reporter, Heard(
        at=form.heard_at or "counter",
        request_id=form.from_request,
        conversation_id=form.from_conversation,
        forum_id=form.from_forum,
        taken_by=who.id,
    )


def _undertaking(form: Answer) -> Undertaking | None:
    if not form.accepted:
        return None
    if not form.what or form.due_on is None:
        raise PledgeMissing("采纳的意见要作出承诺：请写明做什么(what)、哪天之前(due_on)。")
    return Undertaking(what=form.what, keeper=form.keeper, due_on=form.due_on)


def _check_may_answer(who: Principal, found: Suggestion) -> None:
    """Pass those in charge, and whoever is answerable: clerks, where it is nobody in particular."""
    theirs = found.responsible in (None, who.id)
    if who.role in LEADS or (theirs and (found.responsible or who.role is Role.CLERK)):
        return
    raise Forbidden("这条意见由别的同事负责答复，请交给他或部门负责人。")


async def _looked_up(request: web.Request, who: Principal, suggestion_id: str) -> Suggestion:
    work: Work = request.app[WORK](looking(request, who))
    found = await work.suggestions.find(suggestion_id)
    if found is None:
        raise SuggestionUnknown("没有找到这条意见，请检查编号。")
    return found
