"""Take requests in, each one once."""

from services.intake.domain.photo import UnknownAttachment
from services.intake.domain.submission import Receipt, Submission, Told
from services.intake.ports import Work
from shared.kernel.errors import Conflict


async def take_in(told: Told, work: Work) -> Receipt:
    """Take a request in; a repeat gets the first one's receipt.

    Costs one write; one read more when there are photos, and one for a repeat. Raises
    ``TextMissing``, ``TextTooLong``, ``UnknownAttachment`` or ``KeyReused``.
    """
    submission = Submission.take_in(told, at=work.now)
    await _check_photos(told, work)
    try:
        await work.submissions.save(submission)
    except Conflict:
        return await _first_receipt(told, work)
    return submission.receipt


async def _check_photos(told: Told, work: Work) -> None:
    ids = frozenset(told.attachments)
    if ids and not await work.album.all_of(ids, estate=told.estate, uploader=told.sender):
        raise UnknownAttachment


async def _first_receipt(told: Told, work: Work) -> Receipt:
    receipt = await work.receipts.find(told.id)
    if receipt is None:
        raise Conflict(f"submission {told.id} collided but cannot be read")
    return receipt.answers(told)
