"""Do what has fallen due: end pauses, replace who has left, note misses, climb the ladder."""

from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
from services.router.domain.aftercare import Aftercare
from services.router.domain.clocks import Clock
from services.router.domain.ground import RETRY
from services.router.domain.ladder import Tell
from services.router.domain.paging import reach
from shared.contracts.words import Status

_AGAIN: Final = (Tell.ASSIGNEE, Tell.HEAD)


@dataclass(slots=True, kw_only=True)
class Sweeping(Aftercare):
    """What the sweep does to a request whose moment has come."""

    def look(self, act: Act) -> bool:
        """Do everything that has fallen due by ``act.at``; false if there was nothing to do."""
        before = len(self.history), self.next_at, self.asking
        self._lapse(act)
        if self._helpless(act):
            self.replace_hands(act)
        for clock in self.running:
            self._miss(clock, act.at, act)
            self._climb(clock, act)
        self._schedule(act)
        if self.next_at and self.next_at <= act.at:
            self.next_at = act.at + RETRY
        return before != (len(self.history), self.next_at, self.asking)

    def _lapse(self, act: Act) -> None:
        if self.rest and self.rest.until <= act.at:
            self.resume(act)
        self._lapse_transfer(act)
        self._lapse_hand_over(act)
        if self.status not in (Status.CLOSED, Status.CANCELLED):
            self._find_answerable(act)
        self._ask_next(act)

    def _helpless(self, act: Act) -> bool:
        """Tell whether it needs other hands, and there are some: nobody on leave is given it."""
        if not self.in_hand or self.following or (self.offer and act.at < self.offer.until):
            return False
        if act.rules.member(self.assignee) is None:
            return bool(self._chosen(act, self.assignee))
        other = self._chosen(act, self.assignee) if act.rules.away(self.assignee, act.at) else None
        return other is not None and not act.rules.away(other, act.at)

    def _climb(self, clock: Clock, act: Act) -> None:
        ladder = act.rules.policy.ladder(self.urgency, clock.name)
        rungs = ladder.reached(clock, act.at)
        again = ladder.pages_again(clock, act.at)
        tells = _AGAIN if again else tuple(rung.tell for rung in rungs)
        told = tuple(dict.fromkeys(one for tell in tells for one in reach(tell, self, act)))
        if not told:
            return
        what = "hush" if self.hushed else "page"
        with self._audited(act, what, f"{clock.name}: {', '.join(told)}"):
            clock.taken += [rung.words for rung in rungs]
            clock.paged_at = act.at
            self._escalate(clock, "again" if again else tells[-1].value, told, act)
