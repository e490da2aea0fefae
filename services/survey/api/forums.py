"""Forums (业主座谈会) and activities: announce, sign up, set the agenda, watch the quarter."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import BOOK, LEADS, MANAGERS, PAGES, ROUNDS, WORK, looking, work_of
from services.survey.api.forum_views import ForumPage, ForumPages, ForumView
from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.questions import Text
from services.survey.domain.forums.forum import Forum, Stage
from services.survey.domain.forums.quarters import Quarter
from services.survey.domain.forums.refusals import ForumUnknown, NotInvited
from services.survey.domain.forums.seating import Limits, floor_of
from services.survey.domain.paging import Turn
from services.survey.handlers import forums
from services.survey.ports import Work
from shared.contracts.forums import ForumKind
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Invalid, Seen
from shared.kernel.ids import derived_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK, REPEATABLE, Form, Routes, Sometime, View, operation

routes = Routes()
_AT: Final = "/api/v1/forums"
_ONE: Final = f"{_AT}/{{forum_id}}"
EVERYBODY: Final = STAFF | {Role.OWNER}
_HELD: Final = frozenset({Stage.HELD, Stage.PUBLISHED})
Item = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Agenda = Annotated[tuple[Item, ...], Field(max_length=30)]


class Announce(Form):
    """When, where, for whom; seats as the estate's rules have them unless said otherwise."""

    kind: ForumKind = ForumKind.FORUM
    title: Text
    venue: Text
    starts_at: Sometime
    sign_up_by: Sometime
    audience: Audience = Audience()
    limits: Limits | None = None
    agenda: Agenda = ()


class ForOwner(Form):
    """Which owner a member of staff speaks for; owners speak for themselves."""

    owner_id: Annotated[str, StringConstraints(max_length=128)] = ""


class NewAgenda(Form):
    """What is talked about, in order."""

    agenda: Agenda


class Empty(Form):
    """Nothing more to say."""


