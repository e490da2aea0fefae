"""Stories for the notifier's tests: people, and what happens to a request."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.event import Due, Place
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.requests import (
    Reporter,
    RequestAssigned,
    RequestFacts,
    RequestResolved,
)
from shared.contracts.words import Category, Channel, Outlet, Role, Status, Urgency

ESTATE = "sample"
REQUEST = "018f-request"
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai, a Monday
SHANGHAI = ZoneInfo("Asia/Shanghai")
OWNER = OwnerChanged(
    owner_id="o1",
    household_id="h1",
    name="周静怡",
    place=Place(building="3", unit="2", room="1201"),
    version=1,
    phone="13900000001",
    wechat_openid="wx-o1",
    outlets=(Outlet.WECHAT, Outlet.SMS),
)
WORKER = StaffChanged(
    staff_id="w01", name="王建国", role=Role.WORKER, version=1, phone="13700000001"
)
CLERK = StaffChanged(staff_id="c01", name="李倩", role=Role.CLERK, version=1, phone="13700000002")
EVERYBODY = (OWNER, WORKER, CLERK)


def facts(**changes: object) -> RequestFacts:
    """Return a request as the router tells it."""
    told = RequestFacts(
        request_id=REQUEST,
        number="K7M2-Q4XA",
        status=Status.ASSIGNED,
        channel=Channel.APP,
        reporter=Reporter(owner_id="o1", name="周静怡"),
        text="厨房水管漏水",
        place=Place(building="3", unit="2", room="1201"),
        category=Category.REPAIR,
        urgency=Urgency.GENERAL,
        department="engineering",
        department_name="工程部",
        assignee="w01",
        assignee_name="王建国",
        first_responder="c01",
        submitted_at=NOON - timedelta(minutes=1),
    )
    return told.model_copy(update=changes)


def assigned(**changes: object) -> RequestAssigned:
    """Return the event by which owner, assignee and first responder are told."""
    due = Due(clock="resolution", due_at=NOON + timedelta(days=3))
    return RequestAssigned(request=facts(**changes), dues=(due,))


def resolved(prefers: Outlet | None = None, **changes: object) -> RequestResolved:
    """Return the event by which the owner learns the result."""
    return RequestResolved(
        request=facts(status=Status.RESOLVED, **changes),
        by="w01",
        outcome="更换了角阀,已试水",
        resolved_at=NOON,
        prefers=prefers,
    )
