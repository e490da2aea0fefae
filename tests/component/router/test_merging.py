"""Merging from the door to the follower's owner, by the events in between."""

import pytest
from pydantic import BaseModel

from services.router import handlers
from services.router.domain.refusals import CannotMerge
from services.router.domain.request import Request
from services.router.domain.rights import Person
from shared.contracts.arrangements import MainMoved, RequestMerged, RequestUnmerged
from shared.contracts.requests import RequestAccepted, RequestFacts, RequestNoted, RequestResolved
from shared.contracts.words import Role, Status
from shared.kernel.errors import Missing, Seen
from tests.support.router_world import World

CLERK = Person(id="c02", role=Role.CLERK, department="service")
W02 = Person(id="w02", role=Role.WORKER, department="engineering")
LIGHT = "楼道灯坏了一个"


def into(facts: RequestFacts) -> handlers.Move:
    return lambda it, act: it.merge(act, facts, "同一盏灯")


async def carry(world: World) -> list[BaseModel]:
    """Bring what was told to the router's own queue, until nothing more comes of it."""
    found: list[BaseModel] = []
    while fresh := world.told_now():
        found += fresh
        for event in fresh:
            if isinstance(event, RequestMerged):
                await handlers.lead(event, world.work())
            elif isinstance(event, RequestUnmerged):
                await handlers.release(event, world.work())
            elif isinstance(event, MainMoved):
                await handlers.follow(event, world.work())
    return found


async def merged(world: World) -> tuple[Request, Request]:
    """Return a request and the main one it follows, with all that was told carried."""
    main, follower = await world.submit(LIGHT), await world.submit(LIGHT)
    await handlers.merge(follower.id, main.id, "同一盏灯", CLERK, world.work())
    await carry(world)
    return follower, main


async def test_the_main_one_knows_who_follows_it(world: World) -> None:
    follower, main = await merged(world)
    assert world.requests.kept[main.id].followers == (follower.id,)


async def test_the_main_one_can_be_named_by_its_number(world: World) -> None:
    main = await world.submit(LIGHT, number="ABCD-2345")
    follower = await world.submit(LIGHT)
    await handlers.merge(follower.id, " abcd-2345 ", "同一盏灯", CLERK, world.work())
    merger = world.requests.kept[follower.id].merger
    assert merger
    assert merger.into == main.id


async def test_each_step_reaches_the_followers_owner_once(world: World) -> None:
    follower, main = await merged(world)
    await handlers.obey("accept", main.id, W02, lambda it, act: it.accept(act), world.work())
    await handlers.obey("note", main.id, W02, lambda it, act: it.note(act, "在换"), world.work())
    told = await carry(world)
    mine = [e for e in told if isinstance(e, RequestAccepted | RequestNoted)]
    assert [e.request.request_id for e in mine].count(follower.id) == 2


async def test_the_same_step_heard_twice_is_told_once(world: World) -> None:
    _, main = await merged(world)
    await handlers.obey("accept", main.id, W02, lambda it, act: it.accept(act), world.work())
    (moved,) = world.told_now(MainMoved)
    assert isinstance(moved, MainMoved)
    cause = world.cause("moved")
    for _ in range(2):
        await handlers.follow(moved, world.work(cause))
    assert len(world.told_now(RequestAccepted)) == 1


async def test_the_end_asks_each_and_the_loads_are_right(world: World) -> None:
    follower, main = await merged(world)
    assert world.loads.of("sample")["w02"] == 1
    for name, move in (
        ("accept", lambda it, act: it.accept(act)),
        ("resolve", lambda it, act: it.resolve(act, "换了灯泡")),
    ):
        await handlers.obey(name, main.id, W02, move, world.work())
    told = await carry(world)
    ends = {e.request.request_id for e in told if isinstance(e, RequestResolved)}
    assert ends == {main.id, follower.id}
    assert world.loads.of("sample")["w02"] == 0


async def test_taken_apart_the_main_one_leads_it_no_longer(world: World) -> None:
    follower, main = await merged(world)
    await handlers.obey(
        "unmerge", follower.id, CLERK, lambda it, act: it.unmerge(act, "不是"), world.work()
    )
    await carry(world)
    assert world.requests.kept[main.id].followers == ()


async def test_merged_into_one_that_ended_in_the_same_moment_it_goes_on_alone(world: World) -> None:
    main, follower = await world.submit(LIGHT), await world.submit(LIGHT)
    await handlers.merge(follower.id, main.id, "同一盏灯", CLERK, world.work())
    await handlers.obey(
        "cancel", main.id, CLERK, lambda it, act: it.cancel(act, "好了"), world.work()
    )
    await carry(world)
    kept = world.requests.kept[follower.id]
    assert (kept.following, kept.status) == (False, Status.ASSIGNED)


async def test_of_two_that_are_merged_into_each_other_one_leads(world: World) -> None:
    one, other = await world.submit(LIGHT), await world.submit(LIGHT)
    act = await world.work().act()
    for mine, theirs in ((one, other), (other, one)):
        facts = world.requests.kept[theirs.id].facts(act)
        await handlers.obey("merge", mine.id, CLERK, into(facts), world.work())
    await carry(world)
    kept = [world.requests.kept[each.id] for each in (one, other)]
    assert [(each.following, len(each.followers)) for each in kept] == [(False, 1), (True, 0)]


async def test_nothing_is_merged_into_itself_or_what_is_over_or_what_follows(world: World) -> None:
    follower, _ = await merged(world)
    third = await world.submit(LIGHT)
    for mine, into in ((third.id, third.id), (third.id, follower.id)):
        with pytest.raises(CannotMerge):
            await handlers.merge(mine, into, "?", CLERK, world.work())
    with pytest.raises(Missing):
        await handlers.merge(third.id, "nowhere", "?", CLERK, world.work())


async def test_the_same_merging_twice_is_seen(world: World) -> None:
    main, follower = await world.submit(LIGHT), await world.submit(LIGHT)
    cause = world.cause("merge")
    await handlers.merge(follower.id, main.id, "同一盏灯", CLERK, world.work(cause))
    with pytest.raises(Seen):
        await handlers.merge(follower.id, main.id, "同一盏灯", CLERK, world.work(cause))
