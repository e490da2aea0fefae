"""Take photos in piece by piece; nothing counts as received before it is safely kept."""

from collections.abc import AsyncIterator
from typing import Final

from services.intake.domain.photo import Attachment
from services.intake.domain.upload import (
    LASTS,
    MOST_OPEN,
    Piece,
    State,
    TooManyUploads,
    Upload,
    UploadGone,
    check_length,
)
from services.intake.ports import UploadWork
from shared.kernel.errors import Invalid, TooLarge
from shared.kernel.ids import derived_id, new_id

PIECE: Final = 256 * 1024


async def begin(length: int, uploader: str, work: UploadWork) -> Upload:
    """Begin an upload; the same command once more finds the same one; raises ``KeyReused``."""
    check_length(length)
    identity = derived_id("upload", work.cause.id)
    known = await work.shelf.find(identity, work.cause.estate)
    if known is not None:
        known.check_repeat(length)
        return known
    if await work.shelf.open_of(work.cause.estate, uploader) >= MOST_OPEN:
        raise TooManyUploads
    upload = Upload(
        id=identity,
        estate=work.cause.estate,
        uploader=uploader,
        length=length,
        forget_at=work.now + LASTS,
    )
    await work.uploads.save(upload)
    return upload


async def look(upload_id: str, uploader: str, work: UploadWork) -> Upload:
    """Return an upload of one's own; one whose bytes are all there is made a photo first."""
    upload = await work.shelf.find(upload_id, work.cause.estate)
    if upload is None:
        raise UploadGone
    upload.check_reach(uploader, work.now)
    if upload.whole and upload.state is State.OPEN:
        await _finish(upload, work)
    return upload


async def append(upload: Upload, chunks: AsyncIterator[bytes], work: UploadWork) -> None:
    """Keep what comes, a piece at a time, also the rest of what breaks off; then finish."""
    waiting = bytearray()
    try:
        async for chunk in chunks:
            waiting += chunk
            while len(waiting) >= PIECE:
                await _keep(upload, bytes(waiting[:PIECE]), work)
                del waiting[:PIECE]
    finally:
        if waiting:
            await _keep(upload, bytes(waiting), work)
    if upload.whole and upload.state is State.OPEN:
        await _finish(upload, work)


async def end(upload: Upload, work: UploadWork) -> None:
    """Give an upload up; what has become a photo stays one."""
    if upload.state is State.OPEN:
        pieces = [one.id for one in upload.pieces]
        upload.end(State.GONE)
        await work.uploads.save(upload)
        await work.shelf.drop(pieces)


async def _keep(upload: Upload, content: bytes, work: UploadWork) -> None:
    """Keep a piece, then count it: a crash between the two leaves the offset where it was."""
    upload.check_piece(upload.offset, len(content))
    piece = Piece(id=new_id(), size=len(content))
    await work.shelf.put(piece.id, content, upload.forget_at)
    upload.take(piece)
    await work.uploads.save(upload)


async def _finish(upload: Upload, work: UploadWork) -> None:
    """Make a photo of the pieces, by the same checks as one that came whole."""
    pieces = [one.id for one in upload.pieces]
    try:
        if await work.album.find(upload.id) is None:
            photo = await work.darkroom.develop(await work.shelf.read(pieces))
            mine = Attachment(
                id=upload.id, estate=upload.estate, uploader=upload.uploader, photo=photo
            )
            await work.album.keep(mine, work.now)
    except (Invalid, TooLarge):
        upload.end(State.GONE)
        raise
    else:
        upload.end(State.KEPT)
    finally:
        if upload.state is not State.OPEN:
            await work.uploads.save(upload)
            await work.shelf.drop(pieces)
