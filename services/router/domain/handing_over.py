"""Hand over being the first responder, with the other's consent (首问负责制, policy.zh.md 三.1)."""

from dataclasses import dataclass

from services.router.domain.act import Act
from services.router.domain.first_responder import first_responder
from services.router.domain.moves import SPOKEN
from services.router.domain.pending import Proposal
from services.router.domain.refusals import NothingChanged, NothingProposed
from services.router.domain.transferring import Transferring
from shared.contracts.arrangements import HandOverDeclined, HandOverProposed
from shared.contracts.requests import RequestHandedOver
from shared.contracts.words import Status
from shared.kernel.errors import Forbidden, WrongMove


@dataclass(slots=True, kw_only=True)
class HandingOver(Transferring):
    """Who answers to the owner stays the same until somebody else has agreed to."""

    def propose_hand_over(self, act: Act, to: str, reason: str) -> None:
        """Ask ``to`` to answer for it from now on."""
        if self.status in (Status.CLOSED, Status.CANCELLED):
            raise WrongMove(f"诉求{SPOKEN[self.status]}，不用再交接首问责任")
        member = act.rules.present(to, act.at)
        if to == self.first_responder:
            raise NothingChanged(f"{member.name}已经是首问责任人，请选择另一位员工")
        with self._audited(act, "propose_hand_over", f"{member.name}:{reason}"):
            until = act.at + act.rules.policy.hand_over_within
            self.hand_over = Proposal(to=to, by=act.by, reason=reason, at=act.at, until=until)
            self.record(
                HandOverProposed(
                    request=self.facts(act),
                    by=act.by,
                    to=to,
                    reason=reason,
                    until=until,
                    recipients=(to,),
                )
            )

    def accept_hand_over(self, act: Act) -> None:
        """Answer for it from now on."""
        if self.hand_over is None:
            raise NothingProposed("没有等待答复的首问交接，可能已被撤回或超时；请刷新后查看")
        if self.hand_over.to != act.by:
            raise Forbidden("这次交接请的是另一位员工，只有他本人可以接受")
        with self._audited(act, "hand_over", self.hand_over.reason):
            self._answer_for(act.by, act)

    def decline_hand_over(self, act: Act, reason: str) -> None:
        """Leave it as it is: the other declines, or whoever proposed it takes it back."""
        if self.hand_over is None:
            raise NothingProposed("没有等待答复的首问交接；请刷新后查看")
        self._end_hand_over(act, reason)

    def _answer_for(self, to: str, act: Act) -> None:
        previous, self.first_responder = self.first_responder, to
        self.hand_over = None
        self.record(RequestHandedOver(request=self.facts(act), by=act.by, previous=previous or ""))

    def _lapse_hand_over(self, act: Act) -> None:
        if self.hand_over and self.hand_over.until <= act.at:
            self._end_hand_over(act, "对方没有在时限内答复")

    def _end_hand_over(self, act: Act, reason: str) -> None:
        proposal = self.hand_over
        if proposal is None:
            return
        with self._audited(act, "decline_hand_over", reason):
            self.hand_over = None
            told = (self.first_responder, proposal.by, proposal.to)
            self.record(
                HandOverDeclined(
                    request=self.facts(act),
                    by=act.by,
                    to=proposal.to,
                    reason=reason,
                    recipients=tuple(dict.fromkeys(one for one in told if one and one != act.by)),
                )
            )

    def _find_answerable(self, act: Act) -> None:
        """Name a new first responder where the one named has left the company."""
        if self.first_responder is None or act.rules.member(self.first_responder):
            return
        found = first_responder(act, taken_by=None, building=self.building)
        if found and found != self.first_responder:
            with self._audited(act, "hand_over", "原首问责任人已离职"):
                self._answer_for(found, act)
