"""What the handlers may touch, bound to the one cause they act for."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.survey.domain.campaigns.answering import Answers
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.ticket import Ticket
from services.survey.domain.campaigns.wave import Wave
from services.survey.domain.estate_rules import EstateRules
from services.survey.domain.forums.forum import Forum
from services.survey.domain.forums.quarters import QuarterWatch
from services.survey.domain.links import Links
from services.survey.domain.owner import Owner
from services.survey.domain.paging import Slice, Turn
from services.survey.domain.returns.return_call import ReturnCall
from services.survey.domain.rules_file import RuleBook
from services.survey.domain.satisfaction.sheet import Sheet
from services.survey.domain.staff import Staff, Team
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Pace, Terms
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Suggestion
from shared.contracts.envelope import Cause
from shared.store.port import Remembering, Repository


class BallotBox(Protocol):
    """Holds tickets, waiting answers and pages of counted ones (see ``channels.ballot_box``)."""

    async def issue(self, tickets: Sequence[Ticket]) -> None:
        """Keep new tickets; those that are there already stay as they are."""

    async def tickets(self, campaign: str, bucket: int) -> list[Ticket]:
        """Return one group's tickets."""

    async def ticket(self, ticket: str) -> Ticket | None:
        """Return a ticket of any estate, None if there is none."""

    async def cast(self, ticket: Ticket, receipt: str, content: bytes) -> bool:
        """Spend the ticket and keep the answer in it; false if another sending has spent it."""

    async def cast_sealed(self, ticket: Ticket, receipt: str, sealed: bytes) -> bool:
        """Keep the answer apart, then spend the ticket; false if another sending came before."""

    async def mend(self, campaign: str, bucket: int | None = None) -> None:
        """Spend the tickets whose answer lies apart already; of one group, or of all."""

    async def campaigns_waiting(self) -> list[tuple[str, str]]:
        """Return (estate, campaign) of those in which answers wait to be counted."""

    async def waiting(self, estate: str, campaign: str) -> Mapping[str, Sequence[str]]:
        """Return by building the tickets, or envelopes, whose answers wait to be counted."""

    async def claim(self, batch: Batch) -> Claimed:
        """Lay one's hand on a batch; others may have been faster with some of it."""

    async def put(self, claimed: Claimed, page: Page) -> bool:
        """Write the page; false if the claim was taken back meanwhile, or it holds nothing."""

    async def release(self, page: str, *, keep: bool) -> None:
        """Take the answers out of where they waited (``keep``: leave them), then the members."""

    async def unfinished(self) -> list[tuple[str, str, str]]:
        """Return (page, estate, campaign) where the members have not all been let go."""

    async def take_back(self) -> None:
        """Put back what was claimed for a page never written; it never will be after this."""

    async def tallies(self, campaign: str) -> Mapping[str, Tally]:
        """Return the counts by building, at the cost of what has come since the last asking."""

    async def spent(self, campaign: str, answers: int) -> Mapping[str, int]:
        """Return how many of each building answered; remembered when they are ``answers``."""

    def answers(self, campaign: str) -> AsyncIterator[tuple[str, list[Answers]]]:
        """Yield building and answers of each page, one after another."""

    def named(self, campaign: str) -> AsyncIterator[tuple[Ticket, Answers]]:
        """Yield what each household answered, of a campaign that is not anonymous."""

    async def forget(self, tickets: Sequence[str]) -> None:
        """Take out of tickets what their households answered; pages keep it, nobody's."""


class Book(Protocol):
    """The estates' rules, at most some seconds old."""

    async def of(self, estate: str) -> RuleBook:
        """Return what the estate's files say; without any, what the service has."""

    async def all(self) -> Mapping[str, RuleBook]:
        """Return the rules of every estate that has put files."""

    def forget(self, estate: str) -> None:
        """Read them again at the next need."""


class Lists(Protocol):
    """Surveys by what people ask for; reading only."""

    async def one(self, survey_id: str) -> Survey | None:
        """Return the survey, or None."""

    async def of_request(self, estate: str, request_id: str) -> list[Survey]:
        """Return a request's surveys, the first round first."""

    async def unanswered_of(self, estate: str, owner_id: str) -> list[Survey]:
        """Return an owner's surveys that have neither an answer nor an end."""

    async def unreached(self, estate: str, since: datetime) -> list[Survey]:
        """Return the surveys that could not be sent since a moment, the latest first."""

    async def to_remind(self, now: datetime) -> list[Survey]:
        """Return some of the surveys whose reminder is due."""


