"""Do the work: accept, arrive, note, resolve."""

from dataclasses import dataclass

from services.router.domain.act import Act
from services.router.domain.dispatching import FIRST_CLOCKS, Dispatching
from services.router.domain.moves import SPOKEN
from services.router.domain.refusals import NotOffered
from shared.contracts.requests import (
    RequestAccepted,
    RequestArrived,
    RequestNoted,
    RequestResolved,
)
from shared.contracts.words import ClockName, Status
from shared.kernel.errors import WrongMove


@dataclass(slots=True, kw_only=True)
class Handling(Dispatching):
    """The moves of whoever does the work (policy.zh.md 三.2)."""

    def accept(self, act: Act) -> None:
        """Take the request on; who was paged may take it over. Stops the dispatch clock."""
        if self.status is not Status.ASSIGNED:
            holder = act.rules.staff.get(self.assignee or "")
            name = f",由{holder.name}处理" if holder else ""
            raise WrongMove(f"诉求{SPOKEN[self.status]}{name}，不能再接单；请刷新后查看")
        with self._audited(act, "accept"):
            if act.by != self.assignee:
                self.transfer = None
            self._take_on(act)

    def grab(self, act: Act) -> None:
        """Be the first of those it was offered to (抢单); raises ``NotOffered``."""
        if self.offer is None:
            holder = act.rules.staff.get(self.assignee or "")
            had = f"已由{holder.name}接手" if holder else "不在抢单中"
            raise NotOffered(f"手慢了，诉求{had};请刷新后查看")
        if act.by not in self.offer.to:
            raise NotOffered("这件诉求没有请您抢单；确需处理请联系部门负责人指派")
        offered = list(self.offer.to)
        with self._audited(act, "grab"):
            self._hand_to(act.by, act, ("抢单",))
            self.paged = offered
            self._take_on(act)

    def arrive(self, act: Act, spot: str = "") -> None:
        """Be at the door (到场), at ``spot``. Stops the arrival clock."""
        with self._audited(act, "arrive", spot):
            self._end_rest(act)
            self._move(Status.ON_SITE)
            self._stop(ClockName.ARRIVAL, act.at, act)
            self.record(RequestArrived(request=self.facts(act), by=act.by))

    def note(self, act: Act, note: str, attachments: tuple[str, ...] = ()) -> None:
        """Tell the owner of progress (实时反馈诉求处理进度)."""
        if self.status in (Status.CLOSED, Status.CANCELLED):
            raise WrongMove(f"诉求{SPOKEN[self.status]}，不能再添加进度")
        with self._audited(act, "note", note):
            self.attachments += attachments
            self.record(
                RequestNoted(request=self.facts(act), by=act.by, note=note, attachments=attachments)
            )

    def resolve(self, act: Act, outcome: str, attachments: tuple[str, ...] = ()) -> None:
        """Be done with the work (处理完毕); the feedback clock starts (policy.zh.md 三.3)."""
        with self._audited(act, "resolve", outcome):
            self._end_rest(act)
            self._move(Status.RESOLVED)
            for name in FIRST_CLOCKS:
                self._stop(name, act.at, act)
            self.outcome = outcome
            self._start(ClockName.FEEDBACK, act.at, act)
            self.record(
                RequestResolved(
                    request=self.facts(act),
                    by=act.by,
                    outcome=outcome,
                    resolved_at=act.at,
                    attachments=attachments,
                    prefers=self.prefers,
                )
            )

    def _take_on(self, act: Act) -> None:
        self._move(Status.ACCEPTED)
        self.assignee = act.by
        self._stop(ClockName.DISPATCH, act.at, act)
        self.record(RequestAccepted(request=self.facts(act), by=act.by))
