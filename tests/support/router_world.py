"""Stand up the router in memory: an estate, a clock to set, handlers to call."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import BaseModel

from services.router import handlers
from services.router.domain.duty import Duty
from services.router.domain.duty_book import DutyBook
from services.router.domain.estate_files import EstateFiles
from services.router.domain.faults import Faults
from services.router.domain.incidents.incident import Incident
from services.router.domain.loads import Loads
from services.router.domain.people import StaffCard
from services.router.domain.request import Request
from services.router.domain.responders import Answered
from services.router.domain.rules import Rules, read_rules
from services.router.ports import Listing, Waiting, Work
from services.router.store import CountedRequests
from shared.contracts.envelope import Cause
from shared.kernel.ids import derived_id, new_id
from tests.support.known import KnownIncidents
from tests.support.memory import Memory
from tests.support.routing import ESTATE, FILES, at, submission


@dataclass(slots=True)
class Shelf:
    """Looks through the requests kept in memory."""

    memory: Memory[Request]

    async def find(self, estate: str, request_id: str) -> Request | None:
        found = self.memory.kept.get(request_id)
        return found if found and found.estate == estate else None

    async def numbered(self, estate: str, number: str) -> Request | None:
        kept = self.memory.kept.values()
        return next((one for one in kept if (one.estate, one.number) == (estate, number)), None)

    async def page(self, listing: Listing) -> list[Request]:
        fitting = [
            request
            for request in self.memory.kept.values()
            if request.estate == listing.estate
            and any(_fits(request, {**scope, **listing.where}) for scope in listing.scopes)
            and (request.submitted_at, request.id) < listing.before
            and (listing.since is None or listing.since <= request.submitted_at)
            and (not listing.states or request.status in listing.states)
            and (not listing.categories or request.category in listing.categories)
        ]
        newest = sorted(fitting, key=lambda one: (one.submitted_at, one.id), reverse=True)
        return newest[: listing.limit]

    async def waiting(self, until: datetime) -> list[Waiting]:
        kept = self.memory.kept.values()
        moments = [(r.next_at, r.id, r.estate) for r in kept if r.next_at and r.next_at <= until]
        return sorted(Waiting(*moment) for moment in moments if moment[0])

    async def held_by(self, estate: str, staff_id: str) -> list[str]:
        return [r.id for r in self.memory.kept.values() if r.burden == staff_id]

    async def answered_for(self, estate: str, since: datetime, until: datetime) -> list[Answered]:
        kept = [r for r in self.memory.kept.values() if since <= r.submitted_at < until]
        return [
            Answered(
                first_responder=r.first_responder,
                status=r.status,
                satisfied=r.satisfied,
                missed=any(clock.missed for clock in r.clocks),
                submitted_at=r.submitted_at,
                ended_at=r.ended_at,
            )
            for r in kept
        ]

    async def provisional(self, estate: str) -> list[str]:
        return [r.id for r in self.memory.kept.values() if r.provisional]


def _fits(request: Request, where: dict[str, str]) -> bool:
    facts = {"reporter.owner_id": request.reporter.owner_id}
    found = {key: facts.get(key, getattr(request, key, None)) for key in where}
    asked = {key: value for key, value in where.items() if key != "asks"}
    mine = "asks" not in where or where["asks"] in request.asks
    return mine and all(found[key] == value for key, value in asked.items())


@dataclass(slots=True)
class World:
    """The router without servers; ``now`` is its clock."""

    now: datetime = field(default_factory=lambda: at("2026-11-23 10:00"))
    requests: Memory[Request] = field(default_factory=Memory)
    staff: Memory[StaffCard] = field(default_factory=Memory)
    files: Memory[EstateFiles] = field(default_factory=Memory)
    duty: Memory[DutyBook] = field(default_factory=Memory)
    incidents: Memory[Incident] = field(default_factory=Memory)
    loads: Loads = field(default_factory=Loads)
    read: int = 0
    heard: int = 0

    def __post_init__(self) -> None:
        kept = EstateFiles(id=ESTATE, estate=ESTATE, version=1, files=dict(FILES))
        self.files.kept[ESTATE], self.files.handled[ESTATE] = kept, []

    @property
    def estates(self) -> tuple[str, ...]:
        return (ESTATE,)

    @property
    def lists(self) -> Shelf:
        return Shelf(self.requests)

    @property
    def known(self) -> KnownIncidents:
        return KnownIncidents(self.incidents, self.requests)

    async def rules(self, estate: str) -> Rules:
        kept = self.files.kept.get(estate)
        rules = kept.rules() if kept else read_rules({}, Faults())
        cards = {card.staff.id: card.staff for card in self.staff.kept.values()}
        book = self.duty.kept.get(estate)
        duty = book.duty if book else Duty()
        return Rules(**{**_parts(rules), "told": cards, "duty": duty})  # type: ignore[arg-type]

    async def refresh(self, estate: str) -> Rules:
        return await self.rules(estate)

    async def duty_of(self, estate: str) -> DutyBook | None:
        return self.duty.kept.get(estate)

    def forget(self, estate: str) -> None:
        """Nothing is remembered here."""

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)

    def cause(self, *parts: str) -> Cause:
        identity = derived_id("test", *parts) if parts else new_id()
        return Cause(id=identity, estate=ESTATE, at=self.now, correlation=identity)

    def work(self, cause: Cause | None = None) -> Work:
        cause = cause or self.cause()
        return Work(
            cause=cause,
            requests=CountedRequests(self.requests.under(cause), self.loads),
            staff=self.staff.under(cause),
            files=self.files.under(cause),
            duty=self.duty.under(cause),
            lists=self.lists,
            incidents=self.incidents.under(cause),
            known=self.known,
            book=self,
            loads=self.loads,
        )

    async def submit(self, text: str = "厨房水龙头漏水", **more: object) -> Request:
        """Submit a request now, and return what the router made of it."""
        event = submission(self.now, text, **more)
        await handlers.route(event, self.work())
        return self.requests.kept[event.request_id]

    def told_now(self, *kinds: type[BaseModel]) -> list[BaseModel]:
        """Return what has been told since the last time this was asked."""
        fresh = self.requests.told[self.read :]
        self.read = len(self.requests.told)
        return [event for event in fresh if isinstance(event, kinds or (BaseModel,))]


def _parts(rules: Rules) -> dict[str, object]:
    names = ("policy", "calendar", "departments", "roster", "filed", "built", "version")
    return {name: getattr(rules, name) for name in names}
