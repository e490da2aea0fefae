"""A questionnaire that cannot be asked is refused, and an answer that does not fit it too."""

import pytest

from services.survey.domain.campaigns.answering import Given, checked
from services.survey.domain.campaigns.questions import Question, Questionnaire
from services.survey.domain.campaigns.refusals import BadAnswer

OVERALL: dict[str, object] = {"id": "overall", "kind": "scale", "text": "满意吗"}
WHY: dict[str, object] = {
    "id": "why",
    "kind": "multiple",
    "text": "为什么",
    "options": ["慢", "脏", "吵"],
    "most": 2,
    "show_if": {"question": "overall", "at_most": 2},
}
ROWS: dict[str, object] = {
    "id": "rows",
    "kind": "matrix",
    "text": "各项",
    "rows": ["保洁", "安保"],
    "options": ["好", "差"],
}
WISH: dict[str, object] = {"id": "wish", "kind": "words", "text": "希望", "required": False}


def asking(*questions: dict[str, object]) -> Questionnaire:
    return Questionnaire(questions=tuple(Question.model_validate(one) for one in questions))


ALL = asking(OVERALL, WHY, ROWS, WISH)
GOOD: dict[str, Given] = {"overall": 5, "rows": {"保洁": "好", "安保": "差"}}


def test_a_sound_questionnaire_has_no_fault() -> None:
    assert not list(ALL.faults())


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"show_if": {"question": "nobody", "at_most": 2}}, "没有的题"),
        ({"show_if": {"question": "why", "at_most": 2}}, "互相等待"),
        ({"show_if": {"question": "rows", "any_of": ["好"]}}, "互相等待"),
        ({"show_if": {"question": "overall", "any_of": ["慢"]}}, "at_most"),
        ({"show_if": {"question": "overall", "at_least": 6}}, "1 到 5 分"),
        ({"options": ["慢"]}, "两个选项"),
        ({"options": ["慢", "慢"]}, "重复"),
        ({"id": "overall"}, "编号重复"),
        ({"rows": ["保洁"]}, "矩阵题"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(changes: dict[str, object], says: str) -> None:
    faults = [reason for _, reason in asking(OVERALL, {**WHY, **changes}, ROWS, WISH).faults()]
    assert any(says in reason for reason in faults)


def test_two_questions_that_wait_for_each_other_are_a_loop() -> None:
    one = {**OVERALL, "show_if": {"question": "why", "any_of": ["慢"]}}
    assert any("互相等待" in reason for _, reason in asking(one, WHY).faults())


def test_what_was_not_asked_is_left_out() -> None:
    assert checked(ALL, {**GOOD, "why": ["慢"]}) == GOOD


def test_a_low_mark_brings_the_reason_up_and_makes_it_due() -> None:
    with pytest.raises(BadAnswer) as refused:
        checked(ALL, {**GOOD, "overall": 2})
    assert [key for key, _ in refused.value.faults] == ["why"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"overall": 6},
        {"overall": True},
        {"overall": "5"},
        {"overall": 2, "why": ["慢", "脏", "吵"]},
        {"overall": 2, "why": ["慢", "慢"]},
        {"overall": 2, "why": ["贵"]},
        {"rows": {"保洁": "好"}},
        {"rows": {"保洁": "好", "安保": "中"}},
        {"wish": "长" * 501},
        {"nobody": 1},
    ],
)
def test_an_answer_that_does_not_fit_is_refused(wrong: dict[str, Given]) -> None:
    with pytest.raises(BadAnswer):
        checked(ALL, {**GOOD, **wrong})
