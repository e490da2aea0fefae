"""Call an owner back about one round of work (回访): who may, when, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case
from services.survey.domain.returns.refusals import (
    AnswerMissing,
    CallOver,
    CallTaken,
    DoersDoNotAsk,
)
from shared.contracts.envelope import Cause
from shared.contracts.surveys import ReturnCallDue, SurveyAnswered
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id


class Stand(StrEnum):
    """Where a return call stands; the last four end it.

    ``DROPPED``: the round is done over, or was taken back; the next one is drawn for anew.
    """

    OPEN = "open"
    CLAIMED = "claimed"
    REACHED = "reached"
    UNREACHED = "unreached"
    EXPIRED = "expired"
    DROPPED = "dropped"


WAITING: Final = frozenset({Stand.OPEN, Stand.CLAIMED})
_OVER: Final[Mapping[Stand, str]] = {
    Stand.REACHED: "这次回访已经完成，结果已登记。",
    Stand.UNREACHED: "这次回访已按规定次数联系未果，不再登记。",
    Stand.EXPIRED: "这次回访已过期限，不再登记。",
    Stand.DROPPED: "这件诉求已重新处理或撤销，这一轮不用再回访，请刷新列表。",
}


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One call; ``note`` is what was said beside the marks."""

    at: datetime
    by: str
    reached: bool
    note: str


@dataclass(slots=True, kw_only=True)
class ReturnCall(Aggregate):
    """One call to make. ``doers`` did the work and must not be the ones who ask."""

    case: Case
    doers: tuple[str, ...]
    due_at: datetime
    most: int
    stand: Stand = Stand.OPEN
    caller: str | None = None
    attempts: list[Attempt] = field(default_factory=list)
    answer: Answer | None = None
    ended_at: datetime | None = None

    @classmethod
    def about(cls, case: Case, by: str | None, due_at: datetime, most: int, cause: Cause) -> Self:
        """Return the call about a round that ``by`` has finished."""
        doers = tuple(sorted({one for one in (by, case.assignee) if one}))
        return cls(
            id=call_id_of(case.request_id, case.round),
            estate=cause.estate,
            case=case,
            doers=doers,
            due_at=due_at,
            most=most,
        )

    def open(self) -> None:
        """Ask the first responder to call, unless they did the work: then any clerk."""
        first = self.case.first_responder
        self.record(
            ReturnCallDue(
                call_id=self.id,
                request_id=self.case.request_id,
                number=self.case.number,
                reporter=self.case.reporter,
                due_at=self.due_at,
                caller=first if first not in self.doers else None,
                round=self.case.round,
            )
        )

    def claim(self, by: str) -> None:
        """Take it on; raises ``DoersDoNotAsk``, ``CallTaken`` or ``CallOver``."""
        self.check(by)
        self.stand, self.caller = Stand.CLAIMED, by

    def log(self, by: str, at: datetime, note: str, answer: Answer | None) -> None:
        """Note an attempt, with the owner's ``answer`` if they were reached.

        A reached owner's word counts like a survey's (policy.zh.md 三.3); after ``most`` attempts
        without one the call ends, and is counted apart.
        """
        self.check(by)
        self.stand, self.caller = Stand.CLAIMED, by
        self.attempts.append(Attempt(at=at, by=by, reached=answer is not None, note=note))
        if answer is not None:
            self.answer = answer
            self._end(Stand.REACHED, at)
            self.record(self._answered(answer, at, by))
        elif len(self.attempts) >= self.most:
            self._end(Stand.UNREACHED, at)

    def expire(self, at: datetime) -> bool:
        """End it if its time is over."""
        if self.stand not in WAITING or at < self.due_at:
            return False
        self._end(Stand.EXPIRED, at)
        return True

    def drop(self, at: datetime) -> bool:
        """End it, since the round that it asks about is history; False if it had ended."""
        if self.stand not in WAITING:
            return False
        self._end(Stand.DROPPED, at)
        return True

    def _end(self, stand: Stand, at: datetime) -> None:
        self.stand, self.ended_at = stand, at

    def check(self, by: str) -> None:
        """Pass if ``by`` may make the call; raises as ``claim`` does."""
        if self.stand in _OVER:
            raise CallOver(_OVER[self.stand])
        if by in self.doers:
            raise DoersDoNotAsk("这项工作是您做的，回访要由别的同事来做，请把它留在列表里。")
        if self.caller not in (None, by):
            raise CallTaken("已有同事认领了这次回访，请换一条。")

    def _answered(self, answer: Answer, at: datetime, by: str) -> SurveyAnswered:
        return SurveyAnswered(
            survey_id=self.case.survey_id,
            request_id=self.case.request_id,
            speed=answer.speed,
            effect=answer.effect,
            attitude=answer.attitude,
            solved=answer.solved,
            satisfied=answer.satisfied,
            answered_at=at,
            words=answer.words,
            round=self.case.round,
            assignee=self.case.assignee,
            first_responder=self.case.first_responder,
            department=self.case.department,
            called_by=by,
        )


def call_id_of(request_id: str, round_: int) -> str:
    """Return the id of the call about a round; a repeat derives the same."""
    return derived_id("return-call", request_id, str(round_))


def needs_answer(reached: bool, answer: Answer | None) -> Answer | None:
    """Return the answer of an owner who was reached; raises ``AnswerMissing`` without one."""
    if reached and answer is None:
        raise AnswerMissing("接通了请登记业主的评价：速度、效果、态度和是否解决。")
    return answer if reached else None
