"""What the handlers need of the world."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from services.router.domain.act import Act
from services.router.domain.estate_files import EstateFiles
from services.router.domain.people import StaffCard
from services.router.domain.request import Request
from services.router.domain.rights import Scope
from services.router.domain.rules import Rules
from shared.contracts.envelope import Cause
from shared.store.port import Repository


class Waiting(NamedTuple):
    """A request whose moment has come."""

    next_at: datetime
    request_id: str
    estate: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Listing:
    """What is listed: any of ``scopes`` and all of ``where``, older than ``before``."""

    estate: str
    scopes: tuple[Scope, ...]
    where: Scope
    before: tuple[datetime, str]
    limit: int


class Requests(Protocol):
    """Reads requests beside the repository."""

    async def find(self, estate: str, request_id: str) -> Request | None:
        """Return a request to look at."""
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

    async def provisional(self, estate: str) -> list[str]:
        """Return the ids of the requests with a provisional due time."""
        ...


class Book(Protocol):
    """The rules of each estate, in memory and seconds old at most."""

    async def rules(self, estate: str) -> Rules:
        """Return the rules that hold in an estate."""
        ...

    def forget(self, estate: str) -> None:
        """Read them again at the next need, since they have changed."""
        ...


class Burdens(Protocol):
    """Who has how much in hand."""

    def of(self, estate: str) -> Mapping[str, int]:
        """Return the number of open requests by assignee."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """Everything a handler may touch, bound to one cause."""

    cause: Cause
    requests: Repository[Request]
    staff: Repository[StaffCard]
    files: Repository[EstateFiles]
    lists: Requests
    book: Book
    loads: Burdens

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at

    async def act(self, by: str | None = None) -> Act:
        """Return the circumstances of a move made now."""
        estate = self.cause.estate
        rules = await self.book.rules(estate)
        return Act(estate=estate, at=self.now, rules=rules, by=by, loads=self.loads.of(estate))
