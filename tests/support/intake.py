"""Hold intake together with fakes at its ports."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.intake.channels.darkroom import ThreadedDarkroom
from services.intake.domain.binding import PhoneCodes, Proof, RoomCode
from services.intake.domain.caller import Clue
from services.intake.domain.conversation import Conversation
from services.intake.domain.draft import Draft
from services.intake.domain.estate import Estate
from services.intake.domain.groups.paste import Paste
from services.intake.domain.owner import Owner, key_of
from services.intake.domain.photo import Attachment
from services.intake.domain.report import Report
from services.intake.domain.staff import Staff
from services.intake.domain.submission import Receipt, Submission
from services.intake.domain.upload import Upload
from services.intake.ports import UploadWork, Work
from shared.contracts.envelope import Cause
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.kernel.errors import Unavailable
from tests.support.intake_lists import (
    DUTY,
    Counting,
    Crew,
    FailingRepository,
    Pictures,
    Talks,
    Turns,
)
from tests.support.memory import Memory

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


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

    async def of_owner(self, estate: str, owner_id: str) -> list[Submission]:
        """Return an owner's submissions, newest first."""
        self.reads += 1
        found = [s for s in self.submissions.kept.values() if s.reporter.owner_id == owner_id]
        mine = [one for one in found if one.estate == estate]
        return sorted(mine, key=lambda one: one.submitted_at, reverse=True)


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

    async def at(self, estate: str, openid: str) -> list[Owner]:
        """Return the active owners whose WeChat this is."""
        return list(self._fitting(estate, "openid", openid))

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


@dataclass(slots=True)
class UploadShelf:
    """Keeps pieces in memory; ``breaks`` makes the next keeping of a piece fail."""

    uploads: Memory[Upload]
    pieces: dict[str, bytes] = field(default_factory=dict)
    breaks: bool = False

    async def find(self, upload_id: str, estate: str) -> Upload | None:
        """Return an upload."""
        kept = self.uploads.kept.get(upload_id)
        return deepcopy(kept) if kept and kept.estate == estate else None

    async def open_of(self, estate: str, uploader: str) -> int:
        """Count the open ones."""
        mine = [one for one in self.uploads.kept.values() if one.uploader == uploader]
        return len([one for one in mine if one.state == "open" and one.estate == estate])

    async def put(self, piece_id: str, content: bytes, until: datetime) -> None:
        """Keep a piece, or fail."""
        if self.breaks:
            raise Unavailable("disk")
        self.pieces[piece_id] = content

    async def read(self, piece_ids: Sequence[str]) -> bytes:
        """Join the pieces."""
        return b"".join(self.pieces[one] for one in piece_ids)

    async def drop(self, piece_ids: Sequence[str]) -> None:
        """Forget the pieces."""
        for one in piece_ids:
            self.pieces.pop(one, None)


class Intake:
    """Intake's ports in memory; ``failures`` are raised by the next saves of submissions."""

    def __init__(self) -> None:
        self.submissions: Memory[Submission] = Memory()
        self.conversations: Memory[Conversation] = Memory()
        self.owners: Memory[Owner] = Memory()
        self.reports: Memory[Report] = Memory()
        self.uploads: Memory[Upload] = Memory()
        self.upload_shelf = UploadShelf(self.uploads)
        self.receipts = Receipts(self.submissions)
        self.book = Book(self.owners)
        self.album = Album()
        self.darkroom = ThreadedDarkroom()
        self.staff: Memory[Staff] = Memory()
        self.estates: Memory[Estate] = Memory()
        self.drafts: Memory[Draft] = Memory()
        self.proofs: Memory[Proof] = Memory()
        self.phone_codes: Memory[PhoneCodes] = Memory()
        self.room_codes: Memory[RoomCode] = Memory()
        self.pastes: Memory[Paste] = Memory()
        self.pictures = Pictures()
        self.draw = Counting()
        self.failures: list[Exception] = []

    @property
    def reads(self) -> int:
        """How often the database was read beside the repositories."""
        return self.receipts.reads + self.book.reads + self.album.reads

    def upload_work(self, cause: Cause) -> UploadWork:
        """Return everything that a handler of uploads may touch."""
        return UploadWork(
            cause=cause,
            uploads=self.uploads.under(cause),
            shelf=self.upload_shelf,
            album=self.album,
            darkroom=self.darkroom,
        )

    def work(self, cause: Cause) -> Work:
        """Return everything a handler may touch."""
        return Work(
            cause=cause,
            submissions=FailingRepository(self.submissions.under(cause), self.failures),
            conversations=self.conversations.under(cause),
            owners=self.owners.under(cause),
            reports=self.reports.under(cause),
            receipts=self.receipts,
            book=self.book,
            album=self.album,
            darkroom=self.darkroom,
            staff=self.staff.under(cause),
            estates=self.estates.under(cause),
            drafts=self.drafts.under(cause),
            proofs=self.proofs.under(cause),
            phone_codes=self.phone_codes.under(cause),
            room_codes=self.room_codes.under(cause),
            pastes=self.pastes.under(cause),
            talks=Talks(self.conversations),
            turns=Turns(self.drafts),
            crew=Crew(self.staff),
            pictures=self.pictures,
            draw=self.draw,
            duty=DUTY,
            page="https://estate.example/",
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
