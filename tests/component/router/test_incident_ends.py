"""How an incident ends: each owner is told and asked once, and a no goes on."""

from services.router import handlers
from services.router.handlers.incident_orders import join_as_owner
from shared.contracts.requests import (
    RequestReopened,
    RequestResolved,
)
from shared.contracts.words import Status
from tests.component.router.test_rounds import rounds_of
from tests.component.router.test_story import delivered
from tests.support.mass import closed, opened
from tests.support.reports import neighbour, report
from tests.support.router_world import World
from tests.support.routing import answer


async def test_its_end_resolves_every_member_and_asks_each_owner_once(world: World) -> None:
    await opened(world)
    again = await report(world, 1)
    world.told_now()
    await closed(world)
    resolved = world.told_now(RequestResolved)
    assert {one.status for one in world.requests.kept.values()} == {Status.RESOLVED}
    quiet = [e.request.request_id for e in resolved if e.request.told_with]  # type: ignore[attr-defined]
    assert (len(resolved), quiet) == (4, [again.id])


async def test_the_end_heard_twice_resolves_once(world: World) -> None:
    await opened(world)
    await closed(world)
    (event,) = [e for e in world.incidents.told if type(e).__name__ == "IncidentClosed"]
    world.told_now()
    await handlers.settle(event, world.work())  # type: ignore[arg-type]
    assert world.told_now() == []


async def test_a_no_goes_on_as_that_owners_own_request(world: World) -> None:
    await opened(world)
    await closed(world)
    mine = next(iter(world.requests.kept.values()))
    world.told_now()
    no = answer(mine, "2026-11-23 12:00", satisfied=False)
    await handlers.hear_the_owner(no, world.work())
    kept = world.requests.kept[mine.id]
    assert (kept.status, kept.incident, kept.hushed) == (Status.ASSIGNED, None, False)
    assert len(world.told_now(RequestReopened)) == 1


async def test_a_yes_closes_all_that_the_owner_had_reported_of_it(world: World) -> None:
    await opened(world)
    again = await report(world, 1)
    await closed(world)
    first = next(r for r in world.requests.kept.values() if r.reporter == again.reporter)
    await handlers.hear_delivery(delivered(first.id, "n3-1"), world.work())
    await handlers.hear_the_owner(answer(first, "2026-11-23 12:00", satisfied=True), world.work())
    assert world.requests.kept[again.id].status is Status.CLOSED
    assert all(not clock.missed for clock in world.requests.kept[again.id].clocks[-1:])


async def test_what_came_while_it_ended_is_seen_to_a_little_later(world: World) -> None:
    incident = await opened(world)
    await closed(world)
    late = await report(world, 20, "停水了")
    kept = world.requests.kept[late.id]
    kept.incident = incident.membership(joined=True)
    world.pass_time(seconds=20)
    await rounds_of(world).incidents()
    assert world.requests.kept[late.id].status is Status.RESOLVED


async def test_an_incident_without_a_word_for_long_pages_again(world: World) -> None:
    await opened(world)
    for _ in range(2):
        world.pass_time(hours=2)
        await rounds_of(world).incidents()
    told = [e for e in world.incidents.told if type(e).__name__ == "IncidentOverdue"]
    assert [("m01" in e.recipients) for e in told] == [True, True]  # type: ignore[attr-defined]


async def test_an_owner_who_joins_has_a_request_of_their_own(world: World) -> None:
    incident = await opened(world)
    owner = neighbour(40)
    joined = await join_as_owner(incident.id, owner, "", world.work())
    assert await join_as_owner(incident.id, owner, "", world.work()) == joined
    assert (joined.hushed, joined.reporter.owner_id) == (True, "n3-40")
    await closed(world)
    assert world.requests.kept[joined.id].status is Status.RESOLVED
