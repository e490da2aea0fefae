"""What the survey service does with what it hears: in order, twice, late, or the wrong way."""

from datetime import timedelta

import pytest

from services.survey import handlers, jobs
from services.survey.domain.survey import State, Survey
from services.survey.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.notifications import NotificationFailed
from shared.contracts.requests import RequestCancelled, RequestClosed, RequestReopened
from shared.contracts.surveys import SurveyAnswered, SurveyOpened, SurveyReminderDue
from shared.contracts.words import Outlet
from shared.kernel.errors import Seen
from tests.support.memory import Memory
from tests.support.survey_lists import MemoryLists
from tests.support.surveying import ANNOYED, LINKS, NOON, PLEASED, REQUEST, facts, resolved, work

CLOSED = RequestClosed(request=facts(), satisfied=False, closed_at=NOON)
CANCELLED = RequestCancelled(request=facts(), reason="不修了")
REOPENED = RequestReopened(request=facts(round=2), reason="又漏了")


@pytest.fixture
def surveys() -> Memory[Survey]:
    return Memory()


def only(surveys: Memory[Survey]) -> Survey:
    [survey] = surveys.kept.values()
    return survey


async def test_with_the_result_goes_the_survey(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))

    [told] = surveys.told
    assert isinstance(told, SurveyOpened)
    assert told.number == "K7M2-Q4XA"


async def test_the_same_message_again_is_seen(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))

    with pytest.raises(Seen):
        await handlers.open_survey(resolved(), work(surveys))


async def test_another_message_about_the_same_round_asks_nobody_again(
    surveys: Memory[Survey],
) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.open_survey(resolved(), work(surveys, "message-2"))

    assert surveys.saves == 1


async def test_the_next_round_is_asked_about_again(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.open_survey(resolved(round=2), work(surveys, "message-2"))

    assert [told.round for told in surveys.told if isinstance(told, SurveyOpened)] == [1, 2]


async def test_a_survey_ends_with_its_request(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.close(CLOSED, work(surveys, "message-2"))

    assert only(surveys).state(NOON) is State.ENDED


async def test_a_resolution_that_comes_after_the_cancelling_asks_nobody(
    surveys: Memory[Survey],
) -> None:
    await handlers.cancel(CANCELLED, work(surveys))
    await handlers.open_survey(resolved(), work(surveys, "message-2"))

    assert surveys.told == []


async def test_reopening_ends_the_survey_of_the_round_before(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.reopen(REOPENED, work(surveys, "message-2"))

    assert only(surveys).state(NOON) is State.ENDED


async def test_reopening_leaves_the_answer_that_caused_it(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.answer(only(surveys).id, ANNOYED, work(surveys, "command"))
    await handlers.reopen(REOPENED, work(surveys, "message-2"))

    assert only(surveys).answer == ANNOYED


def failed(because: str) -> NotificationFailed:
    return NotificationFailed(
        notification_id="n1",
        recipient="o1",
        outlet=Outlet.SMS,
        about=REQUEST,
        because=because,
        failed_at=NOON,
        reason="number unknown",
    )


async def test_a_question_that_reached_nobody_is_visible(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.hear_failure(failed("survey.opened.v1"), work(surveys, "message-2"))

    assert only(surveys).unreached_at == NOON


async def test_another_text_that_reached_nobody_is_no_matter_of_the_surveys(
    surveys: Memory[Survey],
) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.hear_failure(failed("request.resolved.v1"), work(surveys, "message-2"))

    assert only(surveys).unreached_at is None


async def test_an_answer_is_one_save_and_one_event(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    await handlers.answer(only(surveys).id, PLEASED, work(surveys, "command"))
    await handlers.answer(only(surveys).id, PLEASED, work(surveys, "command-2"))

    assert len(surveys.told_of(SurveyAnswered)) == 1
    assert surveys.saves == 2


async def test_a_day_later_the_owner_is_reminded_once(surveys: Memory[Survey]) -> None:
    await handlers.open_survey(resolved(), work(surveys))
    lists = MemoryLists(surveys)
    tomorrow = NOON + timedelta(days=1)

    def at_work(cause: Cause) -> Work:
        return work(surveys, cause.id, cause.at)

    assert await jobs.send_reminders(lists, at_work, lambda: tomorrow)
    assert not await jobs.send_reminders(lists, at_work, lambda: tomorrow)

    [told] = surveys.told_of(SurveyReminderDue)
    assert isinstance(told, SurveyReminderDue)
    assert told.path == LINKS.path(only(surveys).id)
