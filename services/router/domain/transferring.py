"""Hand the work on with the other's consent; until then nothing changes (policy.zh.md 三.2)."""

from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
from services.router.domain.handling import Handling
from services.router.domain.moves import SPOKEN
from services.router.domain.pending import Proposal
from services.router.domain.people import Staff
from services.router.domain.refusals import NothingChanged, NothingProposed, UnknownStaff
from shared.contracts.arrangements import TransferDeclined, TransferProposed
from shared.contracts.words import Status
from shared.kernel.errors import Forbidden, WrongMove

_UNANSWERED: Final = "对方没有在时限内答复"


@dataclass(slots=True, kw_only=True)
class Transferring(Handling):
    """Transfers between members of staff and between departments (转派)."""

    def propose_transfer(
        self, act: Act, reason: str, to: str | None = None, department: str | None = None
    ) -> None:
        """Ask ``to``, or a department's head, to take it on; every clock runs on meanwhile."""
        if not self.in_hand or self.status is Status.SUBMITTED:
            raise WrongMove(f"诉求{SPOKEN[self.status]}，现在不能转派；请刷新后查看")
        member = self._taker(act, to, department)
        if member.id == self.assignee:
            raise NothingChanged(f"诉求已经在{member.name}手上，请选择另一位员工")
        with self._audited(act, "propose_transfer", f"{member.name}:{reason}"):
            until = act.at + act.rules.policy.transfer_within
            self.transfer = Proposal(to=member.id, by=act.by, reason=reason, at=act.at, until=until)
            self.record(
                TransferProposed(
                    request=self.facts(act),
                    by=act.by,
                    to=member.id,
                    reason=reason,
                    until=until,
                    recipients=(member.id,),
                )
            )

    def accept_transfer(self, act: Act) -> None:
        """Take on what was proposed; only now the assignee changes."""
        proposal = self._transfer_for(act)
        with self._audited(act, "accept_transfer", proposal.reason):
            self._end_rest(act)
            member = act.rules.member(act.by)
            self.department = (member and member.department) or self.department
            self._pass_to(act.by, act, (proposal.reason,))
            self._take_on(act)

    def decline_transfer(self, act: Act, reason: str) -> None:
        """Leave it where it is: the other declines, or whoever proposed it takes it back."""
        if self.transfer is None:
            raise NothingProposed("没有等待答复的转派；请刷新后查看")
        self._end_transfer(act, reason)

    def _lapse_transfer(self, act: Act) -> None:
        if self.transfer and self.transfer.until <= act.at:
            self._end_transfer(act, _UNANSWERED)

    def _end_transfer(self, act: Act, reason: str) -> None:
        proposal = self.transfer
        if proposal is None:
            return
        with self._audited(act, "decline_transfer", reason):
            self.transfer = None
            told = (self.assignee, proposal.by, proposal.to)
            self.record(
                TransferDeclined(
                    request=self.facts(act),
                    by=act.by,
                    to=proposal.to,
                    reason=reason,
                    recipients=tuple(dict.fromkeys(one for one in told if one and one != act.by)),
                )
            )

    def _transfer_for(self, act: Act) -> Proposal:
        if self.transfer is None:
            raise NothingProposed("没有等待答复的转派，可能已被撤回或超时；请刷新后查看")
        if self.transfer.to != act.by:
            raise Forbidden("这次转派请的是另一位员工，只有他本人可以接受")
        return self.transfer

    def _taker(self, act: Act, to: str | None, department: str | None) -> Staff:
        if department is None:
            return act.rules.present(to, act.at)
        head = act.rules.head_of(department)
        if head is None:
            raise UnknownStaff(f"部门“{department}”没有负责人，请直接选择一位员工")
        return act.rules.present(head.id, act.at)
