"""Announce forums, give out seats, and watch over quarters that go by without one."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from services.survey.domain.campaigns.ticket import BUCKETS
from services.survey.domain.campaigns.wave import Wave
from services.survey.domain.forums.forum import Forum, Stage
from services.survey.domain.forums.quarters import Quarter, QuarterWatch
from services.survey.domain.forums.refusals import NotInvited
from services.survey.domain.forums.seating import Guest
from services.survey.domain.owner import Owner
from services.survey.handlers.campaigns import paced
from services.survey.ports import Work
from shared.contracts.forums import ForumAnnounced, ForumKind
from shared.kernel.errors import Conflict
from shared.kernel.ids import derived_id

TRIES: Final = 8
_HELD: Final = frozenset({Stage.HELD, Stage.PUBLISHED})
Move = Callable[[Forum], None]


async def announce(forum: Forum, work: Work) -> Forum:
    """Begin to invite to a new forum; one that is there already stays as it is."""
    found = await work.forums.find(forum.id)
    if found:
        return found
    forum.announce(work.now)
    await work.forums.save(forum)
    return forum


async def move(forum_id: str, change: Move, work: Work) -> Forum:
    """Make a change; who is overtaken by somebody else's sign-up tries again."""
    for _ in range(TRIES):
        forum = await work.forums.get(forum_id)
        change(forum)
        with suppress(Conflict):
            await work.forums.save(forum)
            return forum
    raise Conflict(forum_id)


async def sign_up(forum_id: str, owner_id: str, floor: int | None, work: Work) -> Forum:
    """Give an owner's household a seat or a place on the waiting list; raises ``NotInvited``."""
    owner = await work.lists.owner(work.cause.estate, owner_id)
    if owner is None or not owner.active or not owner.household:
        raise NotInvited("系统里还没有您的房屋信息，请联系物业服务中心登记后再报名。")

    def change(forum: Forum) -> None:
        if not forum.audience.asks(owner, forum.id):
            raise NotInvited("这次邀请的是其他楼栋的业主，请留意下一次。")
        forum.sign_up(_guest(owner, floor, work))

    return await move(forum_id, change, work)


async def withdraw(forum_id: str, owner_id: str, work: Work) -> Forum:
    """Give a household's seat back."""
    owner = await work.lists.owner(work.cause.estate, owner_id)
    home = owner.household if owner else ""
    return await move(forum_id, lambda forum: forum.withdraw(home, work.now), work)


async def advance(forum_id: str, work: Work) -> None:
    """Take the step that is due; while inviting, one group of households."""
    forum = await work.forums.get(forum_id)
    forum.turn(work.now)
    if forum.stage is Stage.ANNOUNCED and forum.sending:
        await _send(forum, work)
    await work.forums.save(forum)


async def watch(quarter: Quarter, work: Work, *, over: bool) -> None:
    """Tell the managers, once, of a quarter in which no forum is held, or none is planned."""
    estate = work.cause.estate
    held = await work.voices.forums_between(estate, quarter.starts_at, quarter.ends_at)
    if any(_counts(forum, over=over) for forum in held):
        return
    fresh = QuarterWatch.over(estate, quarter)
    watched = await work.quarters.find(fresh.id) or fresh
    if watched.tell(quarter, (await work.voices.team(estate)).managers, over=over):
        await work.quarters.save(watched)


def _counts(forum: Forum, *, over: bool) -> bool:
    planned = not over and forum.stage is Stage.ANNOUNCED
    return forum.kind is ForumKind.FORUM and (forum.stage in _HELD or planned)


def _guest(owner: Owner, floor: int | None, work: Work) -> Guest:
    return Guest(
        household=owner.household,
        owner_id=owner.owner_id,
        building=owner.building,
        floor=floor if owner.floor is None else owner.floor,
        signed_at=work.now,
    )


async def _send(forum: Forum, work: Work) -> None:
    """Invite the next group that has anybody in it, at the pace of campaigns."""
    for bucket in range(forum.bucket, BUCKETS):
        owners = await work.lists.owners_in(forum.estate, bucket)
        people = [owner for owner in owners if forum.audience.asks(owner, forum.id)]
        if people:
            await _invite(forum, bucket, people, work)
            forum.sent(bucket, paced(len(people), work))
            return
    forum.all_sent()


async def _invite(forum: Forum, bucket: int, people: Sequence[Owner], work: Work) -> None:
    identity = derived_id("forum-wave", forum.id, str(bucket))
    wave = Wave(id=identity, estate=forum.estate, campaign=forum.id, bucket=bucket)
    for owner in people:
        wave.record(
            ForumAnnounced(forum=forum.facts, reporter=owner.reporter, sign_up_by=forum.sign_up_by)
        )
    with suppress(Conflict):
        await work.waves.save(wave)
