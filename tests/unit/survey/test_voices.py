"""What the estate may read of an owner's words, and who is reminded of what is owed."""

from datetime import timedelta

import pytest

from services.survey.domain.staff import Staff, Team
from services.survey.domain.voices.masking import masked
from services.survey.domain.voices.refusals import SuggestionOver
from services.survey.domain.voices.rules import SuggestionRules
from services.survey.domain.voices.suggestion import Heard, Suggestion, Verdict
from services.survey.domain.workdays import WorkDays
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import SuggestionDue, SuggestionTaken
from shared.contracts.words import Role
from tests.support.surveying import ESTATE, NOON

TEAM = Team.of(
    Staff(id=name, estate=ESTATE, staff_id=name, name=name, role=role, active=True)
    for name, role in (("c01", Role.CLERK), ("c02", Role.CLERK), ("m01", Role.MANAGER))
)


def given(taken_by: str | None = None) -> Suggestion:
    asker = Reporter(owner_id="o1", name="周静怡", place=Place(building="3"))
    origin = ("cause", ESTATE, NOON)
    suggestion = Suggestion.given(asker, "地库灯太暗", Heard(taken_by=taken_by), origin)
    suggestion.take(SuggestionRules(), WorkDays(), TEAM)
    return suggestion


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("我叫周静怡,电话13900000001", "我是业主,电话***"),
        ("住3-2-1201,楼上太吵", "住某处,楼上太吵"),
        ("3号楼2单元的灯坏了", "某处某处的灯坏了"),
        ("电动车充电桩加 20 个", "电动车充电桩加 20 个"),
    ],
)
def test_numbers_doors_and_names_are_taken_out_of_what_the_estate_reads(
    said: str, read: str
) -> None:
    assert masked(said) == read


def test_without_anybody_in_particular_the_clerks_owe_the_answer() -> None:
    [told] = given().events
    assert isinstance(told, SuggestionTaken)
    assert told.recipients == ("c01", "c02")


def test_the_responsible_is_reminded_first_and_then_the_manager_once_each() -> None:
    suggestion, reminded = given(taken_by="c02"), []
    for hours in range(24 * 10):
        suggestion.events.clear()
        suggestion.remind(NOON + timedelta(hours=hours), TEAM)
        reminded += [one.recipients for one in suggestion.events if isinstance(one, SuggestionDue)]
    assert reminded == [("c02",), ("m01",)]
    assert suggestion.next_at is None


def test_what_is_answered_reminds_nobody() -> None:
    suggestion = given()
    suggestion.answer("c01", NOON, "已有安排", None)
    suggestion.events.clear()
    suggestion.remind(NOON + timedelta(days=30), TEAM)
    assert not suggestion.events


def test_an_answer_stands() -> None:
    suggestion = given()
    suggestion.answer("c01", NOON, "已有安排", None)
    with pytest.raises(SuggestionOver):
        suggestion.answer("c01", NOON, "改主意了", None)


def test_who_asks_to_be_forgotten_leaves_no_words() -> None:
    suggestion = given()
    suggestion.forget()
    assert (suggestion.words, suggestion.verdict) == ("", Verdict.WITHDRAWN)
    assert suggestion.reporter == Reporter(place=Place(building="3"))
