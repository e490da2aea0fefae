"""Hold what is known of a request, and the ground that every move stands on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from services.router.domain.act import Act
from services.router.domain.assignment import Need
from services.router.domain.clocks import Clock, Pause, due
from services.router.domain.history import Entry
from services.router.domain.moves import IN_HAND, NEXT, SPOKEN
from shared.contracts.event import Due, Place
from shared.contracts.requests import ClockMissed, Reporter, RequestFacts
from shared.contracts.words import Category, Channel, ClockName, Outlet, Status, Urgency
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import WrongMove

RETRY: Final = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class RequestState(Aggregate):
    """What is known of a request (诉求); ``next_at`` is when the sweep must look at it."""

    number: str
    channel: Channel
    reporter: Reporter
    text: str
    submitted_at: datetime
    category: Category
    urgency: Urgency
    place: Place | None = None
    status: Status = Status.SUBMITTED
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    classified_by: str | None = None
    heard_at: str | None = None
    prefers: Outlet | None = None
    attachments: tuple[str, ...] = ()
    department: str | None = None
    assignee: str | None = None
    first_responder: str | None = None
    paged: list[str] = field(default_factory=list)
    round: int = 1
    round_started_at: datetime
    clocks: list[Clock] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    paused_from: Status | None = None
    history: list[Entry] = field(default_factory=list)
    outcome: str | None = None
    urged_at: datetime | None = None
    attempts: int = 0
    follow_up_open: bool = False
    satisfied: bool | None = None
    next_at: datetime | None = None
    provisional: bool = False

    @property
    def in_hand(self) -> bool:
        """Tell whether somebody still has work with it."""
        return self.status in IN_HAND

    @property
    def burden(self) -> str | None:
        """Return whose load it counts for."""
        return self.assignee if self.in_hand else None

    @property
    def building(self) -> str | None:
        """Return the building it is about."""
        return self.place.building if self.place else None

    @property
    def rest(self) -> Pause | None:
        """Return the pause that is on."""
        return self.pauses[-1] if self.status is Status.PAUSED else None

    @property
    def running(self) -> list[Clock]:
        """Return the clocks that run and do not rest."""
        resting = {ClockName.RESOLUTION} if self.rest else set()
        return [clock for clock in self.clocks if clock.running and clock.name not in resting]

    @property
    def dues(self) -> tuple[Due, ...]:
        """Return what is still promised, for whoever listens."""
        return tuple(
            Due(clock=clock.name, due_at=clock.due_at, provisional=clock.provisional)
            for clock in self.clocks
            if clock.running
        )

    def facts(self, act: Act) -> RequestFacts:
        """Return the request as it stands, for the events that tell of it."""
        assignee = act.rules.staff.get(self.assignee or "")
        department = act.rules.departments.get(self.department or "")
        return RequestFacts(
            request_id=self.id,
            number=self.number,
            status=self.status,
            channel=self.channel,
            reporter=self.reporter,
            text=self.text,
            place=self.place,
            category=self.category,
            urgency=self.urgency,
            department=self.department,
            assignee=self.assignee,
            first_responder=self.first_responder,
            submitted_at=self.submitted_at,
            round=self.round,
            assignee_name=assignee.name if assignee else None,
            department_name=department.name if department else None,
        )

    def need(self, act: Act, *but: str | None) -> Need:
        """Return what kind of person this request wants, other than ``but``."""
        return Need(
            category=self.category,
            department=self.department,
            building=self.building,
            to_head=self.urgency in act.rules.policy.to_head,
            but=frozenset(staff_id for staff_id in but if staff_id),
        )

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
            )
        )
        self._schedule(act)

    def _standing(self) -> dict[str, str | None]:
        return {
            "status": self.status.value,
            "assignee": self.assignee,
            "department": self.department,
            "category": self.category.value,
            "urgency": self.urgency.value,
            "round": str(self.round),
        }

    def _move(self, to: Status) -> None:
        if to not in NEXT[self.status]:
            raise WrongMove(
                f"诉求{SPOKEN[self.status]},不能变为“{SPOKEN[to]}”;请刷新后按现在的状态操作"
            )
        self.status = to

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
        clock.due_at = due(clock.started_at, target, act.rules.calendar, pauses)
        clock.provisional = target.on_calendar and act.rules.calendar.provisional(
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
            self.record(ClockMissed(request=self.facts(act), clock=clock.name, due_at=clock.due_at))

    def _schedule(self, act: Act) -> None:
        policy = act.rules.policy
        moments = [policy.ladder(self.urgency, c.name).next_moment(c) for c in self.running]
        moments += [self.rest.until] if self.rest else []
        moments += [act.at + RETRY] if self.in_hand and not self.assignee else []
        soonest = min((moment for moment in moments if moment), default=None)
        self.next_at = soonest and max(soonest, act.at)
        self.provisional = any(clock.running and clock.provisional for clock in self.clocks)
