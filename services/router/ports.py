"""What the handlers need of the world."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from services.router.domain.act import Act
from services.router.domain.classify import Verdict, classify
from services.router.domain.corrections import Judged
from services.router.domain.duty_book import DutyBook
from services.router.domain.estate_files import EstateFiles
from services.router.domain.incidents.incident import Incident
from services.router.domain.model_book import ModelBook
from services.router.domain.people import StaffCard
from services.router.domain.reports import Facts, Question
from services.router.domain.request import Request
from services.router.domain.responders import Answered
from services.router.domain.rights import Scope
from services.router.domain.rules import Rules
from shared.contracts.envelope import Cause
from shared.contracts.words import Category, Status
from shared.store.port import Remembering, Repository

Classify = Callable[[str, frozenset[str]], Verdict]


class Waiting(NamedTuple):
    """A request or an incident whose moment has come; ``request_id`` is its id."""

    next_at: datetime
    request_id: str
    estate: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Listing:
    """What is listed: any of ``scopes`` and all of ``where``, older than ``before``.

    Not older than ``since``, in one of ``states``, of one of ``categories``, where these are given.
    """

    estate: str
    scopes: tuple[Scope, ...]
    where: Scope
    before: tuple[datetime, str]
    limit: int
    since: datetime | None = None
    states: frozenset[Status] = frozenset()
    categories: frozenset[Category] = frozenset()


class Requests(Protocol):
    """Reads requests beside the repository."""

    async def find(self, estate: str, request_id: str) -> Request | None:
        """Return a request to look at."""
        ...

    async def numbered(self, estate: str, number: str) -> Request | None:
        """Return the request that people call by this number."""
        ...

    async def page(self, listing: Listing) -> list[Request]:
        """Return the newest of a listing, newest first."""
        ...

    async def waiting(self, until: datetime) -> list[Waiting]:
        """Return what must be looked at, the longest waiting first."""
        ...

    async def held_by(self, estate: str, staff_id: str) -> list[str]:
        """Return the ids of the requests that somebody has in hand."""
        ...

    async def answered_for(self, estate: str, since: datetime, until: datetime) -> list[Answered]:
        """Return what has become of the requests of a time."""
        ...

    async def provisional(self, estate: str) -> list[str]:
        """Return the ids of the requests with a provisional due time."""
        ...


class IncidentLists(Protocol):
    """Reads incidents and their members beside the repository."""

    async def current(self, estate: str) -> Sequence[Incident]:
        """Return what new reports are compared with, a second old at most."""
        ...

    def forget(self, estate: str) -> None:
        """Read them again at the next need, since they have changed."""
        ...

    async def find(self, estate: str, incident_id: str) -> Incident | None:
        """Return an incident to look at."""
        ...

    async def page(self, estate: str, before: datetime, limit: int) -> list[Incident]:
        """Return the newest incidents made before a moment, newest first."""
        ...

    async def members(self, estate: str, incident_id: str) -> list[Request]:
        """Return the requests that name an incident, the earliest first."""
        ...

    async def alike(self, key: str, since: datetime, until: datetime) -> list[Request]:
        """Return the requests of one key submitted in a stretch of time."""
        ...

    async def waiting(self, until: datetime) -> list[Waiting]:
        """Return the incidents whose moment has come."""
        ...


class Archive(Protocol):
    """Reads many requests for reports, a stretch of time after another."""

    def facts(self, asked: Question) -> AsyncIterator[Facts]:
        """Yield what figures are made of, the latest first."""
        ...

    def whole(self, asked: Question) -> AsyncIterator[Request]:
        """Yield the requests themselves, the earliest first."""
        ...


class Book(Protocol):
    """The rules of each estate, in memory and seconds old at most."""

    async def rules(self, estate: str) -> Rules:
        """Return the rules that hold in an estate."""
        ...

    async def duty_of(self, estate: str) -> DutyBook | None:
        """Return an estate's leave and swaps to look at."""
        ...

    def forget(self, estate: str) -> None:
        """Read them again at the next need, since they have changed."""
        ...


class Burdens(Protocol):
    """Who has how much in hand."""

    def of(self, estate: str) -> Mapping[str, int]:
        """Return the number of open requests by assignee."""
        ...


class Models(Protocol):
    """Knows the models that an estate has learnt, and what people made of the answers."""

    def books(self, cause: Cause) -> Repository[ModelBook]:
        """Return the books, for the work that ``cause`` set going."""
        ...

    async def current(self, estate: str) -> ModelBook | None:
        """Return an estate's book to look at."""
        ...

    async def judged(self, estate: str, since: datetime, until: datetime) -> Sequence[Judged]:
        """Return what people have confirmed or corrected of a time's requests."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """Everything a handler may touch, bound to one cause."""

    cause: Cause
    requests: Repository[Request]
    staff: Repository[StaffCard]
    files: Repository[EstateFiles]
    duty: Repository[DutyBook]
    lists: Requests
    incidents: Repository[Incident]
    known: IncidentLists
    book: Book
    loads: Burdens
    memory: Remembering | None = None
    classify: Classify = classify

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at

    async def act(self, by: str | None = None, channel: str = "system") -> Act:
        """Return the circumstances of a move made now."""
        estate = self.cause.estate
        rules = await self.book.rules(estate)
        loads = self.loads.of(estate)
        return Act(estate=estate, at=self.now, rules=rules, by=by, channel=channel, loads=loads)
