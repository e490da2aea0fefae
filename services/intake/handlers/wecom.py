"""Take what colleagues send by WeCom: chats copied from the owners' groups."""

from typing import Final

from services.intake.domain.wecom import ONLY_TEXT, PREFIX, UNKNOWN, Kind, Note, summary
from services.intake.handlers import groups
from services.intake.ports import Work

GROUP: Final = "企业微信"


async def hear(note: Note, work: Work) -> str:
    """Return the answer to a call, empty if none is awaited; a repeat gets the same.

    Only a member of staff is heard; raises ``NothingPasted`` or ``TooMuchPasted``.
    """
    if note.kind is not Kind.TEXT:
        return ONLY_TEXT if note.kind is Kind.MEDIA else ""
    sender = await work.crew.at(work.cause.estate, f"{PREFIX}{note.user}")
    if sender is None:
        return UNKNOWN
    return summary(await groups.paste(note.text, GROUP, sender.staff_id, work), work.page)
