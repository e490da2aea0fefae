"""Define each figure once: what counts, what is good, and the formula in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.router.domain.reports.facts import Facts, Timed
from shared.contracts.words import ClockName, Status


class Outcome(StrEnum):
    """What a request is to a figure: kept, broken, or not (yet) counted."""

    GOOD = "good"
    BAD = "bad"
    UNCOUNTED = "uncounted"


Judge = Callable[[Facts], Outcome]


@dataclass(slots=True, frozen=True, kw_only=True)
class Figure:
    """A figure: good ÷ (good + bad), of requests submitted in the time asked about."""

    name: str
    spoken: str
    formula: str
    judge: Judge


_DONE: Final = frozenset({Status.RESOLVED, Status.CLOSED})


def _kept(clocks: Iterable[Timed]) -> Outcome:
    decided = [clock for clock in clocks if clock.missed or clock.stopped]
    if not decided:
        return Outcome.UNCOUNTED
    return Outcome.BAD if any(clock.missed for clock in decided) else Outcome.GOOD


def _response(facts: Facts) -> Outcome:
    if facts.status is Status.CANCELLED and not any(one.missed for one in _first(facts)):
        return Outcome.UNCOUNTED
    return _kept(_first(facts))


def _first(facts: Facts) -> list[Timed]:
    return [clock for clock in facts.of(ClockName.DISPATCH) if clock.round == 1]


def _resolution(facts: Facts) -> Outcome:
    resolutions = facts.of(ClockName.RESOLUTION)
    if facts.status is Status.CANCELLED and not any(one.missed for one in resolutions):
        return Outcome.UNCOUNTED
    return _kept(resolutions)


def _satisfaction(facts: Facts) -> Outcome:
    unanswered = facts.satisfied is None or (not facts.satisfied and facts.round == 1)
    if unanswered:
        return Outcome.UNCOUNTED
    return Outcome.GOOD if facts.satisfied else Outcome.BAD


def _once_done(facts: Facts) -> Outcome:
    if facts.round > 1:
        return Outcome.BAD
    return Outcome.GOOD if facts.status in _DONE else Outcome.UNCOUNTED


def _on_time(name: ClockName) -> Judge:
    return lambda facts: _kept(facts.of(name))


_CLOCKS: Final[Mapping[ClockName, str]] = {
    ClockName.DISPATCH: "接单",
    ClockName.ARRIVAL: "到场",
    ClockName.RESOLUTION: "处理完毕",
    ClockName.FEEDBACK: "反馈",
    ClockName.FOLLOW_UP: "回访",
}
_ALL: Final = (
    Figure(
        name="response",
        spoken="响应率",
        formula="首轮在接单时限内有人接单的诉求 ÷ 期间提交、已接单或接单时限已过的诉求;"
        "接单时限未到而尚未接单的、未超时即撤销的不计",
        judge=_response,
    ),
    Figure(
        name="resolution",
        spoken="解决率",
        formula="每一轮都在时限内处理完毕的诉求 ÷ 期间提交、已处理完毕或处理时限已过的诉求;"
        "处理时限未到而仍在处理的、未超时即撤销的不计，暂停的时间不算",
        judge=_resolution,
    ),
    Figure(
        name="satisfaction",
        spoken="满意率",
        formula="最近一次答复为满意的诉求 ÷ 期间提交、业主已答复的诉求;"
        "未答复的另列，不计入分母；从未答复而签字办结的算未答复",
        judge=_satisfaction,
    ),
    Figure(
        name="first-time",
        spoken="一次办好率",
        formula="没有重新打开过的诉求 ÷ 期间提交、至少处理完毕过一次的诉求；"
        "返工率 = 1 − 一次办好率",
        judge=_once_done,
    ),
    *(
        Figure(
            name=f"on-time-{name.value.replace('_', '-')}",
            spoken=f"{words}准时率",
            formula=f"各轮“{words}”时限都守住的诉求 ÷ 期间提交、“{words}”时限已停或已过的诉求",
            judge=_on_time(name),
        )
        for name, words in _CLOCKS.items()
    ),
)
FIGURES: Final[Mapping[str, Figure]] = {figure.name: figure for figure in _ALL}
REPORTS: Final[Mapping[str, tuple[Figure, ...]]] = {
    "summary": _ALL,
    "on-time": tuple(one for one in _ALL if one.name.startswith("on-time-")),
    **{figure.name: (figure,) for figure in _ALL},
}
