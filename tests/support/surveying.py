"""Stories for the survey service's tests: work that is done, and somebody who answers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from services.survey.domain.answer import Answer
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.wave import Wave
from services.survey.domain.estate_rules import EstateRules
from services.survey.domain.forums.forum import Forum
from services.survey.domain.forums.quarters import QuarterWatch
from services.survey.domain.links import Links
from services.survey.domain.owner import Owner
from services.survey.domain.returns.return_call import ReturnCall
from services.survey.domain.staff import Staff
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Pace, Terms
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Suggestion
from services.survey.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.requests import Reporter, RequestFacts, RequestResolved
from shared.contracts.words import Category, Channel, Status, Urgency
from tests.support.ballot_memory import MemoryBook, MemoryBox, MemoryRounds
from tests.support.memory import Memory
from tests.support.voices_memory import MemoryPages, MemoryVoices

ESTATE = "sample"
REQUEST = str(uuid5(NAMESPACE_URL, "request"))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai, a Monday
LINKS = Links(b"a secret of tests only, 32 bytes long")
BALLOTS = Links(LINKS.secret, b"ballot", "/q")
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


@dataclass(slots=True)
class World:
    """Everything that the service keeps, in memory."""

    surveys: Memory[Survey] = field(default_factory=Memory)
    returns: Memory[ReturnCall] = field(default_factory=Memory)
    owners: Memory[Owner] = field(default_factory=Memory)
    campaigns: Memory[Campaign] = field(default_factory=Memory)
    waves: Memory[Wave] = field(default_factory=Memory)
    rules: Memory[EstateRules] = field(default_factory=Memory)
    suggestions: Memory[Suggestion] = field(default_factory=Memory)
    promises: Memory[Promise] = field(default_factory=Memory)
    forums: Memory[Forum] = field(default_factory=Memory)
    quarters: Memory[QuarterWatch] = field(default_factory=Memory)
    staff: Memory[Staff] = field(default_factory=Memory)
    box: MemoryBox = field(default_factory=MemoryBox)
    pace: Pace = field(default_factory=Pace)

    @property
    def voices(self) -> MemoryVoices:
        """Return what finds staff, suggestions, promises and forums."""
        return MemoryVoices(self.staff, self.suggestions, self.promises, self.forums)

    @property
    def pages(self) -> MemoryPages:
        """Return the lists that grow."""
        return MemoryPages(
            self.returns, self.campaigns, self.suggestions, self.promises, self.forums
        )

    def work(self, name: str = "message-1", at: datetime = NOON) -> Work:
        """Return what a handler may touch, under a cause of that name."""
        under = cause(name, at)
        return Work(
            cause=under,
            surveys=self.surveys.under(under),
            returns=self.returns.under(under),
            owners=self.owners.under(under),
            campaigns=self.campaigns.under(under),
            waves=self.waves.under(under),
            rules=self.rules.under(under),
            suggestions=self.suggestions.under(under),
            promises=self.promises.under(under),
            forums=self.forums.under(under),
            quarters=self.quarters.under(under),
            staff=self.staff.under(under),
            voices=self.voices,
            box=self.box,
            book=MemoryBook(self.rules),
            lists=MemoryRounds(self.owners, self.returns, self.campaigns),
            links=LINKS,
            ballots=BALLOTS,
            envelopes=Envelopes(LINKS.secret),
            terms=Terms(),
            pace=self.pace,
        )


def work(surveys: Memory[Survey], name: str = "message-1", at: datetime = NOON) -> Work:
    """Return what a handler may touch, over surveys in memory."""
    return World(surveys=surveys).work(name, at)
