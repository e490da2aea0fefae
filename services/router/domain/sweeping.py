"""Do what has fallen due: end pauses, replace who has left, note misses, climb the ladder."""

from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
from services.router.domain.aftercare import Aftercare
from services.router.domain.clocks import Clock
from services.router.domain.ladder import Tell
from services.router.domain.paging import reach
from services.router.domain.state import RETRY
from shared.contracts.requests import RequestEscalated
from shared.contracts.words import ClockName

_AGAIN: Final = (Tell.ASSIGNEE, Tell.HEAD)


@dataclass(slots=True, kw_only=True)
class Sweeping(Aftercare):
    """What the sweep does to a request whose moment has come."""

    def look(self, act: Act) -> bool:
        """Do everything that has fallen due by ``act.at``; false if there was nothing to do."""
        before = len(self.history), self.next_at
        if self.rest and self.rest.until <= act.at:
            self.resume(act)
        if self.in_hand and self._helpless(act):
            self.replace_hands(act)
        for clock in self.running:
            self._miss(clock, act.at, act)
            self._climb(clock, act)
        self._schedule(act)
        if self.next_at and self.next_at <= act.at:
            self.next_at = act.at + RETRY
        return before != (len(self.history), self.next_at)

    def _helpless(self, act: Act) -> bool:
        return act.rules.member(self.assignee) is None and bool(self._chosen(act, self.assignee))

    def _climb(self, clock: Clock, act: Act) -> None:
        ladder = act.rules.policy.ladder(self.urgency, clock.name)
        rungs = ladder.reached(clock, act.at)
        again = ladder.pages_again(clock, act.at)
        tells = _AGAIN if again else tuple(rung.tell for rung in rungs)
        told = tuple(dict.fromkeys(one for tell in tells for one in reach(tell, self, act)))
        if not told:
            return
        with self._audited(act, "page", f"{clock.name}: {', '.join(told)}"):
            clock.taken += [rung.words for rung in rungs]
            clock.paged_at = act.at
            self.paged = list(dict.fromkeys([*self.paged, *told]))
            self._escalate(clock, "again" if again else tells[-1].value, told, act)

    def _escalate(self, clock: Clock, step: str, told: tuple[str, ...], act: Act) -> None:
        self.record(
            RequestEscalated(
                request=self.facts(act),
                clock=ClockName(clock.name),
                step=step,
                due_at=clock.due_at,
                recipients=told,
            )
        )
