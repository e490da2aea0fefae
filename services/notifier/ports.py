"""Say what the handlers need of the world, and gather it for one unit of work."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar, Protocol

from services.notifier.domain.contact import Contact
from services.notifier.domain.notification import Notification
from services.notifier.domain.rendering import Words
from shared.contracts.envelope import Cause
from shared.contracts.words import Outlet
from shared.kernel.clock import Clock
from shared.kernel.errors import Refused
from shared.kernel.ids import new_id
from shared.store.port import Repository


class Rejected(Refused):
    """The provider will never take this message: trying the same again is in vain."""

    slug: ClassVar[str] = "rejected-by-provider"


@dataclass(slots=True, frozen=True, kw_only=True)
class Parcel:
    """What is handed to a provider; ``token`` is ours, and the same for every attempt."""

    token: str
    to: str
    text: str
    about: str
    because: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Found:
    """What a provider knows of a token; ``delivered_at`` once it arrived, ``failed`` if never."""

    provider_id: str
    delivered_at: datetime | None = None
    failed: bool = False


class Provider(Protocol):
    """Carries messages over one outlet."""

    async def send(self, parcel: Parcel) -> str:
        """Return the provider's id once it has taken the message.

        Raises ``Unavailable`` if it is not known to have been taken, ``Rejected`` if it never
        will be. To be repeated only after ``find`` has said that there is no such token.
        """
        ...

    async def find(self, token: str) -> Found | None:
        """Return what became of a token, None if the provider never had it.

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

    async def due(self, now: datetime, most: int) -> Sequence[Notification]:
        """Return rows in which something must happen by ``now``."""
        ...

    async def inbox(self, estate: str, person: str, before: datetime) -> Sequence[Notification]:
        """Return a page of somebody's app messages older than ``before``, newest first."""
        ...

    async def calls(self, estate: str, caller: str | None) -> Sequence[Notification]:
        """Return open phone tasks, of one member of staff or all, oldest first."""
        ...

    async def calls_about(self, estate: str, about: str) -> Sequence[Notification]:
        """Return the open phone tasks about one request."""
        ...


class Records(Protocol):
    """Makes the record of a send a little later, if a receipt has not made it idle by then."""

    async def put(self, token: str, act: Callable[[], Awaitable[object]], hold: timedelta) -> None:
        """Take a record over."""
        ...

    def spare(self, token: str) -> None:
        """Note that the row's receipt is recorded."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class World:
    """What stays the same from one unit of work to the next; ``waits``: for receipts."""

    providers: Mapping[Outlet, Provider]
    words: Words
    zone: tzinfo
    waits: Mapping[Outlet, timedelta]
    records: Records


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
    world: World
    clock: Clock

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
