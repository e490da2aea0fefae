"""Look intake's conversations, drafts and staff up in memory; draw codes that a test knows."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.intake.domain.conversation import Conversation, Standing
from services.intake.domain.draft import Draft, draft_id
from services.intake.domain.duty import Duty
from services.intake.domain.staff import Staff
from services.intake.domain.submission import Submission
from shared.kernel.errors import Unavailable
from shared.store.port import Repository
from tests.support.memory import Memory

DUTY = Duty(
    opens=time(8, 30),
    closes=time(18, 0),
    zone=ZoneInfo("Asia/Shanghai"),
    clerk=timedelta(minutes=30),
    head=timedelta(minutes=60),
)


@dataclass(slots=True)
class Talks:
    """Finds conversations in memory."""

    kept: Memory[Conversation]

    async def waiting(self, now: datetime) -> list[Conversation]:
        """Return those in which somebody is to be paged."""
        return [one for one in self.kept.kept.values() if one.next_at and one.next_at <= now]

    async def listed(self, estate: str, standing: Standing, before: datetime) -> list[Conversation]:
        """Return those that stand so."""
        found = [one for one in self.kept.kept.values() if one.standing is standing]
        return [o for o in found if o.estate == estate and o.changed_at and o.changed_at < before]

    async def of_owner(self, estate: str, owner_id: str) -> list[Conversation]:
        """Return an owner's."""
        found = [o for o in self.kept.kept.values() if o.reporter.owner_id == owner_id]
        return [one for one in found if one.estate == estate]


@dataclass(slots=True)
class Turns:
    """Finds drafts in memory."""

    kept: Memory[Draft]

    async def reply(self, estate: str, openid: str, key: str) -> str | None:
        """Return what was answered to a message."""
        draft = self.kept.kept.get(draft_id(estate, openid))
        return draft.replies.get(key) if draft else None

    async def lapsed(self, now: datetime) -> list[Draft]:
        """Return those that fell silent."""
        return [one for one in self.kept.kept.values() if one.next_at and one.next_at <= now]


@dataclass(slots=True)
class Crew:
    """Finds staff in memory."""

    kept: Memory[Staff]

    async def all(self, estate: str) -> list[Staff]:
        """Return everybody who is active."""
        return [one for one in self.kept.kept.values() if one.active and one.estate == estate]

    async def at(self, estate: str, address: str) -> Staff | None:
        """Return whose address this is."""
        return next((one for one in await self.all(estate) if one.address == address), None)


@dataclass(slots=True)
class Pictures:
    """Has the pictures that a test puts at addresses."""

    at: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, url: str) -> bytes:
        """Return the picture."""
        if url not in self.at:
            raise Unavailable("no such picture")
        return self.at[url]


@dataclass(slots=True)
class Counting:
    """Draws 000001, 000002 … and codes that a test knows."""

    drawn: int = 0

    def digits(self) -> str:
        """Return the next six digits."""
        self.drawn += 1
        return f"{self.drawn:06d}"

    def letters(self) -> str:
        """Return the next eight letters."""
        self.drawn += 1
        return f"K7M2Q4X{self.drawn + 1}"


@dataclass(slots=True)
class FailingRepository:
    """Submissions on which each save first raises what ``failures`` still holds."""

    inner: Repository[Submission]
    failures: list[Exception]

    async def get(self, identity: str) -> Submission:
        """Load."""
        return await self.inner.get(identity)

    async def find(self, identity: str) -> Submission | None:
        """Load or None."""
        return await self.inner.find(identity)

    async def save(self, aggregate: Submission) -> None:
        """Raise the next failure, or save."""
        if self.failures:
            raise self.failures.pop(0)
        await self.inner.save(aggregate)
