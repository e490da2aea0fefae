"""Be the ground that every move stands on: the table of moves, the audit, the clocks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.router.domain.act import Act
from services.router.domain.clocks import Clock, due
from services.router.domain.history import Entry
from services.router.domain.moves import IN_HAND, NEXT, SPOKEN
from services.router.domain.pending import Confirmation
from services.router.domain.state import RequestState
from shared.contracts.arrangements import MainMoved
from shared.contracts.requests import ClockMissed
from shared.contracts.words import ClockName, Status
from shared.kernel.errors import WrongMove

RETRY: Final = timedelta(minutes=1)
_LED: Final = frozenset(
    {"accept", "grab", "accept_transfer", "assign", "reassign", "arrive", "note"}
    | {"pause", "resume", "resolve", "cancel"}
)


@dataclass(slots=True, kw_only=True)
class Ground(RequestState):
    """What a move does besides: it is allowed, audited, timed, and the next look is set."""

    @contextmanager
    def _audited(self, act: Act, what: str, note: str = "") -> Iterator[None]:
        before = self._standing()
        yield
        after = self._standing()
        changed = [key for key in before if before[key] != after[key]]
        self.history.append(
            Entry(
                at=act.at,
                by=act.by,
                what=what,
                note=note,
                before={key: before[key] for key in changed},
                after={key: after[key] for key in changed},
                channel=act.channel,
                version=self.version + 1,
            )
        )
        self._lead(what, note, act)
        self._schedule(act)

    def _lead(self, what: str, note: str, act: Act) -> None:
        """Tell those merged into this one of its step."""
        if self.followers and what in _LED:
            self.record(
                MainMoved(
                    request=self.facts(act),
                    by=act.by,
                    step=what,
                    note=note,
                    until=self.rest.until if self.rest else None,
                    followers=self.followers,
                )
            )

    def _standing(self) -> dict[str, str | None]:
        return {
            "status": self.status.value,
            "assignee": self.assignee,
            "department": self.department,
            "category": self.category.value,
            "urgency": self.urgency.value,
            "round": str(self.round),
            "first_responder": self.first_responder,
            "place": str(self.place) if self.place else None,
            "merged_into": self.merger.number if self.merger else None,
            "incident": self.incident.incident if self.incident and self.incident.joined else None,
        }

    def _move(self, to: Status) -> None:
        if to not in NEXT[self.status]:
            raise WrongMove(
                f"诉求{SPOKEN[self.status]}，不能变为“{SPOKEN[to]}”；请刷新后按现在的状态操作"
            )
        self.status = to
        if to not in IN_HAND:
            self._let_go()

    def _let_go(self) -> None:
        self.transfer = self.offer = self.asking = None
        if self.confirmation is Confirmation.UNCONFIRMED:
            self.confirmation = Confirmation.AUTO
        if self.status in (Status.CLOSED, Status.CANCELLED):
            self.hand_over = None

    def _start(self, name: ClockName, since: datetime, act: Act) -> Clock | None:
        if name not in act.rules.policy.promises[self.urgency]:
            return None
        clock = Clock(name=name, round=self.round, started_at=since, due_at=since)
        self.clocks.append(clock)
        self._time(clock, act)
        return clock

    def _time(self, clock: Clock, act: Act) -> None:
        target = act.rules.policy.promises[self.urgency][clock.name]
        rests = clock.name is ClockName.RESOLUTION
        pauses = [pause.stretch for pause in self.pauses] if rests else []
        calendar = act.rules.calendar_of(self.category)
        clock.due_at = due(clock.started_at, target, calendar, pauses)
        clock.provisional = target.on_calendar and calendar.provisional(
            clock.started_at, clock.due_at
        )

    def _stop(self, name: ClockName, at: datetime, act: Act) -> bool:
        stopped = [clock for clock in self.clocks if clock.name is name and clock.running]
        for clock in stopped:
            clock.stopped_at = max(at, clock.started_at)
            self._miss(clock, clock.stopped_at, act)
        return bool(stopped)

    def _miss(self, clock: Clock, at: datetime, act: Act) -> None:
        if at > clock.due_at and not clock.missed:
            clock.missed = True
            answerable = () if self.hushed else (self.first_responder,)
            self.record(
                ClockMissed(
                    request=self.facts(act),
                    clock=clock.name,
                    due_at=clock.due_at,
                    recipients=tuple(one for one in answerable if one),
                )
            )

    def see_page(self, act: Act) -> bool:
        """Note that somebody who was paged has seen it; the ladder climbs on all the same."""
        seen = {(one.what, one.by) for one in self.history if one.at >= self.round_started_at}
        if ("see_page", act.by) in seen:
            return False
        with self._audited(act, "see_page"):
            return True

    def _schedule(self, act: Act) -> None:
        policy, self.asks = act.rules.policy, list(self.asked)
        moments = [policy.ladder(self.urgency, c.name).next_moment(c) for c in self.running]
        moments += [self.rest.until] if self.rest else []
        moments += [act.at + RETRY] if self.unassigned else []
        moments += [one.until for one in (self.transfer, self.hand_over, self.offer) if one]
        moments += [self.asking.next_at] if self.asking else []
        soonest = min((moment for moment in moments if moment), default=None)
        self.next_at = soonest and max(soonest, act.at)
        self.provisional = any(clock.running and clock.provisional for clock in self.clocks)
