"""The app's questions: an owner asks, and reads what the desk answers (policy.zh.md 二.2)."""

from typing import Final

from aiohttp import web

from services.intake.api.app_door import OWNERS
from services.intake.api.context import WORK, looking
from services.intake.api.forms import KeyMissing, Words, key_of
from services.intake.api.talk_views import OwnTalk, OwnTalks
from services.intake.domain.conversation import conversation_id
from services.intake.handlers import talks
from services.intake.ports import Work
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.errors import Seen
from shared.kernel.ids import derived_id
from shared.web.auth import Principal
from shared.web.operation import KEY, Form, Routes, cause_of, operation

routes: Final = Routes()
PATH: Final = "/api/v1/app/conversations"


class Question(Form):
    """What an owner wants to know."""

    text: Words


@routes.post(PATH)
@operation(roles=OWNERS, status=201, headers={KEY: True})
async def ask(request: web.Request, who: Principal, form: Question) -> OwnTalk:
    """Ask the desk something; the header ``Idempotency-Key`` is required."""
    key = key_of(request)
    if key is None:
        raise KeyMissing
    story = derived_id("question", who.estate, who.id, key)
    work = request.app[WORK](cause_of(request, who, story))
    identity = conversation_id(who.estate, Channel.APP, who.id)
    try:
        await talks.ask(form.text, Channel.APP, await _reporter(who, work), who.id, work)
    except Seen:
        again = await talks.repeated(identity, story, form.text, looking(request, who))
        return OwnTalk.of(again)
    return OwnTalk.of(await talks.found(identity, looking(request, who)))


@routes.get(PATH)
@operation(roles=OWNERS)
async def show(request: web.Request, who: Principal) -> OwnTalks:
    """Show the caller's own conversations, whatever channel they came by."""
    found = await looking(request, who).talks.of_owner(who.estate, who.id)
    return OwnTalks(items=tuple(OwnTalk.of(talk) for talk in found))


async def _reporter(who: Principal, work: Work) -> Reporter:
    known = await work.book.by_id(who.estate, who.id)
    return known.reporter if known else Reporter(owner_id=who.id, name=who.name, place=who.place)
