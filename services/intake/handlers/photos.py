"""Keep photos, and show them to those who may see them."""

from services.intake.domain.photo import MOST_BYTES, Attachment, PhotoTooLarge
from services.intake.ports import Work
from shared.kernel.errors import Missing
from shared.kernel.ids import new_id


async def keep(content: bytes, uploader: str, work: Work) -> Attachment:
    """Keep a photo; raises ``NotAPhoto`` or ``TooLarge``."""
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge
    photo = await work.darkroom.develop(content)
    attachment = Attachment(id=new_id(), estate=work.cause.estate, uploader=uploader, photo=photo)
    await work.album.keep(attachment, work.now)
    return attachment


async def show(attachment_id: str, viewer: str, *, staff: bool, work: Work) -> Attachment:
    """Return a photo to its uploader or the estate's staff; ``Missing`` for anybody else."""
    attachment = await work.album.find(attachment_id)
    estate = work.cause.estate
    if attachment is None or not attachment.may_be_seen_by(viewer, estate=estate, staff=staff):
        raise Missing("没有找到这张照片。")
    return attachment
