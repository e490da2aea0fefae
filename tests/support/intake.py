"""Hold intake together with fakes at its ports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.intake.channels.darkroom import ThreadedDarkroom
from services.intake.domain.caller import Clue
from services.intake.domain.conversation import Conversation
from services.intake.domain.owner import Owner, key_of
from services.intake.domain.photo import Attachment
from services.intake.domain.submission import Receipt, Submission
from services.intake.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.store.port import Repository
from tests.support.memory import Memory

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


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


@dataclass(slots=True)
class Receipts:
    """Reads receipts from memory and counts the reads."""

    submissions: Memory[Submission]
    reads: int = 0

    async def find(self, request_id: str) -> Receipt | None:
        """Return the receipt."""
        self.reads += 1
        kept = self.submissions.kept.get(request_id)
        return kept.receipt if kept else None


@dataclass(slots=True)
class Book:
    """Looks owners up in memory and counts the reads."""

    owners: Memory[Owner]
    reads: int = 0

    async def by_id(self, estate: str, owner_id: str) -> Owner | None:
        """Return an active owner."""
        return self._first(estate, "owner_id", owner_id)

    async def by_openid(self, estate: str, openid: str) -> Owner | None:
        """Return the active owner whose WeChat this is."""
        return self._first(estate, "openid", openid)

    async def search(self, estate: str, clues: tuple[Clue, ...]) -> list[Owner]:
        """Return the active owners to whom one of the clues points."""
        return [o for clue in clues for o in self._fitting(estate, clue.field, clue.value)]

    def _first(self, estate: str, name: str, value: str) -> Owner | None:
        found = self._fitting(estate, name, value)
        return found[0] if found else None

    def _fitting(self, estate: str, name: str, value: str) -> Sequence[Owner]:
        self.reads += 1
        return [
            owner
            for owner in self.owners.kept.values()
            if owner.estate == estate and owner.active and getattr(owner, name) == value
        ]


@dataclass(slots=True)
class Album:
    """Keeps photos in memory and counts the reads."""

    kept: dict[str, Attachment] = field(default_factory=dict)
    reads: int = 0

    async def keep(self, attachment: Attachment, at: datetime) -> None:
        """Keep a photo."""
        self.kept[attachment.id] = attachment

    async def find(self, attachment_id: str) -> Attachment | None:
        """Return a photo, or None."""
        self.reads += 1
        return self.kept.get(attachment_id)

    async def all_of(self, ids: frozenset[str], *, estate: str, uploader: str) -> bool:
        """Tell whether all are kept and the uploader's."""
        self.reads += 1
        found = (self.kept.get(identity) for identity in ids)
        return all(a and (a.estate, a.uploader) == (estate, uploader) for a in found)


class Intake:
    """Intake's ports in memory; ``failures`` are raised by the next saves of submissions."""

    def __init__(self) -> None:
        self.submissions: Memory[Submission] = Memory()
        self.conversations: Memory[Conversation] = Memory()
        self.owners: Memory[Owner] = Memory()
        self.receipts = Receipts(self.submissions)
        self.book = Book(self.owners)
        self.album = Album()
        self.darkroom = ThreadedDarkroom()
        self.failures: list[Exception] = []

    @property
    def reads(self) -> int:
        """How often the database was read beside the repositories."""
        return self.receipts.reads + self.book.reads + self.album.reads

    def work(self, cause: Cause) -> Work:
        """Return everything a handler may touch."""
        return Work(
            cause=cause,
            submissions=FailingRepository(self.submissions.under(cause), self.failures),
            conversations=self.conversations.under(cause),
            owners=self.owners.under(cause),
            receipts=self.receipts,
            book=self.book,
            album=self.album,
            darkroom=self.darkroom,
        )

    def register(self, told: OwnerChanged, estate: str = "sample") -> None:
        """Keep an owner as if heard of before."""
        owner = Owner.unheard_of(told.owner_id, estate)
        owner.learn(told)
        owner.version = 1
        self.owners.kept[key_of(told.owner_id, estate)] = owner
        self.owners.handled[key_of(told.owner_id, estate)] = []


def cause(identity: str = "cause-1", *, estate: str = "sample", at: datetime = NOON) -> Cause:
    """Return a cause."""
    return Cause(id=identity, estate=estate, at=at, correlation=f"story-of-{identity}")


def an_owner(owner_id: str = "owner-1", **changed: object) -> OwnerChanged:
    """Return what is told of an owner in 3-2-1201."""
    particulars: dict[str, object] = {
        "owner_id": owner_id,
        "household_id": "household-1",
        "name": "周明",
        "place": Place(building="3", unit="2", room="1201"),
        "version": 1,
        "phone": "13800005678",
        "wechat_openid": "oABC-123_x",
        "active": True,
    }
    return OwnerChanged.model_validate({**particulars, **changed})