class Which(Form):
    """Which page."""

    cursor: Annotated[str, StringConstraints(max_length=64)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class QuarterView(View):
    """Whether this quarter and the last had a forum (policy.zh.md 二.1: 每季度至少一次)."""

    quarter: str
    held: int
    planned: int
    ends_at: datetime
    last_quarter: str
    last_held: int
    lacking: list[str]


@routes.post(_AT)
@operation(roles=MANAGERS | {Role.HEAD}, status=201, headers=REPEATABLE)
async def announce(request: web.Request, who: Principal, form: Announce) -> ForumView:
    """Announce a forum or an activity; the invitations go out at the pace of campaigns."""
    work = work_of(request, who)
    forum = await _forum(request, who, form, work)
    with suppress(Seen):
        return ForumView.of(await forums.announce(forum, work))
    return ForumView.of(await looked_up(request, who, forum.id))


@routes.get(_AT)
@operation(roles=EVERYBODY)
async def listed(request: web.Request, who: Principal, query: Which) -> ForumPages:
    """List forums and activities, the latest first; an owner with their own seat."""
    turn = Turn(query.cursor, query.limit)
    found = await request.app[PAGES].forums(who.estate, turn)
    owner = await request.app[ROUNDS].owner(who.estate, who.id)
    shown = [ForumPage.of(one, owner) for one in found.rows]
    return ForumPages(forums=shown, cursor=found.cursor)


@routes.get(f"{_AT}/status")
@operation(roles=STAFF)
async def status(request: web.Request, who: Principal) -> QuarterView:
    """Say whether this quarter and the last had a forum."""
    work, now = request.app[WORK](looking(request, who)), request.app[CLOCK]()
    this = Quarter.of(now)
    found = await work.voices.forums_between(who.estate, this.before.starts_at, this.ends_at)
    held = [Quarter.of(one.starts_at) for one in _counting(found) if one.stage in _HELD]
    planned = [one for one in _counting(found) if one.stage is Stage.ANNOUNCED]
    last = held.count(this.before)
    return QuarterView(
        quarter=str(this),
        held=held.count(this),
        planned=sum(Quarter.of(one.starts_at) == this for one in planned),
        ends_at=this.ends_at,
        last_quarter=str(this.before),
        last_held=last,
        lacking=[] if last else [str(this.before)],
    )


@routes.get(_ONE)
@operation(roles=EVERYBODY)
async def page(request: web.Request, who: Principal, forum_id: str) -> ForumPage:
    """Show one, with my own seat."""
    forum = await looked_up(request, who, forum_id)
    return ForumPage.of(forum, await request.app[ROUNDS].owner(who.estate, who.id))


@routes.get(f"{_ONE}/guests")
@operation(roles=STAFF)
async def guests(request: web.Request, who: Principal, forum_id: str) -> ForumView:
    """Show to the staff who comes, from which building and height."""
    return ForumView.of(await looked_up(request, who, forum_id))


@routes.post(f"{_ONE}/sign-up")
@operation(roles=EVERYBODY, headers=REPEATABLE)
async def sign_up(request: web.Request, who: Principal, forum_id: str, form: ForOwner) -> ForumPage:
    """Sign my household up, or (staff) an owner's: one seat each, or the waiting list."""
    owner_id, work = _owner(who, form), work_of(request, who)
    room = who.place.room if who.place and who.id == owner_id else None
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        await forums.sign_up(forum_id, owner_id, floor_of(room), work)
    return await _as(request, who, forum_id, owner_id)


@routes.post(f"{_ONE}/withdraw")
@operation(roles=EVERYBODY, headers=REPEATABLE)
async def withdraw(
    request: web.Request, who: Principal, forum_id: str, form: ForOwner
) -> ForumPage:
    """Give the household's seat back; the next of those who wait moves up."""
    owner_id = _owner(who, form)
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        await forums.withdraw(forum_id, owner_id, work_of(request, who))
    return await _as(request, who, forum_id, owner_id)


@routes.post(f"{_ONE}/cancel")
@operation(roles=LEADS, headers=REPEATABLE)
async def cancel(request: web.Request, who: Principal, forum_id: str, form: Empty) -> ForumView:
    """Call it off; whoever has signed up is told."""
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        await forums.move(forum_id, Forum.cancel, work_of(request, who))
    return ForumView.of(await looked_up(request, who, forum_id))


@routes.put(f"{_ONE}/agenda")
@operation(roles=LEADS, headers=REPEATABLE)
async def plan(request: web.Request, who: Principal, forum_id: str, form: NewAgenda) -> ForumView:
    """Set what is talked about."""
    await looked_up(request, who, forum_id)
    with suppress(Seen):
        work = work_of(request, who)
        await forums.move(forum_id, lambda forum: forum.plan(form.agenda), work)
    return ForumView.of(await looked_up(request, who, forum_id))


async def looked_up(request: web.Request, who: Principal, forum_id: str) -> Forum:
    """Return a forum of the caller's estate; raises ``ForumUnknown``."""
    work: Work = request.app[WORK](looking(request, who))
    found = await work.forums.find(forum_id)
    if found is None:
        raise ForumUnknown("没有找到这次座谈会或活动，请检查编号。")
    return found


async def _forum(request: web.Request, who: Principal, form: Announce, work: Work) -> Forum:
    rules = (await request.app[BOOK].of(who.estate)).rules.forums
    return Forum(
        id=derived_id("forum", work.cause.id),
        estate=who.estate,
        kind=form.kind,
        title=form.title,
        venue=form.venue,
        starts_at=form.starts_at,
        sign_up_by=form.sign_up_by,
        limits=form.limits or rules.limits,
        audience=form.audience,
        created_by=who.id,
        agenda=list(form.agenda),
    )


async def _as(request: web.Request, who: Principal, forum_id: str, owner_id: str) -> ForumPage:
    owner = await request.app[ROUNDS].owner(who.estate, owner_id)
    return ForumPage.of(await looked_up(request, who, forum_id), owner)


def _owner(who: Principal, form: ForOwner) -> str:
    if who.role is Role.OWNER:
        if form.owner_id not in ("", who.id):
            raise NotInvited("只能为自己家报名，家人请各自登录后办理。")
        return who.id
    if not form.owner_id:
        raise Invalid("请填写为哪位业主办理(owner_id)。")
    return form.owner_id


def _counting(found: Iterable[Forum]) -> list[Forum]:
    return [one for one in found if one.kind is ForumKind.FORUM]
