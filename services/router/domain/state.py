"""Hold what is known of a request, and what can be told from it."""

from dataclasses import dataclass, field
from datetime import datetime

from services.router.domain.act import Act
from services.router.domain.assignment import Need
from services.router.domain.clocks import Clock, Pause
from services.router.domain.history import Entry
from services.router.domain.incidents.membership import Membership
from services.router.domain.moves import IN_HAND
from services.router.domain.pending import Asking, Confirmation, Merger, Offer, Proposal
from shared.contracts.event import Due, Place
from shared.contracts.requests import Reporter, RequestFacts
from shared.contracts.words import Category, Channel, ClockName, Outlet, Status, Urgency
from shared.kernel.aggregate import Aggregate


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
    ended_at: datetime | None = None
    urges: int = 0
    transfer: Proposal | None = None
    hand_over: Proposal | None = None
    offer: Offer | None = None
    confirmation: Confirmation = Confirmation.AUTO
    asking: Asking | None = None
    merger: Merger | None = None
    followers: tuple[str, ...] = ()
    asks: list[str] = field(default_factory=list)
    incident: Membership | None = None
    alikes: tuple[str, ...] = ()

    @property
    def in_hand(self) -> bool:
        """Tell whether somebody still has work with it."""
        return self.status in IN_HAND

    @property
    def burden(self) -> str | None:
        """Return whose load it counts for."""
        return self.assignee if self.in_hand and not self.following else None

    @property
    def following(self) -> bool:
        """Tell whether it was merged into another request, whose steps it follows."""
        return self.merger is not None and self.in_hand

    @property
    def concerned(self) -> frozenset[str]:
        """Return who answers for it, was paged, or is asked for an answer."""
        return frozenset(one for one in (self.first_responder, *self.paged, *self.asked) if one)

    @property
    def asked(self) -> tuple[str, ...]:
        """Return who is asked for an answer: to take it on or over, to grab it, to confirm it."""
        proposed = (one.to for one in (self.transfer, self.hand_over) if one)
        offered = self.offer.to if self.offer else ()
        doubted = self.asking.asked if self.asking else ()
        return tuple(dict.fromkeys((*proposed, *offered, *doubted)))

    @property
    def hushed(self) -> bool:
        """Tell whether an open incident's page stands for this request's own."""
        return self.in_hand and self.incident is not None and self.incident.silences(self.urgency)

    @property
    def carried(self) -> bool:
        """Tell whether staff hear of the incident instead: while it is open, and at its end."""
        return self.hushed or (self.incident is not None and self.incident.settled)

    @property
    def unassigned(self) -> bool:
        """Tell whether it waits for somebody to be there at all."""
        return self.in_hand and not (self.assignee or self.offer or self.following)

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
        """Return the clocks that run and do not rest; one that follows has none to watch."""
        if self.following:
            return []
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
            incident=self.incident.incident if self.incident and self.carried else None,
            told_with=self.incident.told_with if self.incident else None,
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
