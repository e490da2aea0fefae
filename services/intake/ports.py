"""What the handlers need of the world."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.domain.caller import Clue
from services.intake.domain.conversation import Conversation
from services.intake.domain.owner import Owner
from services.intake.domain.photo import Attachment, Photo
from services.intake.domain.submission import Receipt, Submission
from shared.contracts.envelope import Cause
from shared.store.port import Repository


class Receipts(Protocol):
    """The receipts of what was taken in, also for a repeat of the same cause."""

    async def find(self, request_id: str) -> Receipt | None:
        """Return the receipt, or None when nothing was taken in under that id."""
        ...


class OwnerBook(Protocol):
    """The registered owners, to look up."""

    async def by_id(self, estate: str, owner_id: str) -> Owner | None:
        """Return an active owner."""
        ...

    async def by_openid(self, estate: str, openid: str) -> Owner | None:
        """Return the active owner whose WeChat this is."""
        ...

    async def search(self, estate: str, clues: tuple[Clue, ...]) -> list[Owner]:
        """Return at most twenty active owners to whom one of the clues points."""
        ...


class Album(Protocol):
    """Where photos are kept."""

    async def keep(self, attachment: Attachment, at: datetime) -> None:
        """Keep a photo for good."""
        ...

    async def find(self, attachment_id: str) -> Attachment | None:
        """Return a photo, or None."""
        ...

    async def all_of(self, ids: frozenset[str], *, estate: str, uploader: str) -> bool:
        """Tell whether every one of ``ids`` is kept and is the uploader's."""
        ...


class Darkroom(Protocol):
    """Makes photos out of bytes."""

    async def develop(self, content: bytes) -> Photo:
        """Return the photo, upright and without EXIF; raises ``NotAPhoto``, ``TooManyPixels``."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """Everything a handler may touch, bound to one cause."""

    cause: Cause
    submissions: Repository[Submission]
    conversations: Repository[Conversation]
    owners: Repository[Owner]
    receipts: Receipts
    book: OwnerBook
    album: Album
    darkroom: Darkroom

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at
