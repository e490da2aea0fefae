"""An answer counts once, may be bettered until midnight, and never turns round in silence."""

from datetime import timedelta

import pytest

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case
from services.survey.domain.refusals import (
    SurveyAlreadyAnswered,
    SurveyClosed,
    SurveyExpired,
    VerdictStands,
)
from services.survey.domain.survey import End, State, Survey
from services.survey.domain.terms import Terms
from shared.contracts.surveys import SurveyAnswered, SurveyOpened, SurveyReminderDue
from tests.support.surveying import ANNOYED, LINKS, NOON, PLEASED, cause, facts, resolved

TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def survey() -> Survey:
    return Survey.about(Case.done(resolved()), cause(), Terms())


@pytest.mark.parametrize(
    "answer",
    [
        Answer(speed=2, effect=5, attitude=5, solved=True),
        Answer(speed=5, effect=1, attitude=5, solved=True),
        Answer(speed=5, effect=5, attitude=2, solved=True),
        Answer(speed=5, effect=5, attitude=5, solved=False),
    ],
)
def test_one_low_rating_or_a_thing_not_solved_is_dissatisfied(answer: Answer) -> None:
    assert not answer.satisfied


def test_middling_ratings_on_a_thing_solved_are_satisfied() -> None:
    assert Answer(speed=3, effect=3, attitude=3, solved=True).satisfied


def test_opening_invites_by_the_link_until_the_seventh_day(survey: Survey) -> None:
    survey.open(LINKS.path(survey.id))

    [told] = survey.events
    assert isinstance(told, SurveyOpened)
    assert told.path == LINKS.path(survey.id)
    assert told.expires_at == NOON + timedelta(days=7)


def test_the_owners_words_about_the_request_are_not_kept(survey: Survey) -> None:
    assert "漏水" not in repr(survey)


def test_the_rating_belongs_to_those_who_did_the_work_then(survey: Survey) -> None:
    assert (survey.case.assignee, survey.case.first_responder) == ("w01", "c01")


def test_an_answer_is_told_with_its_verdict_and_round(survey: Survey) -> None:
    survey.reply(ANNOYED, NOON)

    [told] = survey.events
    assert isinstance(told, SurveyAnswered)
    assert (told.satisfied, told.round, told.speed) == (False, 1, 2)


def test_the_same_answer_twice_is_told_once(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)
    survey.reply(PLEASED, NOON)

    assert len(survey.events) == 1


def test_the_same_answer_after_midnight_is_no_offence(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)
    survey.reply(PLEASED, TOMORROW)

    assert survey.state(TOMORROW) is State.FINAL


def test_words_may_be_added_until_midnight(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)
    more = PLEASED.model_copy(update={"words": "谢谢"})

    survey.reply(more, NOON + timedelta(hours=11, minutes=59))

    assert survey.answer == more


def test_another_answer_after_midnight_is_refused(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)

    with pytest.raises(SurveyAlreadyAnswered):
        survey.reply(PLEASED.model_copy(update={"speed": 4}), NOON + timedelta(hours=12))


def test_a_change_keeps_the_moment_of_the_first_answer(survey: Survey) -> None:
    later = NOON + timedelta(hours=3)
    survey.reply(PLEASED, NOON)

    survey.reply(PLEASED.model_copy(update={"speed": 4}), later)

    assert (survey.answered_at, survey.changed_at) == (NOON, later)


def test_a_dissatisfied_word_that_opened_the_work_again_is_not_taken_back(survey: Survey) -> None:
    survey.reply(ANNOYED, NOON)

    with pytest.raises(VerdictStands, match="再次请您评价"):
        survey.reply(PLEASED, NOON + timedelta(minutes=1))


def test_who_was_satisfied_may_think_otherwise_until_midnight(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)
    survey.reply(ANNOYED, NOON + timedelta(hours=11))

    assert [one.satisfied for one in survey.events if isinstance(one, SurveyAnswered)] == [
        True,
        False,
    ]


def test_a_week_without_an_answer_is_the_end_of_it(survey: Survey) -> None:
    with pytest.raises(SurveyExpired, match="重新提交诉求"):
        survey.reply(PLEASED, NOON + timedelta(days=7))


def test_the_last_moment_of_the_week_still_counts(survey: Survey) -> None:
    survey.reply(PLEASED, NOON + timedelta(days=7) - timedelta(milliseconds=1))

    assert survey.answer == PLEASED


@pytest.mark.parametrize("why", End)
def test_a_request_that_went_on_is_not_asked_about_any_more(survey: Survey, why: End) -> None:
    survey.end(why)

    with pytest.raises(SurveyClosed):
        survey.reply(PLEASED, NOON)


def test_an_answer_outlives_the_end_of_its_request(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)

    assert not survey.end(End.CLOSED)


def test_a_reminder_goes_out_once(survey: Survey) -> None:
    survey.remind("/s/x", TOMORROW)
    survey.remind("/s/x", TOMORROW)

    [told] = survey.events
    assert isinstance(told, SurveyReminderDue)


def test_who_has_answered_is_not_reminded(survey: Survey) -> None:
    survey.reply(PLEASED, NOON)
    survey.events.clear()

    survey.remind("/s/x", TOMORROW)

    assert survey.events == []


def test_what_has_expired_is_not_recalled_to_mind(survey: Survey) -> None:
    survey.remind("/s/x", NOON + timedelta(days=8))

    assert survey.events == []


def test_each_round_is_a_survey_of_its_own() -> None:
    assert Case.of(facts(round=1)).survey_id != Case.of(facts(round=2)).survey_id
