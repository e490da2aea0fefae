"""Show a request to a person, with no more of the reporter than they may know."""

from datetime import datetime
from typing import Final

from services.router.api.parts import (
    ClockView,
    EntryView,
    MergerView,
    OfferView,
    ProposalView,
    history_of,
    merger_of,
    name_of,
    offer_of,
    proposal_of,
)
from services.router.domain.pending import Confirmation
from services.router.domain.request import Request
from services.router.domain.rights import Person, hides_reporter
from services.router.domain.rules import Rules
from shared.contracts.event import Place
from shared.contracts.words import Category, Channel, Outlet, Role, Status, Urgency
from shared.web.operation import View


class ReporterView(View):
    """Who asks."""

    owner_id: str | None
    name: str | None
    phone: str | None
    place: Place | None


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
    urges: int
    confirmation: Confirmation | None
    doubts: tuple[str, ...]
    transfer: ProposalView | None
    hand_over: ProposalView | None
    offer: OfferView | None
    merged_into: MergerView | None
    followers: tuple[str, ...]


_AS_IT_IS: Final = (
    *("number", "status", "text", "category", "urgency", "channel", "place", "prefers"),
    *("attachments", "department", "assignee", "first_responder", "submitted_at", "outcome"),
    *("satisfied", "attempts", "follow_up_open", "round", "version", "urges"),
)


def view_of(request: Request, who: Person, rules: Rules) -> RequestView:
    """Show ``request`` to ``who``."""
    department = rules.departments.get(request.department or "")
    return RequestView.model_validate(
        {
            **{name: getattr(request, name) for name in _AS_IT_IS},
            "request_id": request.id,
            "reporter": _reporter(request, who),
            "place": _place(request, who),
            "department_name": department.name if department else None,
            "assignee_name": name_of(request.assignee, rules),
            "first_responder_name": name_of(request.first_responder, rules),
            "clocks": [ClockView.of(clock) for clock in request.clocks],
            "history": history_of(request, rules, who),
            "reasons": request.reasons if who.role is not Role.OWNER else (),
            "pause": _pause(request),
            "merged_into": merger_of(request.merger, who),
            **_among_staff(request, who, rules),
        }
    )


def _among_staff(request: Request, who: Person, rules: Rules) -> dict[str, object]:
    own = who.role is Role.OWNER
    return {
        "confirmation": None if own else request.confirmation,
        "doubts": request.asking.doubts if request.asking and not own else (),
        "transfer": None if own else proposal_of(request.transfer, rules),
        "hand_over": None if own else proposal_of(request.hand_over, rules),
        "offer": None if own else offer_of(request.offer),
        "followers": () if own else request.followers,
    }


def _pause(request: Request) -> PauseView | None:
    rest = request.rest
    if rest is None:
        return None
    return PauseView(reason=rest.reason, started_at=rest.started_at, until=rest.until)


def _reporter(request: Request, who: Person) -> ReporterView:
    reporter = request.reporter
    if hides_reporter(who, request):
        return ReporterView(owner_id=None, name="业主（保密）", phone=None, place=None)
    phone = reporter.phone if who.role is Role.OWNER else masked(reporter.phone)
    return ReporterView(
        owner_id=reporter.owner_id, name=reporter.name, phone=phone, place=reporter.place
    )


def masked(phone: str | None) -> str | None:
    """Hide the middle of a number: ``138****1234``."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 7 else phone and "****"


def _place(request: Request, who: Person) -> Place | None:
    """Return where it is; no nearer than the building to whom the reporter is hidden from."""
    if request.place is None or not hides_reporter(who, request):
        return request.place
    return Place(building=request.place.building)
