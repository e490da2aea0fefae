"""Merge what several owners report into one, and take it apart again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
from services.router.domain.doubting import Doubting
from services.router.domain.moves import SPOKEN
from services.router.domain.pending import Merger
from services.router.domain.refusals import CannotMerge, NotMerged
from shared.contracts import requests as told_as
from shared.contracts.arrangements import MainMoved, RequestMerged, RequestUnmerged
from shared.contracts.requests import RequestEvent, RequestFacts
from shared.contracts.words import ClockName, Status
from shared.kernel.errors import WrongMove

_ENDED: Final = "主诉求已撤销或不在处理中，本诉求恢复单独处理"
_ALONE: Final = frozenset(
    {"see", "note", "call", "urge", "cancel", "unmerge"}
    | {"hand_over", "accept_hand_over", "decline_hand_over"}
)
_ECHOES: Final[Mapping[str, type[RequestEvent]]] = {
    "accept": told_as.RequestAccepted,
    "grab": told_as.RequestAccepted,
    "accept_transfer": told_as.RequestAccepted,
    "arrive": told_as.RequestArrived,
    "resume": told_as.RequestResumed,
}


@dataclass(slots=True, kw_only=True)
class Merging(Doubting):
    """One that was merged follows the main one: its owner is told each step, and asked apart.

    Its own clocks are neither stopped nor looked at while it follows; taken apart, it goes on
    as if it had never followed.
    """

    def check_alone(self, act: str) -> None:
        """Refuse what is done on the main request while this one follows it."""
        if self.following and self.merger and act not in _ALONE:
            raise WrongMove(
                f"诉求已并入 {self.merger.number}，请在那件诉求上操作；要单独处理请先拆分"
            )

    def merge(self, act: Act, main: RequestFacts, reason: str) -> None:
        """Follow ``main`` from here on."""
        if not self.in_hand:
            raise WrongMove(f"诉求{SPOKEN[self.status]}，不能再合并")
        if self.followers:
            raise CannotMerge("已有别的诉求并入这件诉求，请先把它们拆分，或反过来合并")
        with self._audited(act, "merge", reason):
            self._end_rest(act)
            self._let_go()
            self._get_behind(act, main, reason)

    def come_behind(self, act: Act, main: RequestFacts, reason: str) -> None:
        """Begin by following ``main``: nobody is asked to take on what somebody has in hand."""
        with self._audited(act, "submit", reason):
            self._begin_round(act)
            self._move(Status.ASSIGNED)
            self.assignee = main.assignee
            self._get_behind(act, main, reason)

    def _get_behind(self, act: Act, main: RequestFacts, reason: str) -> None:
        self.merger = Merger(
            into=main.request_id, number=main.number, by=act.by, at=act.at, reason=reason
        )
        self.record(
            RequestMerged(
                request=self._as(main, act),
                by=act.by,
                into=main.request_id,
                into_number=main.number,
                reason=reason,
                recipients=tuple(one for one in (self.assignee, self.first_responder) if one),
            )
        )

    def unmerge(self, act: Act, reason: str) -> None:
        """Go on alone, with its own clocks as if it had never followed."""
        if not self.following or self.merger is None:
            raise NotMerged("这件诉求现在没有并入别的诉求，无需拆分；请刷新后查看")
        with self._audited(act, "unmerge", reason):
            into, self.merger = self.merger.into, None
            self.record(
                RequestUnmerged(request=self.facts(act), by=act.by, into=into, reason=reason)
            )

    def take_in(self, act: Act, follower: str) -> bool:
        """Lead ``follower`` from here on; false if this one can lead nobody (any more)."""
        if not self.in_hand or self.merger:
            return False
        if follower not in self.followers:
            with self._audited(act, "take_in", follower):
                self.followers = (*self.followers, follower)
        return True

    def let_go(self, act: Act, follower: str) -> None:
        """Lead ``follower`` no longer."""
        if follower in self.followers:
            with self._audited(act, "let_go", follower):
                self.followers = tuple(one for one in self.followers if one != follower)

    def follow(self, act: Act, moved: MainMoved) -> bool:
        """Make the main one's step, for this one's owner; false if it does not follow it."""
        main = moved.request
        if not (self.following and self.merger and self.merger.into == main.request_id):
            return False
        if moved.step == "cancel":
            self.unmerge(act, _ENDED)
        elif moved.step == "resolve":
            self._resolve_with(main, act, moved.note)
        else:
            with self._audited(act, "follow", moved.note):
                self.record(self._echo(moved, act))
        return True

    def _resolve_with(self, main: RequestFacts, act: Act, outcome: str) -> None:
        self.assignee, self.department = main.assignee, main.department
        for name in (ClockName.DISPATCH, ClockName.ARRIVAL):
            for clock in self._live(name):
                clock.stopped_at = act.at
        self.status = Status.ACCEPTED
        self.resolve(act, outcome)

    def _echo(self, moved: MainMoved, act: Act) -> RequestEvent:
        facts = self._as(moved.request, act)
        if moved.step == "note":
            return told_as.RequestNoted(request=facts, by=act.by, note=moved.note)
        if moved.step == "pause":
            return told_as.RequestPaused(
                request=facts, by=act.by, reason=moved.note, until=moved.until
            )
        if moved.step in _ECHOES:
            return _ECHOES[moved.step](request=facts, by=act.by)
        name = moved.request.assignee_name or "其他同事"
        return told_as.RequestNoted(request=facts, by=act.by, note=f"已转由{name}处理")

    def _as(self, main: RequestFacts, act: Act) -> RequestFacts:
        """Return this request's facts with the hands that the main one is in."""
        hands = ("status", "assignee", "assignee_name", "department", "department_name")
        return self.facts(act).model_copy(update={name: getattr(main, name) for name in hands})
