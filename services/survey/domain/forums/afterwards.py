"""Say what became of a question of the last forum: what the next one opens with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from services.survey.domain.survey import End, Survey
from services.survey.domain.voices.promise import Faith, Promise

UNDER_WAY: Final = "处理中"
_ENDED: Final[Mapping[End, str]] = {
    End.CLOSED: "已办结",
    End.CANCELLED: "已撤销",
    End.REOPENED: "重新处理中",
}
_PROMISED: Final[Mapping[Faith, str]] = {Faith.KEPT: "承诺已兑现", Faith.BROKEN: "承诺未能兑现"}


def of_request(surveys: Sequence[Survey]) -> str:
    """Return where a request stands, as its rounds' surveys tell; without any it is under way."""
    if not surveys:
        return UNDER_WAY
    last = max(surveys, key=lambda survey: survey.case.round)
    if last.answer:
        return "已办结，业主满意" if last.answer.satisfied else "业主不满意，跟进中"
    return _ENDED[last.ended] if last.ended else "已处理完毕，等待业主评价"


def of_promise(promise: Promise | None, now: datetime) -> str:
    """Return where a promise stands."""
    if promise is None:
        return "承诺兑现中"
    if promise.faith is Faith.OPEN:
        return "承诺已逾期" if promise.late(now) else "承诺兑现中"
    return _PROMISED[promise.faith]
