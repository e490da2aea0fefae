"""Do the work: accept, arrive, note, resolve."""

from dataclasses import dataclass

from services.router.domain.act import Act
from services.router.domain.dispatching import FIRST_CLOCKS, Dispatching
from services.router.domain.moves import SPOKEN
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
            raise WrongMove(f"诉求{SPOKEN[self.status]}{name},不能再接单;请刷新后查看")
        with self._audited(act, "accept"):
            self._move(Status.ACCEPTED)
            self.assignee = act.by
            self._stop(ClockName.DISPATCH, act.at, act)
            self.record(RequestAccepted(request=self.facts(act), by=act.by))

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
            raise WrongMove(f"诉求{SPOKEN[self.status]},不能再添加进度")
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
