"""Run the notifier's handlers over memory and a provider by hand, with a fuse that kills it."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.notifier.domain.contact import Contact
from services.notifier.domain.notice import Notice, Reading
from services.notifier.domain.notification import Notification
from services.notifier.domain.rendering import Words
from services.notifier.domain.template import Template
from services.notifier.handlers.people import hear_owner, hear_staff
from services.notifier.handlers.telling import tell
from services.notifier.jobs import Round, Sweep
from services.notifier.ports import Found, Parcel, Work, World
from services.notifier.settings import WAITS
from shared.contracts.envelope import Cause
from shared.contracts.event import Event
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.store.port import Repository
from tests.support.browsers import Browsers
from tests.support.memory import Memory
from tests.support.notice_lists import Board, Texts
from tests.support.notifier_lists import Book, Rows
from tests.support.records import AtOnce, Together
from tests.support.told import ESTATE, EVERYBODY, NOON, REQUEST, SHANGHAI

WORDS = Words(SHANGHAI, "https://estate.example")


class Killed(BaseException):
    """The process is gone, at whichever await it was."""


@dataclass(slots=True)
class Fuse:
    """Kills the process at step ``burns_at``; from then on nothing it does has any effect."""

    burns_at: int | None = None
    steps: int = 0

    def pass_by(self) -> None:
        """Take a step, or die."""
        self.steps += 1
        if self.burns_at is not None and self.steps > self.burns_at:
            raise Killed


@dataclass(slots=True)
class FakeProvider:
    """One outlet's provider; ``posts`` counts what it was handed, ``fates`` is its knowledge.

    It raises what ``refusals`` still holds; ``at_once`` is called before it answers.
    """

    fuse: Fuse
    clock: Callable[[], datetime]
    posts: Counter[str] = field(default_factory=Counter)
    parcels: list[Parcel] = field(default_factory=list)
    fates: dict[str, Found] = field(default_factory=dict)
    refusals: list[Exception] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    at_once: Callable[[str], Awaitable[None]] | None = None

    async def send(self, parcel: Parcel) -> str:
        """Take it, unless a refusal is in store."""
        self.fuse.pass_by()
        if self.refusals:
            raise self.refusals.pop(0)
        self.posts[parcel.token] += 1
        self.parcels.append(parcel)
        self.fates[parcel.token] = Found(provider_id=f"p-{parcel.token}")
        self.fuse.pass_by()
        if self.at_once:
            await self.at_once(parcel.token)
        return f"p-{parcel.token}"

    async def find(self, parcel: Parcel) -> Found | None:
        """Answer from what was taken."""
        self.fuse.pass_by()
        if self.refusals:
            raise self.refusals.pop(0)
        self.asked[parcel.token] += 1
        return self.fates.get(parcel.token)


@dataclass(slots=True)
class FusedRepository:
    """A repository of a process that may die before or after each step."""

    inner: Repository[Notification]
    fuse: Fuse

    async def get(self, identity: str) -> Notification:
        """Load."""
        self.fuse.pass_by()
        return await self.inner.get(identity)

    async def find(self, identity: str) -> Notification | None:
        """Load or None."""
        self.fuse.pass_by()
        return await self.inner.find(identity)

    async def save(self, aggregate: Notification) -> None:
        """Save; death may come between the commit and its news."""
        self.fuse.pass_by()
        await self.inner.save(aggregate)
        self.fuse.pass_by()


class Notifier:
    """A notifier whose clock stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON
        self.fuse = Fuse()
        self.rows: Memory[Notification] = Memory()
        self.contacts: Memory[Contact] = Memory()
        self.lists = Rows(self.rows)
        self.notices: Memory[Notice] = Memory()
        self.readings: Memory[Reading] = Memory()
        self.templates: Memory[Template] = Memory()
        self.board = Board(self.notices, self.readings, self.contacts)
        self.window = timedelta()
        self.providers = {outlet: FakeProvider(self.fuse, self.clock) for outlet in WAITS}
        self.browsers = Browsers()
        self._causes = 0

    def clock(self) -> datetime:
        """Tell the time of the test."""
        return self.now

    def cause(self, name: str | None = None) -> Cause:
        """Return a cause, a new one unless named."""
        self._causes += 1
        identity = name or f"cause-{self._causes}"
        return Cause(id=identity, estate=ESTATE, at=self.now, correlation=REQUEST)

    def work(self, cause: Cause) -> Work:
        """Bind everything to a cause."""
        return Work(
            cause=cause,
            notifications=FusedRepository(self.rows.under(cause), self.fuse),
            contacts=self.contacts.under(cause),
            rows=lambda other: FusedRepository(self.rows.under(other), self.fuse),
            lists=self.lists,
            book=Book(self.contacts),
            notices=self.notices.under(cause),
            notices_under=self.notices.under,
            readings=self.readings.under(cause),
            board=self.board,
            templates=self.templates.under(cause),
            wordings=Texts(self.templates),
            world=World(
                providers=self.providers,
                words=WORDS,
                zone=SHANGHAI,
                waits={outlet: timedelta(seconds=wait) for outlet, wait in WAITS.items()},
                records=AtOnce(),
                takings=Together(self.rows, self.fuse.pass_by),
                subscriptions=self.browsers,
                window=self.window,
            ),
            clock=self.clock,
        )

    async def know(self, *people: OwnerChanged | StaffChanged) -> None:
        """Hear of people."""
        for person in people or EVERYBODY:
            work = self.work(self.cause())
            if isinstance(person, OwnerChanged):
                await hear_owner(person, work)
            else:
                await hear_staff(person, work)

    async def hear(self, event: Event, message: str = "message-1") -> None:
        """Hear an event as the message of that name."""
        await tell(event, self.work(self.cause(message)))

    async def sweep(self, after: timedelta = timedelta()) -> None:
        """Let time pass, then sweep until nothing more is due."""
        self.now += after
        sweep = Sweep(self.lists, self.work, self.clock)
        for _ in range(20):
            if not [page async for page in self.lists.due(self.now, 1)]:
                return
            await sweep.turn()
        raise AssertionError("the sweep never ends")

    async def go_round(self, after: timedelta = timedelta()) -> None:
        """Let time pass, then carry on every notice that is due."""
        self.now += after
        for emergency in (True, False):
            await Round(self.board, self.work, self.clock, emergency=emergency).turn()

    def to(self, person: str) -> list[Notification]:
        """Return somebody's rows, in the order of their outlets."""
        mine = [row for row in self.rows.kept.values() if row.letter.recipient == person]
        return sorted(mine, key=lambda row: (row.created_at, row.rung))

    @property
    def posts(self) -> Counter[str]:
        """Return how often each token was handed to any provider."""
        return sum((provider.posts for provider in self.providers.values()), Counter())
