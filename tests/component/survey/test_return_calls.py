"""Whom the company calls back, who may not ask, and what the owner's word does."""

from datetime import timedelta

import pytest

from services.survey import handlers, jobs
from services.survey.domain.returns.refusals import (
    AnswerMissing,
    CallOver,
    CallTaken,
    DoersDoNotAsk,
)
from services.survey.domain.returns.return_call import Stand
from services.survey.handlers import return_calls
from services.survey.handlers.resolved import hear_resolved
from shared.contracts.surveys import ReturnCallDue, SurveyAnswered
from shared.contracts.words import Urgency
from tests.support.ballot_memory import MemoryRounds
from tests.support.surveying import ANNOYED, NOON, World, resolved


@pytest.fixture
async def world() -> World:
    world = World()
    await hear_resolved(resolved(), world.work())
    return world


def call_of(world: World) -> str:
    [call] = world.returns.kept
    return call


async def test_every_urgent_request_is_called_back_about(world: World) -> None:
    [told] = world.returns.told_of(ReturnCallDue)
    assert isinstance(told, ReturnCallDue)
    assert (told.caller, told.due_at) == ("c01", NOON + timedelta(days=3))


async def test_of_general_ones_a_fifth_and_the_same_ones_at_each_repeat() -> None:
    world, drawn = World(), list[int]()
    for turn in range(2):
        for number in range(400):
            event = resolved(request_id=f"r{number}", urgency=Urgency.GENERAL)
            await return_calls.draw(event, world.work(f"m{turn}-{number}"))
        drawn.append(len(world.returns.kept))
    assert drawn[0] == drawn[1]
    assert 50 < drawn[0] < 110


@pytest.mark.parametrize("doer", ["w01"])
async def test_who_did_the_work_does_not_ask_how_it_was(world: World, doer: str) -> None:
    with pytest.raises(DoersDoNotAsk):
        await return_calls.claim(call_of(world), doer, world.work("claim"))


async def test_a_claimed_call_is_nobody_elses(world: World) -> None:
    await return_calls.claim(call_of(world), "c01", world.work("claim"))
    with pytest.raises(CallTaken):
        await return_calls.log(call_of(world), "c02", "", (False, None), world.work("log"))


async def test_a_dissatisfied_owner_on_the_phone_counts_like_a_survey(world: World) -> None:
    await return_calls.log(call_of(world), "c01", "", (True, ANNOYED), world.work("log"))

    [told] = world.returns.told_of(SurveyAnswered)
    assert isinstance(told, SurveyAnswered)
    assert (told.satisfied, told.called_by, told.assignee) == (False, "c01", "w01")
    await handlers.hear_answer(told, world.work("told"))
    [survey] = world.surveys.kept.values()
    assert (survey.answer, survey.called_by) == (ANNOYED, "c01")
    assert not world.surveys.told_of(SurveyAnswered)


async def test_reached_without_an_answer_is_refused(world: World) -> None:
    with pytest.raises(AnswerMissing):
        await return_calls.log(call_of(world), "c01", "", (True, None), world.work("log"))


async def test_three_attempts_in_vain_end_it(world: World) -> None:
    for number in range(3):
        said = (False, None)
        await return_calls.log(call_of(world), "c01", "无人接", said, world.work(f"log{number}"))
    assert world.returns.kept[call_of(world)].stand is Stand.UNREACHED
    with pytest.raises(CallOver):
        await return_calls.claim(call_of(world), "c01", world.work("late"))


async def test_one_that_nobody_makes_expires(world: World) -> None:
    rounds = MemoryRounds(world.owners, world.returns, world.campaigns)
    later = NOON + timedelta(days=3)
    await jobs.expire_calls(rounds, lambda cause: world.work(cause.id, cause.at), lambda: later)
    assert world.returns.kept[call_of(world)].stand is Stand.EXPIRED


async def test_the_same_resolution_twice_makes_one_call(world: World) -> None:
    await hear_resolved(resolved(), world.work("again"))
    assert len(world.returns.told_of(ReturnCallDue)) == 1
