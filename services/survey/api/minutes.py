"""The minutes: open them, write questions down, settle each, publish; open the next with them."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints

from services.survey.api.context import LEADS, SHEETS, WORK, looking, work_of
from services.survey.api.forum_views import ForumView, Minutes, QuestionView
from services.survey.api.forums import looked_up
from services.survey.api.quarter_topics import topics_between
from services.survey.domain.forums.afterwards import of_promise, of_request
from services.survey.domain.forums.agenda import Proposal, proposed
from services.survey.domain.forums.forum import Forum, Stage
from services.survey.domain.forums.quarters import Quarter
from services.survey.domain.forums.question import Outcome, Question
from services.survey.domain.forums.refusals import ForumMoved, HalfSettled
from services.survey.domain.voices.pledging import Undertaking, pledged
from services.survey.handlers import forums
from services.survey.ports import Work
from shared.contracts.forums import Settled
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import Pledge
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Seen
from shared.kernel.ids import derived_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK, REPEATABLE, Form, Routes, View, operation

routes = Routes()
_ONE: Final = "/api/v1/forums/{forum_id}"
EVERYBODY: Final = STAFF | {Role.OWNER}
NOTERS: Final = LEADS | {Role.CLERK}
_YEAR: Final = timedelta(days=366)
Ref = Annotated[str, StringConstraints(max_length=128)]
Words = Annotated[str, StringConstraints(max_length=2000)]


class Ask(Form):
    """A question, and whose it was if that is known."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    owner_id: Ref | None = None


class Settle(Form):
    """Answered (``answer``), a request that was registered at the desk, or a promise."""

    how: Settled
    answer: Words = ""
    request_id: Ref | None = None
    number: Ref | None = None
    what: Annotated[str, StringConstraints(max_length=500)] = ""
    keeper: Ref = ""
    due_on: date | None = None


class Publish(Form):
    """What the company said of its work: services, results, what is lacking."""

    report: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class Empty(Form):
    """Nothing more to say."""


class Proposals(View):
    """What is worth talking about, from the quarter's requests, answers and suggestions."""

    quarter: str
    topics: list[Proposal]


@routes.post(f"{_ONE}/hold")
@operation(roles=NOTERS, headers=REPEATABLE)
async def hold(request: web.Request, who: Principal, forum_id: str, form: Empty) -> ForumView:
    """Open the minutes: it is taking place."""
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        work = work_of(request, who)
        await forums.move(forum_id, lambda forum: forum.hold(work.now), work)
    return ForumView.of(await looked_up(request, who, forum_id))


@routes.post(f"{_ONE}/questions")
@operation(roles=NOTERS, status=201, headers=REPEATABLE)
async def ask(request: web.Request, who: Principal, forum_id: str, form: Ask) -> Minutes:
    """Write a question down."""
    await looked_up(request, who, forum_id)
    work = work_of(request, who)
    question = Question(
        id=derived_id("question", work.cause.id),
        text=form.text,
        asker=Reporter(owner_id=form.owner_id),
        asked_at=work.now,
    )
    with suppress(Seen):
        await forums.move(forum_id, lambda forum: forum.ask(question), work)
    return await minutes(request, who, forum_id)


@routes.post(f"{_ONE}/questions/{{question_id}}/settle")
@operation(roles=NOTERS, headers=REPEATABLE)
async def settle(
    request: web.Request, who: Principal, forum_id: str, question_id: str, form: Settle
) -> Minutes:
    """Say what became of a question: answered, a request, or a promise."""
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        work = work_of(request, who)
        outcome = await _outcome(question_id, who, form, work)
        await forums.move(forum_id, lambda forum: forum.settle(question_id, outcome, who.id), work)
    return await minutes(request, who, forum_id)


@routes.post(f"{_ONE}/publish")
@operation(roles=LEADS, headers=REPEATABLE)
async def publish(request: web.Request, who: Principal, forum_id: str, form: Publish) -> Minutes:
    """Let the estate read the minutes; every question must have become something."""
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        work = work_of(request, who)
        await forums.move(forum_id, lambda forum: forum.publish(form.report), work)
    return await minutes(request, who, forum_id)


@routes.get(f"{_ONE}/minutes")
@operation(roles=EVERYBODY)
async def minutes(request: web.Request, who: Principal, forum_id: str) -> Minutes:
    """Show the minutes, with what has become of each question by now; owners, once published."""
    forum = await looked_up(request, who, forum_id)
    if not who.is_staff and forum.stage is not Stage.PUBLISHED:
        raise ForumMoved("会议记录还没有公布，公布后可以在这里查看。")
    return await _minutes(request, who, forum)


@routes.get(f"{_ONE}/opening")
@operation(roles=EVERYBODY)
async def opening(request: web.Request, who: Principal, forum_id: str) -> Minutes | None:
    """Show what the forum opens with: what became of the last one's questions."""
    forum = await looked_up(request, who, forum_id)
    work: Work = request.app[WORK](looking(request, who))
    since = forum.starts_at - _YEAR
    before = await work.voices.forums_between(who.estate, since, forum.starts_at)
    same = (one for one in reversed(before) if one.kind is forum.kind)
    last = next((one for one in same if one.stage is Stage.PUBLISHED), None)
    return await _minutes(request, who, last) if last else None


@routes.get(f"{_ONE}/proposals")
@operation(roles=STAFF)
async def proposals(request: web.Request, who: Principal, forum_id: str) -> Proposals:
    """Propose an agenda from the quarter before the forum takes place."""
    forum, now = await looked_up(request, who, forum_id), request.app[CLOCK]()
    until = min(forum.starts_at, now)
    since = Quarter.of(forum.starts_at).before.starts_at
    counts, samples = await topics_between(request, who, since, until)
    return Proposals(quarter=str(Quarter.of(forum.starts_at)), topics=proposed(counts, samples))


async def _minutes(request: web.Request, who: Principal, forum: Forum) -> Minutes:
    work: Work = request.app[WORK](looking(request, who))
    shown = [
        QuestionView.of(one, await _became(request, one, work), staff=who.is_staff)
        for one in forum.questions
    ]
    return Minutes(
        forum_id=forum.id,
        title=forum.title,
        stage=forum.stage,
        held_at=forum.held_at,
        report=forum.report,
        questions=shown,
    )


async def _became(request: web.Request, question: Question, work: Work) -> str | None:
    outcome = question.outcome
    if outcome is None:
        return None
    if outcome.request_id:
        sheets = request.app[SHEETS]
        return of_request(await sheets.of_requests(work.cause.estate, [outcome.request_id]))
    if outcome.pledge:
        return of_promise(await work.promises.find(outcome.pledge.promise_id), work.now)
    return "当场已答复"


async def _outcome(question_id: str, who: Principal, form: Settle, work: Work) -> Outcome:
    return Outcome(
        how=form.how,
        answer=form.answer,
        request_id=form.request_id if form.how is Settled.REQUEST else None,
        number=form.number if form.how is Settled.REQUEST else None,
        pledge=await _pledge(question_id, who, form, work),
    )


async def _pledge(question_id: str, who: Principal, form: Settle, work: Work) -> Pledge | None:
    if form.how is not Settled.PROMISE:
        return None
    if not form.what or form.due_on is None:
        raise HalfSettled("作出承诺的，请写明做什么(what)、哪天之前(due_on)。")
    given = Undertaking(what=form.what, keeper=form.keeper, due_on=form.due_on)
    days = (await work.book.of(who.estate)).work_days
    team = await work.voices.team(who.estate)
    return pledged(given, question_id, who.id, (team, days, work.now))
