"""Stories for the survey service's tests: work that is done, and somebody who answers."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from services.survey.domain.answer import Answer
from services.survey.domain.links import Links
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Terms
from services.survey.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.requests import Reporter, RequestFacts, RequestResolved
from shared.contracts.words import Category, Channel, Status, Urgency
from tests.support.memory import Memory

ESTATE = "sample"
REQUEST = str(uuid5(NAMESPACE_URL, "request"))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai, a Monday
LINKS = Links(b"a secret of tests only, 32 bytes long")
PLEASED = Answer(speed=5, effect=4, attitude=5, solved=True, words="师傅很细心")
ANNOYED = Answer(speed=2, effect=3, attitude=4, solved=True)


def facts(**changes: object) -> RequestFacts:
    """Return a request as the router tells it once the work is done."""
    told = RequestFacts(
        request_id=REQUEST,
        number="K7M2-Q4XA",
        status=Status.RESOLVED,
        channel=Channel.APP,
        reporter=Reporter(owner_id="o1", name="周静怡", phone="13900000001"),
        text="厨房水管漏水",
        place=None,
        category=Category.REPAIR,
        urgency=Urgency.URGENT,
        department="engineering",
        department_name="工程部",
        assignee="w01",
        assignee_name="王建国",
        first_responder="c01",
        submitted_at=NOON - timedelta(hours=3),
    )
    return told.model_copy(update=changes)


def resolved(**changes: object) -> RequestResolved:
    """Return the event that a survey goes with."""
    return RequestResolved(
        request=facts(**changes), by="w01", outcome="更换了角阀,已试水", resolved_at=NOON
    )


def cause(name: str = "message-1", at: datetime = NOON) -> Cause:
    """Return a cause of that name."""
    return Cause(id=name, estate=ESTATE, at=at, correlation=REQUEST)


def work(surveys: Memory[Survey], name: str = "message-1", at: datetime = NOON) -> Work:
    """Return what a handler may touch, over surveys in memory."""
    return Work(
        cause=cause(name, at), surveys=surveys.under(cause(name, at)), links=LINKS, terms=Terms()
    )
