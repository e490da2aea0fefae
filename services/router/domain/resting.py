"""Let the resolution clock rest and go on; a pause is never forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.router.domain.act import Act
from services.router.domain.clocks import Clock, Pause
from services.router.domain.ground import Ground
from services.router.domain.refusals import RestTooLong, UnlistedReason, UrgentNeverRests
from shared.contracts.requests import RequestPaused, RequestResumed
from shared.contracts.words import ClockName, Status, Urgency
from shared.kernel.errors import WrongMove


@dataclass(slots=True, kw_only=True)
class Resting(Ground):
    """Pause and resume (design: a pause is an interval in the history, with a listed reason)."""

    def pause(self, act: Act, reason: str, until: datetime | None = None) -> None:
        """Let the resolution clock rest until ``until``, at the latest as the reason allows."""
        if self.urgency is Urgency.URGENT:
            raise UrgentNeverRests("紧急诉求不能暂停；确需等待请先联系部门负责人改派或增援")
        longest = act.rules.policy.pause_reasons.get(reason)
        if longest is None:
            listed = "、".join(act.rules.policy.pause_reasons)
            raise UnlistedReason(f"暂停原因只能从列表中选择：{listed}")
        ends = until or act.at + longest
        if not act.at < ends <= act.at + longest:
            raise RestTooLong(f"“{reason}”最多暂停 {_spoken(longest)}，且要晚于现在")
        with self._audited(act, "pause", reason):
            self.paused_from = self.status
            self._move(Status.PAUSED)
            self.pauses.append(Pause(reason=reason, started_at=act.at, until=ends))
            self._retime(act)
            self.record(
                RequestPaused(request=self.facts(act), by=act.by, reason=reason, until=ends)
            )

    def resume(self, act: Act) -> None:
        """Let the resolution clock go on; the sweep does it when the pause is over."""
        if self.rest is None:
            raise WrongMove("诉求没有暂停，无需恢复；请刷新后再操作")
        with self._audited(act, "resume"):
            self._end_rest(act)
            self.record(RequestResumed(request=self.facts(act), by=act.by))

    def _end_rest(self, act: Act) -> None:
        rest = self.rest
        if rest is None:
            return
        rest.ended_at = max(rest.started_at, min(act.at, rest.until))
        self._move(self.paused_from or Status.ACCEPTED)
        self.paused_from = None
        self._retime(act)

    def _retime(self, act: Act) -> None:
        promises = act.rules.policy.promises[self.urgency]
        for clock in self.clocks:
            if clock.running and clock.name in promises:
                self._time(clock, act)

    def _live(self, name: ClockName) -> list[Clock]:
        return [clock for clock in self.clocks if clock.name is name and clock.running]


def _spoken(length: timedelta) -> str:
    return f"{length.days} 天" if length.days else f"{length.seconds // 3600} 小时"
