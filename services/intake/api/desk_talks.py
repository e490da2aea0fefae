"""The desk's conversations: list, take, answer, close, and make a request of what was asked."""

from contextlib import suppress
from datetime import timedelta
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field

from services.intake.api.context import WORK, looking
from services.intake.api.desk import Caller, reporter_of
from services.intake.api.forms import Short, Taken, Words, key_of
from services.intake.api.talk_views import TalkPage, TalkView
from services.intake.domain.conversation import Standing, conversation_id
from services.intake.handlers import talks
from shared.contracts.phone import mark_of
from shared.contracts.words import Channel, Role
from shared.kernel.errors import Seen
from shared.kernel.ids import derived_id, new_id
from shared.web.auth import Principal
from shared.web.operation import (
    CLOCK,
    REPEATABLE,
    Form,
    Routes,
    Sometime,
    cause_of,
    operation,
)

routes: Final = Routes()
CLERKS: Final = frozenset({Role.CLERK, Role.HEAD, Role.MANAGER, Role.ADMIN})
PATH: Final = "/api/v1/desk/conversations"
FULL: Final = 50


class Heard(Form):
    """What somebody asked at the desk, and who: a registered owner or a ``reporter``."""

    text: Words
    owner_id: Short | None = None
    reporter: Caller | None = None


class Standings(Form):
    """Which conversations, and changed before when."""

    standing: Standing = Standing.WAITING
    before: Sometime | None = None


class Answer(Form):
    """What is answered, on the channel on which was asked."""

    text: Words


class Turned(Form):
    """The request's words, where they should differ from the owner's."""

    text: Annotated[str | None, Field(max_length=2000)] = None


@routes.get(PATH)
@operation(roles=CLERKS)
async def page(request: web.Request, who: Principal, query: Standings) -> TalkPage:
    """List the estate's conversations, those that wait by default."""
    before = query.before or request.app[CLOCK]() + timedelta(seconds=1)
    found = await looking(request, who).talks.listed(who.estate, query.standing, before)
    last = found[-1].changed_at if len(found) == FULL else None
    return TalkPage(items=tuple(TalkView.of(talk) for talk in found), next=last)


@routes.post(PATH)
@operation(roles=CLERKS, status=201, headers=REPEATABLE)
async def hear(request: web.Request, who: Principal, form: Heard) -> TalkView:
    """Note a question that was heard at the desk, to be answered later."""
    story = derived_id("question", who.estate, who.id, key_of(request) or new_id())
    work = request.app[WORK](cause_of(request, who, story))
    reporter = await reporter_of(form.owner_id, form.reporter, work)
    address = reporter.owner_id or mark_of(f"{reporter.name}{reporter.phone or ''}")
    identity = conversation_id(who.estate, Channel.DESK, address)
    try:
        await talks.ask(form.text, Channel.DESK, reporter, address, work)
    except Seen:
        await talks.repeated(identity, story, form.text, looking(request, who))
    return await _shown(identity, request, who)


@routes.get(PATH + "/{talk_id}")
@operation(roles=CLERKS)
async def show(request: web.Request, who: Principal, talk_id: str) -> TalkView:
    """Show one conversation."""
    return await _shown(talk_id, request, who)


@routes.post(PATH + "/{talk_id}/take")
@operation(roles=CLERKS, headers=REPEATABLE)
async def take(request: web.Request, who: Principal, talk_id: str) -> TalkView:
    """Take a conversation on; further messages page nobody else."""
    with suppress(Seen):
        work = request.app[WORK](cause_of(request, who, talk_id))
        await talks.take(talk_id, who.id, who.name, work)
    return await _shown(talk_id, request, who)


@routes.post(PATH + "/{talk_id}/release")
@operation(roles=CLERKS, headers=REPEATABLE)
async def release(request: web.Request, who: Principal, talk_id: str) -> TalkView:
    """Put a conversation back for any clerk."""
    with suppress(Seen):
        await talks.release(talk_id, who.id, request.app[WORK](cause_of(request, who, talk_id)))
    return await _shown(talk_id, request, who)


@routes.post(PATH + "/{talk_id}/answers")
@operation(roles=CLERKS, status=201, headers=REPEATABLE)
async def answer(request: web.Request, who: Principal, talk_id: str, form: Answer) -> TalkView:
    """Answer; the notifier brings it to the owner on the channel on which they asked."""
    work = request.app[WORK](cause_of(request, who, talk_id))
    try:
        await talks.answer(talk_id, form.text, who.id, who.name, work)
    except Seen:
        await talks.repeated(talk_id, work.cause.id, form.text, looking(request, who))
    return await _shown(talk_id, request, who)


@routes.post(PATH + "/{talk_id}/close")
@operation(roles=CLERKS, headers=REPEATABLE)
async def close(request: web.Request, who: Principal, talk_id: str) -> TalkView:
    """End a conversation for now; the owner's next message opens it anew."""
    with suppress(Seen):
        await talks.close(talk_id, request.app[WORK](cause_of(request, who, talk_id)))
    return await _shown(talk_id, request, who)


@routes.post(PATH + "/{talk_id}/lines/{line_id}/request")
@operation(roles=CLERKS, status=201)
async def turn(
    request: web.Request, who: Principal, talk_id: str, line_id: str, form: Turned
) -> Taken:
    """Make a request of an owner's line; the caller is answerable for it from now on.

    Its channel is kept; asked twice it is the same request.
    """
    work = request.app[WORK](cause_of(request, who, talk_id))
    return Taken.of(await talks.turn(talk_id, line_id, form.text, who.id, work))


async def _shown(talk_id: str, request: web.Request, who: Principal) -> TalkView:
    return TalkView.of(await talks.found(talk_id, looking(request, who)))
