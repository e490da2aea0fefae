"""Stay with the owner: urge, cancel, calls, feedback that arrived, the survey, the sign-off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from services.router.domain.act import Act
from services.router.domain.clocks import Clock
from services.router.domain.history import Followed
from services.router.domain.ladder import Tell
from services.router.domain.merging import Merging
from services.router.domain.moves import SPOKEN
from services.router.domain.paging import reach
from services.router.domain.refusals import (
    FollowUpStands,
    FollowUpUntold,
    TooFewAttempts,
    UrgedTooSoon,
)
from shared.contracts.requests import (
    FollowUpOpened,
    RequestCancelled,
    RequestClosed,
    RequestEscalated,
    RequestFedBack,
    RequestReopened,
    RequestUrged,
)
from shared.contracts.surveys import SurveyAnswered
from shared.contracts.words import ClockName, Outlet, Status
from shared.kernel.errors import WrongMove

ATTEMPTS: Final = 3
COMES_BACK: Final = timedelta(days=30)
_STANDS: Final = (
    "业主不满意，跟进还没有结束：要等业主评价满意，或有三次回访记录后由部门负责人签字办结，不能撤销"
)

_UNTOLD: Final = "业主不满意，登记这次接通的电话时请一并写明业主为什么不满意、准备怎么做"


@dataclass(slots=True, kw_only=True)
class Aftercare(Merging):
    """The moves between the company and the owner (policy.zh.md 三.3)."""

    def urge(self, act: Act) -> None:
        """Press for it (催办); raises ``UrgedTooSoon``."""
        if not self.in_hand:
            raise WrongMove(f"诉求{SPOKEN[self.status]}，无需催办")
        if self.urged_at and act.at < self.urged_at + act.rules.policy.urge_every:
            wait = self.urged_at + act.rules.policy.urge_every - act.at
            seconds = ceil(wait.total_seconds())
            raise UrgedTooSoon(f"您刚催办过，请 {-(-seconds // 60)} 分钟后再试", seconds)
        with self._audited(act, "urge"):
            self.urged_at, self.urges = act.at, self.urges + 1
            self.record(RequestUrged(request=self.facts(act), by=act.by))
            self._urge_higher(act)

    def cancel(self, act: Act, reason: str) -> None:
        """End it on the owner's word; nothing is promised any more.

        Raises ``FollowUpStands`` if staff would thereby end what a dissatisfied owner is owed.
        """
        if self.follow_up_open and act.by != self.reporter.owner_id:
            raise FollowUpStands(_STANDS)
        with self._audited(act, "cancel", reason):
            self._end_rest(act)
            self._move(Status.CANCELLED)
            self._stop_all(act.at, act)
            self.ended_at = act.at
            self.record(RequestCancelled(request=self.facts(act), by=act.by, reason=reason))

    def log_call(
        self, act: Act, reached: bool, note: str, followed: Followed | None = None
    ) -> None:
        """Log a phone call: an attempt; one that reached the owner is feedback and follow-up.

        Raises ``FollowUpUntold`` if it would stop the follow-up's clock without what it is for.
        """
        if self.status in (Status.CLOSED, Status.CANCELLED):
            raise WrongMove(f"诉求{SPOKEN[self.status]}，不能再登记电话")
        if reached and self._live(ClockName.FOLLOW_UP) and not all(followed or Followed()):
            raise FollowUpUntold(_UNTOLD)
        with self._audited(act, "call", f"{'已接通' if reached else '未接通'}:{note}"):
            if self.status is Status.RESOLVED or self.follow_up_open:
                self.attempts += 1
            if reached:
                self._stop(ClockName.FOLLOW_UP, act.at, act)
                self._fed_back(act, Outlet.PHONE, act.at)
        line = self.history[-1]
        line.why, line.will_be_done = followed or Followed()

    def feed_back(self, act: Act, outlet: Outlet, delivered_at: datetime) -> bool:
        """Stop the feedback clock when the result has arrived; false if it was not running."""
        if not self._live(ClockName.FEEDBACK):
            return False
        with self._audited(act, "feed_back", outlet):
            self._fed_back(act, outlet, delivered_at)
        return True

    def hear_survey(self, act: Act, answer: SurveyAnswered) -> None:
        """Close what satisfied; open again what did not, with a follow-up (policy.zh.md 三.3).

        An owner who tells a return call (回访) that they are not satisfied, or changes their own
        satisfied answer on the same day, opens even what was closed.
        """
        other_mind = answer.called_by is not None or self.satisfied is True
        doubted = other_mind and not answer.satisfied
        heeded = self.status is Status.RESOLVED or (doubted and self.status is Status.CLOSED)
        if answer.round != self.round or not heeded:
            self._hear_late(act, answer)
        elif answer.satisfied:
            self._close(act, satisfied=True, note=answer.words)
        else:
            self._reopen(act, answer.words or "业主对处理结果不满意")

    def reopen(self, act: Act, reason: str) -> None:
        """Open it again on the owner's word, since it came back (policy.zh.md 三.3)."""
        if self.ended_at and act.at > self.ended_at + COMES_BACK:
            raise WrongMove(f"诉求办结已超过 {COMES_BACK.days} 天，请重新提交一件诉求")
        self._reopen(act, reason)

    def sign_off(self, act: Act, reason: str) -> None:
        """Close without a satisfied owner, after three attempts, on the head's word."""
        if self.status is Status.RESOLVED and self.attempts < ATTEMPTS:
            raise TooFewAttempts(
                f"签字办结前要有 {ATTEMPTS} 次回访记录，现在只有 {self.attempts} 次；请先电话回访"
            )
        self._close(act, satisfied=False, note=reason)

    def _urge_higher(self, act: Act) -> None:
        """Put the urging on the ladder; from the second one on the head is told as well."""
        clock = min(self.running, key=lambda one: one.due_at, default=None)
        if clock is None:
            return
        clock.taken.append(f"业主第{self.urges}次催办")
        told = reach(Tell.HEAD, self, act) if self.urges > 1 else ()
        if told:
            self._escalate(clock, "urged", told, act)

    def _escalate(self, clock: Clock, step: str, told: tuple[str, ...], act: Act) -> None:
        if self.hushed:
            return
        self.paged = list(dict.fromkeys([*self.paged, *told]))
        self.record(
            RequestEscalated(
                request=self.facts(act),
                clock=ClockName(clock.name),
                step=step,
                due_at=clock.due_at,
                recipients=told,
            )
        )

    def _fed_back(self, act: Act, outlet: Outlet, at: datetime) -> None:
        if self._stop(ClockName.FEEDBACK, at, act):
            self.record(RequestFedBack(request=self.facts(act), by=act.by, outlet=outlet, at=at))

    def _close(self, act: Act, *, satisfied: bool, note: str) -> None:
        with self._audited(act, "close" if satisfied else "sign_off", note):
            self._move(Status.CLOSED)
            self.satisfied, self.ended_at = satisfied, act.at
            self.follow_up_open = False
            self._stop_all(act.at, act)
            self.record(
                RequestClosed(
                    request=self.facts(act), by=act.by, satisfied=satisfied, closed_at=act.at
                )
            )

    def _reopen(self, act: Act, reason: str) -> None:
        with self._audited(act, "reopen", reason):
            self._move(Status.REOPENED)
            self._stop(ClockName.FEEDBACK, act.at, act)
            self.satisfied, self.merger, self.incident = False, None, None
            self.round, self.round_started_at = self.round + 1, act.at
            self.ended_at = None
            self.record(RequestReopened(request=self.facts(act), reason=reason))
            self._begin_round(act)
            again = act.rules.member(self.assignee)
            stays = again is not None and not act.rules.away(again.id, act.at)
            self._hand_to(self.assignee if stays else self._chosen(act), act, (reason,))
            self._open_follow_up(act, reason)

    def _open_follow_up(self, act: Act, reason: str) -> None:
        self.attempts = self.attempts if self.follow_up_open else 0
        self.follow_up_open = True
        self._stop(ClockName.FOLLOW_UP, act.at, act)
        clock = self._start(ClockName.FOLLOW_UP, act.at, act)
        head = act.rules.head_of(self.department)
        answerable = (self.first_responder, head.id if head else None)
        self.record(
            FollowUpOpened(
                request=self.facts(act),
                reason=reason,
                due_at=clock.due_at if clock else act.at,
                recipients=tuple(dict.fromkeys(one for one in answerable if one)),
            )
        )

    def _hear_late(self, act: Act, answer: SurveyAnswered) -> None:
        with self._audited(act, "survey", "满意" if answer.satisfied else "不满意"):
            if self.status is Status.CLOSED and answer.satisfied:
                self.satisfied = True

    def _stop_all(self, at: datetime, act: Act) -> None:
        for clock in list(self.clocks):
            self._stop(clock.name, at, act)
