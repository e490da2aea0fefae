"""What the handlers need of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.intake.domain.binding import PhoneCodes, Proof, RoomCode
from services.intake.domain.caller import Clue
from services.intake.domain.conversation import Conversation, Standing
from services.intake.domain.draft import Draft
from services.intake.domain.duty import Duty
from services.intake.domain.estate import Estate
from services.intake.domain.groups.paste import Paste
from services.intake.domain.owner import Owner
from services.intake.domain.photo import Attachment, Photo
from services.intake.domain.report import Report
from services.intake.domain.staff import Staff
from services.intake.domain.submission import Receipt, Submission
from services.intake.domain.upload import Upload
from shared.contracts.envelope import Cause
from shared.store.port import Remembering, Repository


class Receipts(Protocol):
    """The receipts of what was taken in, also for a repeat of the same cause."""

    async def of_owner(self, estate: str, owner_id: str) -> list[Submission]:
        """Return an owner's newest submissions, at most fifty."""
        ...

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

    async def at(self, estate: str, openid: str) -> list[Owner]:
        """Return the active owners whose WeChat this is; one person may have several rooms."""
        ...


class Talks(Protocol):
    """The conversations, to look up."""

    async def waiting(self, now: datetime) -> list[Conversation]:
        """Return those in which somebody is to be paged by now, the longest waiting first."""
        ...

    async def listed(self, estate: str, standing: Standing, before: datetime) -> list[Conversation]:
        """Return some that stand so and changed before that moment, the newest first."""
        ...

    async def of_owner(self, estate: str, owner_id: str) -> list[Conversation]:
        """Return an owner's conversations."""
        ...


class Turns(Protocol):
    """The drafts, to look up."""

    async def reply(self, estate: str, openid: str, key: str) -> str | None:
        """Return what was answered to a message, None if it was never answered."""
        ...

    async def lapsed(self, now: datetime) -> list[Draft]:
        """Return the drafts whose owner has not gone on in time."""
        ...


class Crew(Protocol):
    """The estate's active staff, to look up."""

    async def all(self, estate: str) -> list[Staff]:
        """Return everybody."""
        ...

    async def at(self, estate: str, address: str) -> Staff | None:
        """Return whose address this is, such as ``wecom:USERID``."""
        ...


class Pictures(Protocol):
    """Fetches what a platform keeps for a while."""

    async def fetch(self, url: str) -> bytes:
        """Return a picture's bytes; raises ``Unavailable`` or ``Refused``."""
        ...


class Draw(Protocol):
    """Draws codes that nobody guesses."""

    def digits(self) -> str:
        """Return six digits."""
        ...

    def letters(self) -> str:
        """Return eight letters and digits that are not mistaken for one another."""
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
    reports: Repository[Report]
    receipts: Receipts
    book: OwnerBook
    album: Album
    darkroom: Darkroom
    staff: Repository[Staff]
    estates: Repository[Estate]
    drafts: Repository[Draft]
    proofs: Repository[Proof]
    phone_codes: Repository[PhoneCodes]
    room_codes: Repository[RoomCode]
    pastes: Repository[Paste]
    talks: Talks
    turns: Turns
    crew: Crew
    pictures: Pictures
    draw: Draw
    duty: Duty
    page: str = ""
    memory: Remembering | None = None

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at


class UploadShelf(Protocol):
    """Where uploads are looked up, and their pieces lie until they are a photo."""

    async def find(self, upload_id: str, estate: str) -> Upload | None:
        """Return an upload of the estate, or None."""
        ...

    async def open_of(self, estate: str, uploader: str) -> int:
        """Return how many uploads somebody has open; more than one may have are not counted."""
        ...

    async def put(self, piece_id: str, content: bytes, until: datetime) -> None:
        """Keep a piece safely until then; returns once it is."""
        ...

    async def read(self, piece_ids: Sequence[str]) -> bytes:
        """Return what the pieces hold together."""
        ...

    async def drop(self, piece_ids: Sequence[str]) -> None:
        """Keep the pieces no longer."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class UploadWork:
    """Everything that the handlers of uploads may touch, bound to one cause."""

    cause: Cause
    uploads: Repository[Upload]
    shelf: UploadShelf
    album: Album
    darkroom: Darkroom

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at
