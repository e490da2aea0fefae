"""Show a request to a person, with no more of the reporter than they may know."""

from datetime import datetime
from typing import Final

from services.router.domain.clocks import Clock
from services.router.domain.history import Entry
from services.router.domain.request import Request
from services.router.domain.rights import Person, sees_phone
from services.router.domain.rules import Rules
from shared.contracts.event import Place
from shared.contracts.words import Category, Channel, ClockName, Outlet, Role, Status, Urgency
from shared.web.operation import View


class ReporterView(View):
    """Who asks."""

    owner_id: str | None
    name: str | None
    phone: str | None
    place: Place | None


class ClockView(View):
    """A promise and how it stands."""

    clock: ClockName
    round: int
    due_at: datetime
    started_at: datetime
    stopped_at: datetime | None
    missed: bool
    provisional: bool

    @classmethod
    def of(cls, clock: Clock) -> "ClockView":
        """Show a clock."""
        return cls(
            clock=clock.name,
            round=clock.round,
            due_at=clock.due_at,
            started_at=clock.started_at,
            stopped_at=clock.stopped_at,
            missed=clock.missed,
            provisional=clock.provisional,
        )


class EntryView(View):
    """A line of the history."""

    at: datetime
    by: str | None
    by_name: str
    what: str
    note: str


class PauseView(View):
    """Why and until when it rests."""

    reason: str
    started_at: datetime
    until: datetime


class RequestView(View):
    """A request as a person may see it."""

    request_id: str
    number: str
    status: Status
    text: str
    category: Category
    urgency: Urgency
    channel: Channel
    place: Place | None
    reporter: ReporterView
    prefers: Outlet | None
    attachments: tuple[str, ...]
    department: str | None
    department_name: str | None
    assignee: str | None
    assignee_name: str | None
    first_responder: str | None
    first_responder_name: str | None
    submitted_at: datetime
    clocks: list[ClockView]
    history: list[EntryView]
    reasons: tuple[str, ...]
    outcome: str | None
    satisfied: bool | None
    attempts: int
    follow_up_open: bool
    round: int
    version: int
    pause: PauseView | None


_AS_IT_IS: Final = (
    *("number", "status", "text", "category", "urgency", "channel", "place", "prefers"),
    *("attachments", "department", "assignee", "first_responder", "submitted_at", "outcome"),
    *("satisfied", "attempts", "follow_up_open", "round", "version"),
)


def view_of(request: Request, who: Person, rules: Rules) -> RequestView:
    """Show ``request`` to ``who``."""
    department = rules.departments.get(request.department or "")
    return RequestView.model_validate(
        {
            **{name: getattr(request, name) for name in _AS_IT_IS},
            "request_id": request.id,
            "reporter": _reporter(request, who),
            "department_name": department.name if department else None,
            "assignee_name": _name(request.assignee, rules),
            "first_responder_name": _name(request.first_responder, rules),
            "clocks": [ClockView.of(clock) for clock in request.clocks],
            "history": _history(request, rules, who),
            "reasons": request.reasons if who.role is not Role.OWNER else (),
            "pause": _pause(request),
        }
    )


def _pause(request: Request) -> PauseView | None:
    rest = request.rest
    if rest is None:
        return None
    return PauseView(reason=rest.reason, started_at=rest.started_at, until=rest.until)


def _reporter(request: Request, who: Person) -> ReporterView:
    reporter = request.reporter
    phone = reporter.phone if sees_phone(who, request) else masked(reporter.phone)
    return ReporterView(
        owner_id=reporter.owner_id, name=reporter.name, phone=phone, place=reporter.place
    )


def masked(phone: str | None) -> str | None:
    """Hide the middle of a number: ``138****1234``."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 7 else phone and "****"


def _name(staff_id: str | None, rules: Rules) -> str | None:
    member = rules.staff.get(staff_id or "")
    return member.name if member else None


def _history(request: Request, rules: Rules, who: Person) -> list[EntryView]:
    return [_entry(one, request, rules, who) for one in request.history if _open_to(who, one)]


def _entry(entry: Entry, request: Request, rules: Rules, who: Person) -> EntryView:
    owner = "业主" if entry.by and entry.by == request.reporter.owner_id else entry.by
    name = _name(entry.by, rules) or owner or "系统"
    note = "" if entry.what == "submit" and who.role is Role.OWNER else entry.note
    return EntryView(at=entry.at, by=entry.by, by_name=name, what=entry.what, note=note)


def _open_to(who: Person, entry: Entry) -> bool:
    return who.role is not Role.OWNER or entry.what not in {"page", "call", "retime", "confirm"}
