"""What a questionnaire asks: five kinds of questions, and which answers bring up which."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_QUESTIONS: Final = 60
MOST_WORDS: Final = 500
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Written(BaseModel):
    """A part of what people write in files; a key that is not known is a typing error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """单选, 多选, 打分, 文字, 矩阵."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    WORDS = "words"
    MATRIX = "matrix"


CHOOSING: Final = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX})


class ShowIf(Written):
    """Ask only those who chose one of ``any_of``, or gave marks within the bounds, before."""

    question: str
    any_of: tuple[str, ...] = ()
    at_most: int | None = None
    at_least: int | None = None

    def holds(self, given: object) -> bool:
        """Tell whether the earlier answer brings the question up."""
        if isinstance(given, str):
            return given in self.any_of
        if isinstance(given, int):
            low, high = self.at_least, self.at_most
            return (low is None or given >= low) and (high is None or given <= high)
        return isinstance(given, list) and bool({*self.any_of} & {*given})


class Question(Written):
    """One question; ``rows`` are a matrix's, ``points`` a scale's, ``most`` bounds a choice."""

    id: Key
    kind: Kind
    text: Text
    options: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    rows: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    points: Annotated[int, Field(ge=2, le=10)] = 5
    ends: Annotated[tuple[Text, ...], Field(max_length=2)] = ()
    most: Annotated[int, Field(ge=1)] | None = None
    required: bool = True
    show_if: ShowIf | None = None

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the question by itself."""
        if self.kind in CHOOSING and len(self.options) < 2:
            yield "至少要有两个选项(options)"
        if len({*self.options}) < len(self.options) or len({*self.rows}) < len(self.rows):
            yield "选项或行有重复"
        if (self.kind is Kind.MATRIX) != bool(self.rows):
            yield "矩阵题要写行(rows),其他题不写"
        if self.kind not in CHOOSING and self.options:
            yield "这种题没有选项(options),请删掉"
        if self.most is not None and self.kind is not Kind.MULTIPLE:
            yield "只有多选题可以限制最多选几项(most)"


class Questionnaire(Written):
    """Questions in the order in which they are asked."""

    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield (question, what is wrong): what cannot be asked, or only in a circle."""
        asked: dict[str, Question] = {}
        later = {question.id for question in self.questions}
        for question in self.questions:
            if question.id in asked:
                yield question.id, "编号重复，每道题的编号(id)要不同"
            yield from ((question.id, reason) for reason in question.faults())
            if question.show_if:
                yield from (
                    (question.id, reason) for reason in _unfit(question.show_if, asked, later)
                )
            asked[question.id] = question

    def visible(self, answers: dict[str, object]) -> Iterator[Question]:
        """Yield what is asked of somebody who answers so; a hidden answer brings up nothing."""
        shown: dict[str, object] = {}
        for question in self.questions:
            rule = question.show_if
            if rule is None or rule.holds(shown.get(rule.question)):
                shown[question.id] = answers.get(question.id)
                yield question

    def of(self, key: str) -> Question | None:
        """Return the question of that id, None if there is none."""
        return next((question for question in self.questions if question.id == key), None)


def _unfit(rule: ShowIf, asked: dict[str, Question], later: set[str]) -> Iterator[str]:
    on = asked.get(rule.question)
    if on is None:
        yield (
            f"显示条件引用了自己或后面的“{rule.question}”，会互相等待；只能引用前面的题"
            if rule.question in later
            else f"显示条件引用了没有的题“{rule.question}”"
        )
        return
    if on.kind in {Kind.SINGLE, Kind.MULTIPLE}:
        if strange := [option for option in rule.any_of if option not in on.options]:
            yield f"显示条件里的“{strange[0]}”不是“{on.id}”的选项"
        if not rule.any_of or rule.at_most is not None or rule.at_least is not None:
            yield f"“{on.id}”是选择题，显示条件请写 any_of"
    elif on.kind is Kind.SCALE:
        yield from _unfit_marks(rule, on)
    else:
        yield f"“{on.id}”是文字题或矩阵题，不能作显示条件"


def _unfit_marks(rule: ShowIf, on: Question) -> Iterator[str]:
    bounds = [bound for bound in (rule.at_least, rule.at_most) if bound is not None]
    if not bounds or rule.any_of:
        yield f"“{on.id}”是打分题，显示条件请写 at_most 或 at_least"
    if any(not 1 <= bound <= on.points for bound in bounds):
        yield f"“{on.id}”只有 1 到 {on.points} 分"
