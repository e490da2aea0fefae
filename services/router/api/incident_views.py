"""Show incidents: to staff with their members, to owners without anybody else's affairs."""

from datetime import datetime

from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.state import Stage
from services.router.domain.request import Request
from services.router.domain.rules import Rules
from shared.contracts.event import Place
from shared.contracts.words import Category, Status, Urgency
from shared.web.operation import View


class UpdateView(View):
    """What was said to all members."""

    at: datetime
    text: str
    expected_until: datetime | None


class IncidentView(View):
    """An incident or planned works as anybody whom it touches may see it."""

    incident_id: str
    number: str
    status: Stage
    planned: bool
    category: Category
    urgency: Urgency
    text: str
    places: list[Place]
    since: datetime
    expected_until: datetime | None
    updates: list[UpdateView]
    outcome: str | None


class MemberView(View):
    """A request that belongs to an incident; ``joined`` False: it only looks the same."""

    request_id: str
    number: str
    status: Status
    place: Place | None
    joined: bool
    submitted_at: datetime


class WholeIncident(IncidentView):
    """An incident as staff see it."""

    made_at: datetime
    made_by: str | None
    opened_at: datetime | None
    opened_by: str | None
    closed_at: datetime | None
    assignee: str | None
    assignee_name: str | None
    requests: list[str]
    members: list[MemberView]


class Incidents(View):
    """A page of incidents, the newest first."""

    incidents: list[IncidentView]
    cursor: str | None


def view_of(incident: Incident) -> IncidentView:
    """Show what anybody may see."""
    return IncidentView.model_validate(_plain(incident))


def whole_of(incident: Incident, members: list[Request], rules: Rules) -> WholeIncident:
    """Show everything."""
    assignee = rules.staff.get(incident.assignee or "")
    names = ("made_at", "made_by", "opened_at", "opened_by", "closed_at", "assignee")
    return WholeIncident.model_validate(
        {
            **_plain(incident),
            **{name: getattr(incident, name) for name in names},
            "assignee_name": assignee.name if assignee else None,
            "requests": list(incident.seeds),
            "members": [_member(one) for one in members],
        }
    )


def _plain(incident: Incident) -> dict[str, object]:
    names = ("number", "planned", "category", "urgency", "text", "since", "outcome")
    return {
        **{name: getattr(incident, name) for name in names},
        "incident_id": incident.id,
        "status": incident.stage,
        "places": list(incident.places),
        "expected_until": incident.ends_at,
        "updates": [
            UpdateView(at=one.at, text=one.text, expected_until=one.expected_until)
            for one in incident.updates
        ],
    }


def _member(request: Request) -> MemberView:
    return MemberView(
        request_id=request.id,
        number=request.number,
        status=request.status,
        place=request.place,
        joined=request.incident is not None and request.incident.joined,
        submitted_at=request.submitted_at,
    )
