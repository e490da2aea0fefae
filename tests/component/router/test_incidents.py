"""Mass incidents from the first report to the last answer, with memory for the database."""

from dataclasses import replace

import pytest

from services.router import handlers
from services.router.domain.incidents.state import Stage
from services.router.handlers.incident_orders import say
from services.router.handlers.incidents import order
from shared.contracts.incidents import (
    IncidentConfirmed,
    IncidentProposed,
    IncidentUpdated,
    RequestJoined,
)
from shared.contracts.requests import (
    ClockMissed,
    RequestAssigned,
    RequestEscalated,
)
from shared.contracts.words import Status
from shared.kernel.errors import Seen
from tests.component.router.test_rounds import rounds_of
from tests.support.known import KnownIncidents
from tests.support.mass import KNOWN, confirmed, only, opened, proposed
from tests.support.reports import BURST, neighbour, report
from tests.support.router_world import World
from tests.support.routing import submission


async def test_two_reports_propose_nothing(world: World) -> None:
    await report(world, 0)
    await report(world, 1)
    assert not world.incidents.kept


async def test_the_third_report_proposes_an_incident(world: World) -> None:
    incident = await proposed(world)
    assert (incident.stage, len(incident.seeds)) == (Stage.PROPOSED, 3)
    assert [(place.building, place.spot) for place in incident.places] == [("3", None)]


async def test_one_owner_who_reports_three_times_is_no_mass(world: World) -> None:
    for _ in range(3):
        await report(world, 1)
    assert not world.incidents.kept


async def test_three_reports_from_three_buildings_of_pipes_at_home_are_no_incident(
    world: World,
) -> None:
    for building in "123":
        await report(world, 1, building=building)
    assert not world.incidents.kept


async def test_no_water_in_three_buildings_is_one_of_the_whole_estate(world: World) -> None:
    for building, text in (("1", "停水了怎么回事"), ("2", "家里没水了"), ("3", "没有水用")):
        await report(world, 1, text, building)
    assert only(world).places == ()


async def test_reports_further_apart_than_the_window_are_no_incident(world: World) -> None:
    for number in range(3):
        await report(world, number)
        world.pass_time(minutes=121)
    assert not world.incidents.kept


async def test_two_routers_that_see_the_third_report_at_once_propose_one(world: World) -> None:
    await report(world, 0)
    await report(world, 1)
    for number in (2, 3):
        event = submission(world.now, BURST[0], reporter=neighbour(number))
        stale = KnownIncidents(world.incidents, world.requests, stale=[])
        await handlers.route(event, replace(world.work(), known=stale))
    assert len(world.incidents.told_of(IncidentProposed)) == 1


async def test_a_submission_heard_twice_counts_once(world: World) -> None:
    for event in [submission(world.now, "水管爆了", reporter=neighbour(n)) for n in (0, 0, 1)]:
        await handlers.route(event, world.work())
        await handlers.route(event, world.work())
    assert not world.incidents.kept


async def test_what_a_person_dismissed_is_not_proposed_again(world: World) -> None:
    incident = await proposed(world)
    await order(incident.id, lambda it, act: it.dismiss(act, "各家不同"), world.work(), "c01")
    await report(world, 7)
    assert only(world).stage is Stage.DISMISSED


async def test_a_proposal_silences_nobody(world: World) -> None:
    await proposed(world)
    assert not (await report(world, 5)).hushed


async def test_staff_are_paged_once_when_it_is_confirmed(world: World) -> None:
    await opened(world)
    (event,) = world.incidents.told_of(IncidentConfirmed)
    assert isinstance(event, IncidentConfirmed)
    assert event.recipients


async def test_thirty_reports_page_staff_for_the_incident_only(world: World) -> None:
    await opened(world)
    world.told_now()
    for number in range(3, 30):
        await report(world, number)
    assigned = world.told_now(RequestAssigned)
    assert len(assigned) == 27
    assert {e.request.incident for e in assigned} == {only(world).id}  # type: ignore[attr-defined]


async def test_each_new_reporter_is_told_at_once_what_is_known(world: World) -> None:
    await opened(world)
    world.told_now()
    await report(world, 9)
    (event,) = world.told_now(RequestJoined)
    assert isinstance(event, RequestJoined)
    assert (event.known.text, event.known.joined) == (KNOWN, True)


async def test_the_first_three_are_told_that_it_is_known(world: World) -> None:
    await opened(world)
    assert len(world.told_now(RequestJoined)) == 3


async def test_an_owner_whose_earlier_report_is_over_is_told_about_the_new_one(
    world: World,
) -> None:
    over = await report(world, 3)
    world.requests.kept[over.id].status = Status.CLOSED
    await proposed(world)
    await report(world, 3)
    world.pass_time(minutes=1)
    await confirmed(world)
    told = world.told_now(RequestJoined)
    assert [one.request.told_with for one in told] == [None] * 4  # type: ignore[attr-defined]


async def test_a_members_ladder_is_silent_but_its_misses_are_facts(world: World) -> None:
    await opened(world)
    for number in range(3, 6):
        await report(world, number)
    world.told_now()
    world.pass_time(minutes=20)
    await rounds_of(world).sweep()
    assert world.told_now(RequestEscalated) == []
    missed = world.requests.told_of(ClockMissed)
    assert len(missed) == 12
    assert {e.recipients for e in missed} == {()}  # type: ignore[attr-defined]


async def test_a_fire_in_the_same_building_is_never_silenced(world: World) -> None:
    await opened(world)
    world.told_now()
    fire = await report(world, 8, "水管爆了,厨房还着火了")
    assert not fire.hushed
    world.pass_time(minutes=20)
    await rounds_of(world).sweep()
    assert {e.request.request_id for e in world.told_now(RequestEscalated)} == {fire.id}  # type: ignore[attr-defined]


async def test_another_building_has_its_own(world: World) -> None:
    await opened(world)
    assert (await report(world, 1, building="1")).incident is None


async def test_each_owner_gets_each_update_once(world: World) -> None:
    incident = await opened(world)
    await report(world, 1)
    await report(world, 1)
    cause = world.cause("update")
    await say(incident.id, "预计一小时后恢复", None, "c01", world.work(cause))
    with pytest.raises(Seen):
        await say(incident.id, "预计一小时后恢复", None, "c01", world.work(cause))
    (event,) = world.incidents.told_of(IncidentUpdated)
    assert isinstance(event, IncidentUpdated)
    assert sorted(str(one.owner_id) for one in event.members) == ["n3-0", "n3-1", "n3-2"]
