"""A round that is done over, or was taken back, is not called back about."""

import pytest

from services.survey.domain.returns.refusals import CallOver
from services.survey.domain.returns.return_call import Stand
from services.survey.handlers import return_calls
from services.survey.handlers.resolved import hear_resolved
from services.survey.handlers.undone import hear_cancelled, hear_reopened
from shared.contracts.requests import RequestCancelled, RequestReopened
from tests.support.surveying import ANNOYED, World, facts, resolved

REOPENED = RequestReopened(request=facts(round=2), reason="又漏了")
CANCELLED = RequestCancelled(request=facts(), by="o1", reason="不用了")


@pytest.fixture
async def world() -> World:
    world = World()
    await hear_resolved(resolved(), world.work())
    return world


async def test_the_call_about_a_round_that_is_done_over_is_dropped(world: World) -> None:
    await hear_reopened(REOPENED, world.work("reopened"))
    [call] = world.returns.kept.values()
    assert (call.stand, call.ended_at) == (Stand.DROPPED, world.work().now)


async def test_the_call_about_what_the_owner_took_back_is_dropped(world: World) -> None:
    await hear_cancelled(CANCELLED, world.work("cancelled"))
    [call] = world.returns.kept.values()
    assert call.stand is Stand.DROPPED


async def test_who_calls_nevertheless_is_told_that_the_next_round_is_called_about(
    world: World,
) -> None:
    await hear_reopened(REOPENED, world.work("reopened"))
    [call] = world.returns.kept
    with pytest.raises(CallOver, match="重新处理"):
        await return_calls.claim(call, "c01", world.work("claim"))


async def test_the_next_round_is_drawn_anew(world: World) -> None:
    await hear_reopened(REOPENED, world.work("reopened"))
    await hear_resolved(resolved(round=2), world.work("resolved again"))
    assert [call.stand for call in world.returns.kept.values()] == [Stand.DROPPED, Stand.OPEN]


async def test_what_was_said_in_a_call_stands(world: World) -> None:
    [call] = world.returns.kept
    await return_calls.log(call, "c01", "", (True, ANNOYED), world.work("log"))
    await hear_reopened(REOPENED, world.work("reopened"))
    assert world.returns.kept[call].stand is Stand.REACHED


async def test_a_reopening_that_comes_before_the_result_draws_no_call() -> None:
    world = World()
    await hear_reopened(REOPENED, world.work("reopened"))
    await hear_resolved(resolved(), world.work("late"))
    assert not world.returns.kept
