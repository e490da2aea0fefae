"""Check what a household answers against what it was asked."""

from collections.abc import Callable, Mapping
from typing import Final

from services.survey.domain.campaigns.questions import MOST_WORDS, Kind, Question, Questionnaire
from services.survey.domain.campaigns.refusals import BadAnswer

Given = str | int | list[str] | dict[str, str]
Answers = dict[str, Given]


def checked(questionnaire: Questionnaire, answers: Mapping[str, Given]) -> Answers:
    """Return what was answered to what was asked; raises ``BadAnswer`` with every fault.

    An empty answer is none; one to a question that was not asked is left out.
    """
    filled: dict[str, object] = {key: value for key, value in answers.items() if _is_said(value)}
    visible = {question.id: question for question in questionnaire.visible(filled)}
    known = {question.id for question in questionnaire.questions}
    faults = [(key, "没有这道题") for key in answers if key not in known]
    for key, question in visible.items():
        if key in filled:
            faults += [(key, reason) for reason in _CHECKS[question.kind](question, filled[key])]
        elif question.required:
            faults.append((key, f"请回答“{question.text}”"))
    if faults:
        raise BadAnswer("有题目没有答好，请按提示修改后再提交。", tuple(faults))
    return {key: answers[key] for key in visible if key in filled}


def _is_said(value: Given) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in ([], {})


def _single(question: Question, given: object) -> list[str]:
    return [] if isinstance(given, str) and given in question.options else ["请从选项中选一项"]


def _multiple(question: Question, given: object) -> list[str]:
    if not isinstance(given, list) or not {*given} <= {*question.options}:
        return ["请从选项中选择"]
    if len({*given}) < len(given):
        return ["有选项选了两次"]
    most = question.most or len(question.options)
    return [] if len(given) <= most else [f"最多选 {most} 项"]


def _scale(question: Question, given: object) -> list[str]:
    fits = type(given) is int and 1 <= given <= question.points
    return [] if fits else [f"请打 1 到 {question.points} 分"]


def _words(_: Question, given: object) -> list[str]:
    fits = isinstance(given, str) and len(given) <= MOST_WORDS
    return [] if fits else [f"请写文字，不超过 {MOST_WORDS} 字"]


def _matrix(question: Question, given: object) -> list[str]:
    if not isinstance(given, dict) or not {*given} <= {*question.rows}:
        return ["请逐行选择"]
    if not {*given.values()} <= {*question.options}:
        return ["每行请从选项中选一项"]
    missing = [row for row in question.rows if row not in given]
    return [f"“{missing[0]}”还没有选"] if missing and question.required else []


_CHECKS: Final[Mapping[Kind, Callable[[Question, object], list[str]]]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _scale,
    Kind.WORDS: _words,
    Kind.MATRIX: _matrix,
}
