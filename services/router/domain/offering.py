"""Offer a request to all who could do it, before it is given to one (抢单)."""

from dataclasses import dataclass

from services.router.domain.act import Act
from services.router.domain.assignment import able
from services.router.domain.pending import Offer
from services.router.domain.resting import Resting
from shared.contracts.arrangements import RequestOffered
from shared.contracts.requests import RequestAssigned
from shared.contracts.words import ClockName, Status


@dataclass(slots=True, kw_only=True)
class Offering(Resting):
    """How a request is offered, and how it comes into somebody's hands."""

    def _offer_it(self, act: Act) -> bool:
        """Offer it as the policy says; false if it says nothing or nobody could take it."""
        grab = act.rules.policy.grabs.get(self.urgency)
        if grab is None or self.category not in grab.categories:
            return False
        to = able(self.need(act), act, grab.who)
        if to:
            self.offer = Offer(to=to, until=act.at + grab.wait)
            self.record(
                RequestOffered(request=self.facts(act), until=self.offer.until, recipients=to)
            )
        return bool(to)

    def _hand_to(self, to: str | None, act: Act, reasons: tuple[str, ...]) -> None:
        """Give it to ``to``, who has to accept it in the time promised."""
        if not self._live(ClockName.DISPATCH):
            self._start(ClockName.DISPATCH, act.at, act)
        self._pass_to(to, act, reasons)

    def _pass_to(self, to: str | None, act: Act, reasons: tuple[str, ...]) -> None:
        self._move(Status.ASSIGNED)
        previous, self.assignee = self.assignee, to
        self.paged = []
        self.transfer = self.offer = None
        self.record(
            RequestAssigned(
                request=self.facts(act),
                by=act.by,
                reasons=reasons,
                dues=self.dues,
                previous=previous,
            )
        )
