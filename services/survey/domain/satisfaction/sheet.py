"""Count one day's surveys, so that days can be added up and no survey has to be read again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from services.survey.domain.campaigns.topics import topics_of
from services.survey.domain.forums.agenda import TOPIC_OF
from services.survey.domain.survey import Survey

NOBODY: Final = "-"


class Dimension(StrEnum):
    """By what satisfaction is looked at."""

    TOTAL = "total"
    CATEGORY = "category"
    BUILDING = "building"
    DEPARTMENT = "department"
    FIRST_RESPONDER = "first_responder"


@dataclass(slots=True)
class Score:
    """So many asked, so many of them answered, and the sums of what they gave."""

    asked: int = 0
    unreached: int = 0
    answered: int = 0
    satisfied: int = 0
    by_phone: int = 0
    speed: int = 0
    effect: int = 0
    attitude: int = 0

    def take(self, survey: Survey) -> None:
        """Count a survey."""
        self.asked += 1
        self.unreached += survey.answer is None and survey.unreached_at is not None
        if survey.answer:
            self.answered += 1
            self.satisfied += survey.answer.satisfied
            self.by_phone += survey.called_by is not None
            self.speed += survey.answer.speed
            self.effect += survey.answer.effect
            self.attitude += survey.answer.attitude

    def add(self, other: "Score") -> None:
        """Take another's counts in."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Sheet:
    """One day's counts by dimension and key; ``low`` are the ids of dissatisfied answers.

    A survey belongs to the day on which it was opened: the day that the work was done.
    """

    day: date
    rows: dict[Dimension, dict[str, Score]] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    low: list[str] = field(default_factory=list)

    def score(self, dimension: Dimension, key: str) -> Score:
        """Return a row to count in."""
        return self.rows.setdefault(dimension, {}).setdefault(key, Score())

    def has(self, dimension: Dimension, key: str) -> bool:
        """Tell whether anything of that key happened on the day."""
        return key in self.rows.get(dimension, {})

    def take(self, survey: Survey) -> None:
        """Count a survey under each dimension."""
        for dimension, key in keys_of(survey):
            self.score(dimension, key).take(survey)
        _count(self.requests, [TOPIC_OF[survey.case.category]])
        if survey.answer and survey.answer.words:
            _count(self.words, topics_of(survey.answer.words))
        if survey.answer and not survey.answer.satisfied:
            self.low.append(survey.id)

    def add(self, other: "Sheet") -> None:
        """Take another day in."""
        for dimension, rows in other.rows.items():
            for key, score in rows.items():
                self.score(dimension, key).add(score)
        for mine, theirs in ((self.words, other.words), (self.requests, other.requests)):
            for topic, number in theirs.items():
                mine[topic] = mine.get(topic, 0) + number
        self.low += other.low


def sheet_of(day: date, surveys: Iterable[Survey]) -> Sheet:
    """Count a day; what was never asked, since it was over before, does not count."""
    sheet = Sheet(day)
    for survey in surveys:
        if was_asked(survey):
            sheet.take(survey)
    return sheet


def total_of(day: date, sheets: Iterable[Sheet]) -> Sheet:
    """Add days up."""
    total = Sheet(day)
    for sheet in sheets:
        total.add(sheet)
    return total


def was_asked(survey: Survey) -> bool:
    """Tell whether the owner was asked: a request may have ended before its work was told."""
    return survey.case.resolved_at is not None


def keys_of(survey: Survey) -> Iterator[tuple[Dimension, str]]:
    """Yield under what a survey is counted."""
    case, home = survey.case, survey.case.reporter.place
    yield Dimension.TOTAL, ""
    yield Dimension.CATEGORY, case.category.value
    yield Dimension.BUILDING, (home and home.building) or NOBODY
    yield Dimension.DEPARTMENT, case.department or NOBODY
    yield Dimension.FIRST_RESPONDER, case.first_responder or NOBODY


def _count(row: dict[str, int], topics: Iterable[str]) -> None:
    for topic in topics:
        row[topic] = row.get(topic, 0) + 1
