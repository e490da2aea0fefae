"""The router's loops: two of them act once, and what failed does not stop the rest."""

import asyncio
from typing import cast

import pytest

from services.router import handlers
from services.router.channels.rules import RulesInMemory
from services.router.jobs import Rounds
from services.router.store import RequestLists
from shared.contracts.people import StaffChanged
from shared.contracts.requests import RequestAssigned, RequestEscalated
from shared.contracts.words import Role, Urgency
from tests.support.router_world import World
from tests.support.routing import FILES, at


def rounds_of(world: World) -> Rounds:
    return Rounds(
        lists=cast(RequestLists, world.lists),
        known=world.known,
        book=cast(RulesInMemory, world),
        loads=world.loads,
        work=world.work,
        clock=world.clock,
    )


@pytest.fixture
async def night() -> World:
    """Return a world at three in the morning with a burst pipe that nobody accepts."""
    world = World(now=at("2026-11-23 03:00"))
    await world.submit("厨房水管爆了,水一直往外喷,快来人")
    world.told_now()
    return world


async def test_nothing_is_done_before_its_time(night: World) -> None:
    night.pass_time(seconds=59)
    await rounds_of(night).sweep()
    assert night.told_now() == []


async def test_what_falls_due_is_done(night: World) -> None:
    night.pass_time(seconds=60)
    await rounds_of(night).sweep()
    assert [type(event) for event in night.told_now()] == [RequestEscalated]


async def test_two_routers_sweep_without_acting_twice(night: World) -> None:
    night.pass_time(seconds=60)
    await asyncio.gather(rounds_of(night).sweep(), rounds_of(night).sweep())
    assert len(night.told_now(RequestEscalated)) == 1


async def test_what_somebody_who_left_had_in_hand_is_passed_on(night: World) -> None:
    gone = StaffChanged(
        staff_id="w04",
        name="蒋四",
        role=Role.WORKER,
        version=2,
        department="engineering",
        active=False,
    )
    await handlers.know_staff(gone, night.work())
    await rounds_of(night).pass_on()
    (event,) = night.told_now(RequestAssigned)
    assert isinstance(event, RequestAssigned)
    assert (event.request.assignee, event.previous) == ("w05", "w04")


async def test_a_new_calendar_works_provisional_due_times_out_again() -> None:
    world = World(now=at("2030-12-31 10:00"))
    request, rounds = await world.submit("楼道灯坏了一个"), rounds_of(world)
    await rounds.refresh()
    files = {"holidays.csv": "date,working\n2030-12-30,yes\n2031-01-02,no\n"}
    assert await handlers.put_policy(files, "m01", world.work()) == []
    await rounds.refresh()
    assert not world.requests.kept[request.id].provisional


async def test_a_faulty_policy_changes_nothing() -> None:
    world = World()
    faults = await handlers.put_policy({"policy.toml": "x = 1"}, "m01", world.work())
    assert [fault.line for fault in faults] == [1]
    assert world.files.saves == 0


async def test_a_roster_of_any_length_is_one_save_which_a_crash_cannot_halve() -> None:
    world, row = World(), FILES["roster.csv"].splitlines()[-1]
    files = {"roster.csv": f"{FILES['roster.csv'].rstrip()}\n" + f"{row}\n" * 300}
    assert await handlers.put_policy(files, "m01", world.work()) == []
    (kept,) = world.files.kept.values()
    assert (world.files.saves, kept.files["roster.csv"]) == (1, files["roster.csv"])


async def test_a_dry_run_changes_nothing() -> None:
    world = World()
    files = {"roster.csv": FILES["roster.csv"]}
    assert await handlers.put_policy(files, "m01", world.work(), dry_run=True) == []
    assert world.files.saves == 0


async def test_a_request_that_cannot_be_looked_at_harms_no_other(night: World) -> None:
    (broken,) = night.requests.kept.values()
    broken.urgency = cast(Urgency, "no such urgency")
    sound = await night.submit("卧室水管爆了,水一直往外喷,快来人")
    night.told_now()
    night.pass_time(seconds=60)
    await rounds_of(night).sweep()
    (event,) = night.told_now(RequestEscalated)
    assert isinstance(event, RequestEscalated)
    assert event.request.request_id == sound.id


HOLIDAYS = {"holidays.csv": "date,working\n2030-12-30,yes\n2031-01-02,no\n"}


async def test_a_router_that_died_before_it_used_a_new_calendar_uses_it_when_it_is_back() -> None:
    world = World(now=at("2030-12-31 10:00"))
    request = await world.submit("楼道灯坏了一个")
    await rounds_of(world).refresh()
    await handlers.put_policy(HOLIDAYS, "m01", world.work())
    await rounds_of(world).refresh()
    assert not world.requests.kept[request.id].provisional


async def test_who_was_faster_than_a_new_calendar_does_not_keep_it_away() -> None:
    world = World(now=at("2030-12-31 10:00"))
    request, rounds = await world.submit("楼道灯坏了一个"), rounds_of(world)
    await rounds.refresh()
    await handlers.put_policy(HOLIDAYS, "m01", world.work())
    world.requests.hurry.append(request.id)
    await rounds.refresh()
    await rounds.refresh()
    assert not world.requests.kept[request.id].provisional
