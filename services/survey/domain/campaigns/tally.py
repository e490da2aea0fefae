"""Count answers so that counts can be added up and no answer has to be read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from services.survey.domain.campaigns.answering import Answers, Given
from services.survey.domain.campaigns.questions import Kind, Question, Questionnaire
from services.survey.domain.campaigns.topics import topics_of

ASKED: Final = ""
CELL: Final = "\t"
Counts = dict[str, dict[str, int]]


@dataclass(slots=True)
class Tally:
    """``n`` answers; by question and choice how many. Under ``""``: how many answered it.

    A matrix counts by ``row<TAB>option``, words by topic, a scale by its mark.
    """

    n: int = 0
    counts: Counts = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Take the other's counts in."""
        self.n += other.n
        for key, row in other.counts.items():
            mine = self.counts.setdefault(key, {})
            for choice, number in row.items():
                mine[choice] = mine.get(choice, 0) + number

    def of(self, question: str) -> Mapping[str, int]:
        """Return how often each choice was made."""
        return self.counts.get(question, {})

    def answered(self, question: str) -> int:
        """Return how many answered the question."""
        return self.of(question).get(ASKED, 0)

    def mean(self, question: Question) -> float | None:
        """Return the mean mark of a scale, None for what has no marks."""
        answered = self.answered(question.id)
        if question.kind is not Kind.SCALE or not answered:
            return None
        marks = self.of(question.id)
        total = sum(n * marks.get(str(n), 0) for n in range(1, question.points + 1))
        return round(total / answered, 2)


def tally_of(questionnaire: Questionnaire, answers: Iterable[Answers]) -> Tally:
    """Count some answers."""
    kinds = {question.id: question.kind for question in questionnaire.questions}
    tally = Tally()
    for one in answers:
        tally.n += 1
        for key, given in one.items():
            row = tally.counts.setdefault(key, {})
            for choice in (ASKED, *_choices(kinds[key], given)):
                row[choice] = row.get(choice, 0) + 1
    return tally


def _choices(kind: Kind, given: Given) -> Iterable[str]:
    if isinstance(given, dict):
        return [f"{row}{CELL}{option}" for row, option in given.items()]
    if isinstance(given, list):
        return given
    if kind is Kind.WORDS:
        return topics_of(str(given))
    return [str(given)]
