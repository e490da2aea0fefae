"""Say what the handlers need of the world, and gather it for one unit of work."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar, Protocol

from services.notifier.domain.contact import Contact
from services.notifier.domain.notice import Notice, Reading
from services.notifier.domain.notice_board import NoticeBoard
from services.notifier.domain.notification import Notification
from services.notifier.domain.push import Subscription
from services.notifier.domain.records import Records, Takings
from services.notifier.domain.rendering import Words
from services.notifier.domain.rows import RANKS
from services.notifier.domain.template import Template
from shared.contracts.envelope import Cause
from shared.contracts.words import Outlet
from shared.kernel.clock import Clock
from shared.kernel.errors import Refused, Unavailable
from shared.kernel.ids import new_id
from shared.store.port import Remembering, Repository


class Rejected(Refused):
    """The provider will never take this message: trying the same again is in vain."""

    slug: ClassVar[str] = "rejected-by-provider"


class Later(Unavailable):
    """The provider did not take it and says when it may: to be put off until then, no sooner."""

    slug: ClassVar[str] = "provider-says-later"

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


@dataclass(slots=True, frozen=True, kw_only=True)
class Parcel:
    """What is handed to a provider; ``token`` is ours, and the same for every attempt.

    ``fields`` fill a provider's own template; ``since`` is when the row was made, ``tried_at`` the
    end of an earlier attempt of which nobody knows what came; ``heard_at`` when the person last
    wrote to us by WeChat; ``provider_id`` the provider's own name for it, once known.
    """

    token: str
    to: str
    text: str
    about: str
    because: str
    estate: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    chased: bool = False
    since: datetime | None = None
    tried_at: datetime | None = None
    heard_at: datetime | None = None
    provider_id: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Found:
    """What a provider knows of a token; ``delivered_at`` once it arrived, ``failed`` if never."""

    provider_id: str
    delivered_at: datetime | None = None
    failed: bool = False


class Provider(Protocol):
    """Carries messages over one outlet."""

    async def send(self, parcel: Parcel) -> str:
        """Return the provider's id once it took the message, ``UNREPORTED`` if it never reports.

        Raises ``Unavailable`` if it is not known to have been taken, ``Rejected`` if it never
        will be, ``Later`` if it was not and when it may. To be repeated only after ``find`` has
        said that there is no such token.
        """
        ...

    async def find(self, parcel: Parcel) -> Found | None:
        """Return what became of a parcel, None if the provider never had it or cannot be asked.

        Raises ``Unavailable``, or ``Rejected`` if the provider will not say.
        """
        ...


class ContactBook(Protocol):
    """Knows people's addresses, at most some seconds old."""

    async def look_up(self, estate: str, people: Collection[str]) -> Mapping[str, Contact]:
        """Return those of ``people`` of whom the register has spoken."""
        ...

    async def clerks(self, estate: str) -> Sequence[Contact]:
        """Return the active clerks."""
        ...

    def forget(self, contact: Contact) -> None:
        """Ask the database again about somebody who has just changed."""
        ...


class Lists(Protocol):
    """Finds rows otherwise than by what caused them."""

    async def row(self, token: str) -> Notification | None:
        """Return a row of any estate, for a provider that does not know estates."""
        ...

    async def row_of(self, outlet: Outlet, provider_id: str) -> Notification | None:
        """Return the row that a provider knows by a name of its own."""
        ...

    def due(
        self, now: datetime, size: int, ranks: Sequence[int | None] = RANKS
    ) -> AsyncIterator[Sequence[Notification]]:
        """Yield pages of rows in which something must happen by ``now``, by rank."""
        ...

    async def claim(self, rows: Sequence[Notification], now: datetime) -> Sequence[Notification]:
        """Lease untried rows at one stroke; return those that nobody else was faster with."""
        ...

    async def waiting(self, estate: str, person: str, now: datetime) -> Sequence[Notification]:
        """Return somebody's rows that wait for the end of a quiet time."""
        ...

    async def inbox(
        self, estate: str, person: str, before: datetime, last: str = ""
    ) -> Sequence[Notification]:
        """Return a page of somebody's app messages from before, newest first.

        Of those made at the moment ``before`` itself, the ones whose id is smaller than ``last``.
        """
        ...

    async def told(
        self, estate: str, person: str, before: datetime, last: str = "", about: str | None = None
    ) -> Sequence[Notification]:
        """Return a page of what somebody was told by any outlet, or was to be; newest first."""
        ...

    async def calls(self, estate: str, caller: str | None) -> Sequence[Notification]:
        """Return open phone tasks, of one member of staff or all, oldest first."""
        ...

    async def calls_about(self, estate: str, about: str) -> Sequence[Notification]:
        """Return the open phone tasks about one request."""
        ...


class Subscriptions(Protocol):
    """Knows the browsers that people have let us push to."""

    async def keep(self, estate: str, person: str, subscription: Subscription) -> None:
        """Keep a browser."""
        ...

    async def drop(self, estate: str, person: str, endpoint: str) -> None:
        """Forget one of a person's own."""
        ...

    async def forget(self, estate: str, person: str) -> None:
        """Forget all of a person's."""
        ...

    async def of(self, estate: str, person: str) -> Sequence[Subscription]:
        """Return a person's browsers."""
        ...


class Wordings(Protocol):
    """Knows the estate's own texts, at most some seconds old."""

    async def of(self, estate: str) -> Mapping[str, str]:
        """Return the texts that stand in place of ours, by name."""
        ...

    def forget(self, estate: str) -> None:
        """Ask the database again about texts that have just changed."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class World:
    """What stays the same from one unit of work to the next; ``waits``: for receipts."""

    providers: Mapping[Outlet, Provider]
    words: Words
    zone: tzinfo
    waits: Mapping[Outlet, timedelta]
    records: Records
    takings: Takings
    subscriptions: Subscriptions
    window: timedelta = timedelta()
    notices_an_hour: int = 3
    signature: str = "物业服务中心"


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """Everything a handler may touch, bound to one cause.

    ``rows`` opens the notifications under another cause: an attempt to send and what came of it
    are units of work of their own, and each save needs a cause by which to know it again.
    """

    cause: Cause
    notifications: Repository[Notification]
    contacts: Repository[Contact]
    rows: Callable[[Cause], Repository[Notification]]
    lists: Lists
    book: ContactBook
    notices: Repository[Notice]
    notices_under: Callable[[Cause], Repository[Notice]]
    readings: Repository[Reading]
    board: NoticeBoard
    templates: Repository[Template]
    wordings: Wordings
    world: World
    clock: Clock
    memory: Remembering | None = None

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at

    def apart(self, row: Notification) -> Repository[Notification]:
        """Return the notifications for one more save of ``row``, as a unit of work of its own."""
        return self.rows(
            Cause(
                id=new_id(),
                estate=row.estate,
                at=self.clock(),
                correlation=row.letter.story or row.id,
                traceparent=self.cause.traceparent,
            )
        )
