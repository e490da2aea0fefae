"""Get a request to whoever must act: place it, hand it on, correct what it is about."""

from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
from services.router.domain.assignment import choose
from services.router.domain.clocks import Clock
from services.router.domain.offering import Offering
from services.router.domain.pending import Confirmation
from services.router.domain.refusals import NothingChanged
from shared.contracts.arrangements import RequestConfirmed
from shared.contracts.requests import RequestReclassified
from shared.contracts.words import Category, ClockName, Status, Urgency
from shared.kernel.errors import WrongMove

FIRST_CLOCKS: Final = (ClockName.DISPATCH, ClockName.ARRIVAL, ClockName.RESOLUTION)


@dataclass(slots=True, kw_only=True)
class Dispatching(Offering):
    """The moves by which a request comes to somebody (流转, policy.zh.md 三.2)."""

    def place_it(self, act: Act) -> None:
        """Give a new request to its department and to somebody there; its clocks start."""
        with self._audited(act, "submit", ";".join(self.reasons)):
            self._begin_round(act)
            if not self._offer_it(act):
                self._hand_to(self._chosen(act), act, self.reasons)

    def replace_hands(self, act: Act) -> None:
        """Give it to somebody else: nobody has it, grabbed it, or its assignee is away."""
        why = "抢单超时，已派单" if self.offer else "原处理人不在岗，已改派"
        with self._audited(act, "reassign", why):
            self._end_rest(act)
            self._hand_to(self._chosen(act, self.assignee), act, (why,))

    def assign(self, act: Act, to: str, reason: str) -> None:
        """Hand it on to ``to``, who must accept it; raises ``UnknownStaff`` or ``OnLeave``."""
        member = act.rules.present(to, act.at)
        if self.status is Status.ASSIGNED and to == self.assignee:
            raise NothingChanged(f"诉求已经在{member.name}手上，请选择另一位员工")
        with self._audited(act, "assign", reason):
            self._end_rest(act)
            self.department = member.department or self.department
            self._hand_to(to, act, (reason,))

    def reclassify(
        self, act: Act, category: Category | None, urgency: Urgency | None, reason: str
    ) -> None:
        """Correct category or urgency: clocks are timed anew, with every pause kept.

        A person who says what the classifier said confirms it; said once more, it is refused.
        """
        if not self.in_hand:
            raise WrongMove("诉求已不在处理中，不能再改类别或紧急程度")
        was_category, was_urgency = self.category, self.urgency
        same = (category or was_category, urgency or was_urgency) == (was_category, was_urgency)
        if same and self.classified_by:
            raise NothingChanged("类别和紧急程度没有变化，请选择要改成的类别或紧急程度")
        with self._audited(act, "confirm" if same else "reclassify", reason):
            self.classified_by = act.by
            self.confirmation, self.asking = Confirmation.CONFIRMED, None
            if same:
                self.record(RequestConfirmed(request=self.facts(act), by=act.by))
            else:
                self._become(category or was_category, urgency or was_urgency, act)
                self.record(
                    RequestReclassified(
                        request=self.facts(act),
                        by=act.by,
                        was_category=was_category,
                        was_urgency=was_urgency,
                        dues=self.dues,
                    )
                )
                self._follow_department(act, reason)

    def retime(self, act: Act) -> None:
        """Work every running clock out again, since the calendar or the policy has changed."""
        with self._audited(act, "retime"):
            self._retime(act)

    def _begin_round(self, act: Act) -> None:
        for name in FIRST_CLOCKS:
            self._start(name, self.round_started_at, act)

    def _chosen(self, act: Act, *but: str | None) -> str | None:
        member = choose(self.need(act, *but), act)
        return member.id if member else None

    def _become(self, category: Category, urgency: Urgency, act: Act) -> None:
        self.category, self.urgency = category, urgency
        if urgency is Urgency.URGENT:
            self._end_rest(act)
        promises = act.rules.policy.promises[urgency]
        self.clocks = [clock for clock in self.clocks if clock.name in promises or _told(clock)]
        for clock in self.clocks:
            if clock.running and clock.name not in promises:
                clock.stopped_at = act.at
        if ClockName.ARRIVAL in promises and self._awaited():
            self._start(ClockName.ARRIVAL, self.round_started_at, act)
        self._retime(act)

    def _awaited(self) -> bool:
        arrivals = [c for c in self.clocks if c.name is ClockName.ARRIVAL and c.round == self.round]
        return not arrivals and self.status in (Status.ASSIGNED, Status.ACCEPTED)

    def _follow_department(self, act: Act, reason: str) -> None:
        department = act.rules.department_of(self.category)
        was, self.department = self.department, department.id if department else self.department
        chosen = self._chosen(act)
        waits = self.status is Status.ASSIGNED and chosen != self.assignee
        if was != self.department or waits:
            self._end_rest(act)
            self._hand_to(chosen, act, (reason,))


def _told(clock: Clock) -> bool:
    return clock.missed or not clock.running