class Rounds(Protocol):
    """Owners, return calls and campaigns by what people and jobs ask for; reading only."""

    async def owner(self, estate: str, owner_id: str) -> Owner | None:
        """Return an owner, or None."""

    async def owners_in(self, estate: str, bucket: int) -> list[Owner]:
        """Return the active owners of one small group of households."""

    async def members(self, estate: str, household: str) -> list[Owner]:
        """Return the active owners of one household."""

    async def calls_of_request(self, estate: str, request_id: str) -> list[ReturnCall]:
        """Return a request's return calls."""

    async def calls_to_expire(self, now: datetime) -> list[ReturnCall]:
        """Return some of the calls whose time is over."""

    async def campaign(self, estate: str, campaign_id: str) -> Campaign | None:
        """Return a campaign to look at."""

    async def campaigns(self, estate: str, since: datetime) -> list[Campaign]:
        """Return the campaigns that opened since a moment, the latest first."""

    async def campaigns_due(self, now: datetime) -> list[Campaign]:
        """Return the campaigns in which something must happen."""


class Pages(Protocol):
    """Lists that grow, page by page."""

    async def calls(self, estate: str, turn: Turn) -> Slice[ReturnCall]:
        """Return the calls that wait, the most pressing first."""

    async def campaigns(self, estate: str, turn: Turn) -> Slice[Campaign]:
        """Return an estate's campaigns, the latest first."""

    async def suggestions(
        self, estate: str, turn: Turn, verdicts: Sequence[str], *, shown: bool
    ) -> Slice[Suggestion]:
        """Return suggestions that stand so, the latest first; ``shown``: to the whole estate."""

    async def promises(self, estate: str, turn: Turn, faiths: Sequence[str]) -> Slice[Promise]:
        """Return promises that stand so, the latest first."""

    async def forums(self, estate: str, turn: Turn) -> Slice[Forum]:
        """Return forums and activities, the latest first."""


class Voices(Protocol):
    """Staff, suggestions, promises and forums by what handlers and jobs ask for; reading only."""

    async def team(self, estate: str) -> Team:
        """Return an estate's staff."""

    async def suggestions_of(self, estate: str, owner_id: str) -> list[Suggestion]:
        """Return an owner's suggestions, the latest first."""

    async def suggested(self, estate: str, since: datetime, until: datetime) -> list[Suggestion]:
        """Return what was suggested in a stretch of time."""

    async def suggestions_due(self, now: datetime) -> list[Suggestion]:
        """Return the suggestions of which somebody must be reminded."""

    async def promises_due(self, now: datetime) -> list[Promise]:
        """Return the promises of which somebody must be reminded."""

    async def forums_due(self, now: datetime) -> list[Forum]:
        """Return the forums in which something must happen."""

    async def forums_between(self, estate: str, since: datetime, until: datetime) -> list[Forum]:
        """Return the forums that start in a stretch of time, the earliest first."""

    async def forums_of(self, estate: str, owner_id: str) -> list[Forum]:
        """Return the forums in which an owner signed up or asked something."""


class Sheets(Protocol):
    """What surveys amount to, day by day, and the surveys behind it."""

    async def days(self, estate: str, first: date, last: date) -> list[Sheet]:
        """Return a sheet for each day, in order."""

    async def of_day(self, estate: str, day: date) -> list[Survey]:
        """Return a day's surveys, the latest first."""

    async def surveys(self, estate: str, ids: Sequence[str]) -> list[Survey]:
        """Return surveys by their ids."""

    async def of_requests(self, estate: str, requests: Sequence[str]) -> list[Survey]:
        """Return every round's survey of some requests."""

    async def of_owners(self, estate: str, owners: Sequence[str]) -> list[Survey]:
        """Return the surveys of some owners."""


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """A unit of work: what the service keeps, the links' secrets and the terms of asking."""

    cause: Cause
    surveys: Repository[Survey]
    returns: Repository[ReturnCall]
    owners: Repository[Owner]
    campaigns: Repository[Campaign]
    waves: Repository[Wave]
    rules: Repository[EstateRules]
    suggestions: Repository[Suggestion]
    promises: Repository[Promise]
    forums: Repository[Forum]
    quarters: Repository[QuarterWatch]
    staff: Repository[Staff]
    voices: Voices
    box: BallotBox
    book: Book
    lists: Rounds
    links: Links
    ballots: Links
    envelopes: Envelopes
    terms: Terms
    pace: Pace
    memory: Remembering | None = None

    @property
    def now(self) -> datetime:
        """Return the moment at which this unit of work began."""
        return self.cause.at
