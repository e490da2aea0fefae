"""Ask an owner about one round of work on a request, and hold the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case
from services.survey.domain.refusals import (
    SurveyAlreadyAnswered,
    SurveyClosed,
    SurveyExpired,
    VerdictStands,
)
from services.survey.domain.terms import Terms, midnight_after
from shared.contracts.envelope import Cause
from shared.contracts.surveys import SurveyAnswered, SurveyOpened, SurveyReminderDue
from shared.kernel.aggregate import Aggregate


class End(StrEnum):
    """Why a survey ended without an answer."""

    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


ENDED: Final[Mapping[End, str]] = {
    End.CLOSED: "该诉求已办结，这份评价不再受理。如仍有问题，请重新提交诉求或致电物业服务中心。",
    End.CANCELLED: "该诉求已取消，无需评价。如仍有问题，请重新提交诉求。",
    End.REOPENED: "该诉求正在重新处理，处理完毕后会再次请您评价。",
}
_EXPIRED = "评价链接已过有效期。如问题没有解决，请重新提交诉求或致电物业服务中心，我们继续跟进。"
_FINAL = "您的评价已于当日结束时生效，不能再改。如有新的情况，请重新提交诉求或致电物业服务中心。"
STANDS: Final = "您反映的不满意已转交跟进，工作人员会与您联系；重新处理完毕后会再次请您评价。"


class State(StrEnum):
    """Where a survey stands for the one who opens its page."""

    OPEN = "open"
    ANSWERED = "answered"
    FINAL = "final"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(slots=True, kw_only=True)
class Survey(Aggregate):
    """One question to one owner.

    ``remind_at`` is set while a reminder is still to come, ``unreached_at`` once the question or
    its reminder could not be sent by any outlet. ``called_by`` asked by phone (回访).
    """

    case: Case
    opened_at: datetime
    expires_at: datetime
    remind_at: datetime | None = None
    ended: End | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None
    changed_at: datetime | None = None
    unreached_at: datetime | None = None
    called_by: str | None = None

    @classmethod
    def about(cls, case: Case, cause: Cause, terms: Terms) -> Self:
        """Return a survey that nobody has been told of yet."""
        return cls(
            id=case.survey_id,
            estate=cause.estate,
            case=case,
            opened_at=cause.at,
            expires_at=terms.expires_at(cause.at),
            remind_at=terms.remind_at(cause.at),
        )

    def open(self, path: str) -> None:
        """Ask the owner (policy.zh.md 三.3: 在反馈处理结果的同时).

        One who left no way to be written to is known not to be reached from the first.
        """
        asked = self.case.reporter
        if not (asked.owner_id or asked.phone or asked.address):
            self.unreached_at = self.opened_at
        self._ask(SurveyOpened, path)

    def remind(self, path: str, at: datetime) -> None:
        """Ask once more, unless the question has settled itself."""
        if self.remind_at is not None and self.state(at) is State.OPEN:
            self._ask(SurveyReminderDue, path)
        self.remind_at = None

    def end(self, why: End) -> bool:
        """Stop asking, since the request went on; return False if it had ended or has an answer."""
        if self.answer or self.ended:
            return False
        self.ended, self.remind_at = why, None
        return True

    def unreached(self, at: datetime) -> bool:
        """Note that no outlet reached the owner; return False if that is known or past caring."""
        if self.answer or self.unreached_at:
            return False
        self.unreached_at = at
        return True

    def reply(self, answer: Answer, at: datetime) -> None:
        """Take the answer or a change of it; the same answer again changes nothing.

        Until midnight words and ratings may be changed, also from satisfied to dissatisfied, which
        opens the request again; not back: the next round is asked about when it is done.
        """
        if answer == self.answer:
            return
        self.check_open(at)
        if self.answer and answer.satisfied and not self.answer.satisfied:
            raise VerdictStands(STANDS)
        self.answer, self.changed_at, self.remind_at = answer, at, None
        self.answered_at = self.answered_at or at
        self.record(self._answered(answer, at))

    def hear_call(self, answer: Answer, at: datetime, by: str) -> bool:
        """Take what the owner said on the phone; return False if they answered themselves."""
        if self.answer:
            return False
        self.answer, self.answered_at, self.changed_at = answer, at, at
        self.called_by, self.remind_at = by, None
        return True

    def check_open(self, at: datetime) -> None:
        """Pass if an answer may be given or changed; raises the refusal of its state."""
        match self.state(at):
            case State.FINAL:
                raise SurveyAlreadyAnswered(_FINAL)
            case State.EXPIRED:
                raise SurveyExpired(_EXPIRED)
            case State.ENDED if self.ended:
                raise SurveyClosed(ENDED[self.ended])

    def state(self, at: datetime) -> State:
        """Return where it stands at that moment."""
        if self.answered_at is not None:
            return State.ANSWERED if at < midnight_after(self.answered_at) else State.FINAL
        if self.ended:
            return State.ENDED
        return State.OPEN if at < self.expires_at else State.EXPIRED

    @property
    def changeable_until(self) -> datetime | None:
        """Return until when the answer may be changed; None before there is one."""
        return self.answered_at and midnight_after(self.answered_at)

    def _ask(self, kind: type[SurveyOpened] | type[SurveyReminderDue], path: str) -> None:
        self.record(
            kind(
                survey_id=self.id,
                request_id=self.case.request_id,
                number=self.case.number,
                reporter=self.case.reporter,
                path=path,
                expires_at=self.expires_at,
                round=self.case.round,
            )
        )

    def _answered(self, answer: Answer, at: datetime) -> SurveyAnswered:
        return SurveyAnswered(
            survey_id=self.id,
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
        )
