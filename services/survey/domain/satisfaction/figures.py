"""Turn counts into the rates that a report shows; each formula is said beside it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final, Self

from services.survey.domain.satisfaction.sheet import Dimension, Score, Sheet, total_of
from shared.contracts.event import Value

FORMULAS: Final = {
    "period": "评价按处理完毕、发出的那一天计入；同一诉求重新处理后再评一次，各算一次",
    "fresh": "近两天发出的评价，答了最多 10 秒后计入；更早的最多 5 分钟后；45 天以前的不再变",
    "response_rate": "response_rate = answered ÷ asked(发出的评价中有回答的；电话回访得到的也算)",
    "reached_rate": "reached_rate =(asked − unreached)÷ asked(至少有一种方式送到的)",
    "satisfaction_rate": (
        "satisfaction_rate = satisfied ÷ answered;满意 = 已解决，且三项都不低于 3 分"
    ),
    "means": "speed、effect、attitude = 各项得分之和 ÷ answered",
    "won_back_rate": (
        "won_back_rate = won_back ÷ dissatisfied;dissatisfied 是期间内有过不满意评价的诉求数,"
        "won_back 是其中至今最后一次评价为满意的"
    ),
    "silent": (
        "期末之前 180 天内有 2 次及以上不满意评价，同期既没有“物业服务”类诉求、"
        "也没有提过意见建议的住户"
    ),
}


class Step(StrEnum):
    """How time is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Figures(Value):
    """Counts with their rates; a rate of nothing is not there."""

    asked: int
    unreached: int
    answered: int
    satisfied: int
    dissatisfied: int
    by_phone: int
    response_rate: float | None
    reached_rate: float | None
    satisfaction_rate: float | None
    speed: float | None
    effect: float | None
    attitude: float | None

    @classmethod
    def of(cls, score: Score) -> Self:
        """Return what a score amounts to."""
        return cls(
            asked=score.asked,
            unreached=score.unreached,
            answered=score.answered,
            satisfied=score.satisfied,
            dissatisfied=score.answered - score.satisfied,
            by_phone=score.by_phone,
            response_rate=share(score.answered, score.asked),
            reached_rate=share(score.asked - score.unreached, score.asked),
            satisfaction_rate=share(score.satisfied, score.answered),
            speed=share(score.speed, score.answered),
            effect=share(score.effect, score.answered),
            attitude=share(score.attitude, score.answered),
        )


class Point(Value):
    """A stretch of time that begins on ``since``."""

    since: date
    figures: Figures


class Row(Value):
    """One building, category, department or first responder; ``name`` is how people call it."""

    key: str
    name: str = ""
    figures: Figures


def share(part: int, whole: int) -> float | None:
    """Return a ratio to four places; None where there is nothing to divide by."""
    return round(part / whole, 4) if whole else None


def total(sheets: Iterable[Sheet]) -> Figures:
    """Return all days together."""
    return Figures.of(total_of(date.min, sheets).score(Dimension.TOTAL, ""))


def trend(sheets: Iterable[Sheet], step: Step) -> Iterator[Point]:
    """Yield stretch by stretch what came out; ``sheets`` come in the days' order."""
    for since, days in groupby(sheets, lambda sheet: start_of(sheet.day, step)):
        score = total_of(since, days).score(Dimension.TOTAL, "")
        yield Point(since=since, figures=Figures.of(score))


def rows(sheets: Iterable[Sheet], dimension: Dimension) -> list[Row]:
    """Return what came out by one dimension, the least satisfied first."""
    found = total_of(date.min, sheets).rows.get(dimension, {})
    made = [Row(key=key, figures=Figures.of(score)) for key, score in found.items()]
    return sorted(made, key=lambda row: (_rate(row), -row.figures.asked, row.key))


def start_of(day: date, step: Step) -> date:
    """Return the first day of the stretch that ``day`` lies in; weeks begin on Mondays."""
    starts = {
        Step.DAY: day,
        Step.WEEK: day - timedelta(days=day.weekday()),
        Step.MONTH: day.replace(day=1),
    }
    return starts[step]


def _rate(row: Row) -> float:
    rate = row.figures.satisfaction_rate
    return 2 if rate is None else rate
