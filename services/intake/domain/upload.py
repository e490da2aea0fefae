"""Take a photo in pieces over a line that breaks: what has been confirmed is never asked again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from services.intake.domain.photo import MOST_BYTES, PhotoTooLarge
from services.intake.domain.repeat import KeyReused
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Invalid, Missing, Refused, TooMany

LASTS: Final = timedelta(hours=24)
MOST_OPEN: Final = 20


class UploadGone(Missing):
    """There is no such upload, it is somebody else's, or its time is over."""

    slug: ClassVar[str] = "upload-gone"

    def __init__(self) -> None:
        super().__init__("没有找到这次上传，可能已过期，请重新开始上传。")


class WrongOffset(Refused):
    """The piece does not begin where the last one ended."""

    slug: ClassVar[str] = "wrong-offset"

    def __init__(self, offset: int) -> None:
        super().__init__(f"已收到 {offset} 字节，请先用 HEAD 查询，再从那里继续上传。")


class WrongChecksum(Refused):
    """The piece is not what its sender has sent."""

    slug: ClassVar[str] = "checksum-mismatch"
    status: ClassVar[int] = 460

    def __init__(self) -> None:
        super().__init__("这一段在传输中损坏，没有保存，请重传这一段。")


class TooManyUploads(TooMany):
    """Somebody has begun as many uploads as one may leave open."""

    slug: ClassVar[str] = "too-many-uploads"

    def __init__(self) -> None:
        super().__init__(f"最多同时上传 {MOST_OPEN} 张照片，请等前面的传完。", retry_after=60)


class State(StrEnum):
    """Where an upload stands."""

    OPEN = "open"
    KEPT = "kept"
    GONE = "gone"


@dataclass(slots=True, frozen=True, kw_only=True)
class Piece:
    """Some bytes that are safely kept, under a name of their own."""

    id: str
    size: int


@dataclass(slots=True, kw_only=True)
class Upload(Aggregate):
    """A photo on its way; its id is the attachment's once it is whole."""

    uploader: str
    length: int
    forget_at: datetime
    pieces: list[Piece] = field(default_factory=list)
    state: State = State.OPEN

    @property
    def offset(self) -> int:
        """How many bytes are safely kept."""
        return self.length if self.state is State.KEPT else sum(one.size for one in self.pieces)

    @property
    def whole(self) -> bool:
        """Tell whether every byte is there."""
        return self.offset == self.length

    def check_repeat(self, length: int) -> None:
        """Raise ``KeyReused`` unless the command that began it comes again as it was."""
        if length != self.length:
            raise KeyReused

    def check_reach(self, uploader: str, at: datetime) -> None:
        """Raise ``UploadGone`` unless this is the uploader's and still goes on."""
        if uploader != self.uploader or at >= self.forget_at or self.state is State.GONE:
            raise UploadGone

    def check_piece(self, offset: int, size: int | None) -> None:
        """Raise ``WrongOffset`` or ``PhotoTooLarge`` unless the piece fits where it is put."""
        if offset != self.offset:
            raise WrongOffset(self.offset)
        if offset + (size or 0) > self.length:
            raise PhotoTooLarge

    def take(self, piece: Piece) -> None:
        """Count a piece that is safely kept."""
        self.check_piece(self.offset, piece.size)
        self.pieces.append(piece)

    def end(self, state: State) -> None:
        """Have done with the pieces: they have become a photo, or nothing."""
        self.state, self.pieces = state, []


def check_length(length: int) -> None:
    """Raise ``PhotoTooLarge`` or ``Invalid`` for a photo that would not be kept anyway."""
    if length > MOST_BYTES:
        raise PhotoTooLarge
    if length < 1:
        raise Invalid("照片是空的，请重新选择。", (("Upload-Length", "要大于 0"),))
