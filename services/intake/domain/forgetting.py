"""Take out of what came in who said it, and what was said."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from services.intake.domain.conversation import Conversation
from services.intake.domain.draft import Draft
from services.intake.domain.groups.paste import Candidate, Paste
from services.intake.domain.owner import Owner
from services.intake.domain.submission import Submission
from shared.contracts.event import Place
from shared.contracts.requests import Reporter

GONE: Final = "（内容已按保存期限或业主要求删除）"


def forget_submission(submission: Submission) -> tuple[str, ...]:
    """Leave when and where about; return the photos that must go as well."""
    photos, home = submission.attachments, submission.reporter.place
    about = Place(building=home.building) if home and home.building else None
    submission.reporter, submission.place = Reporter(place=about), about
    submission.text, submission.attachments, submission.digest = GONE, (), ""
    return photos


def forget_conversation(conversation: Conversation, before: datetime) -> None:
    """Drop what was said before that moment, and who it was once nothing is left."""
    conversation.lines = [line for line in conversation.lines if line.at >= before]
    if not conversation.lines:
        conversation.reporter = Reporter()
        conversation.close(before)


def forget_paste(paste: Paste) -> None:
    """Leave that a group was gone through, and what became requests of it."""
    paste.candidates = [_unsaid(one) for one in paste.candidates]


def forget_speaker(paste: Paste, owner_id: str) -> None:
    """Leave what others said: a clerk may still make requests of that."""
    names = {one.speaker for one in paste.candidates if one.owner_id == owner_id}
    paste.candidates = [
        _unsaid(one)
        if one.owner_id == owner_id
        else replace(one, also=tuple(name for name in one.also if name not in names))
        for one in paste.candidates
    ]


def _unsaid(one: Candidate) -> Candidate:
    return Candidate(id=one.id, speaker="", text=GONE, request_id=one.request_id, dismissed=True)


def forget_draft(draft: Draft) -> None:
    """Drop what was gathered, and whose it was."""
    draft.end()
    draft.openid, draft.owner_id, draft.replies = "", "", {}


def forget_owner(owner: Owner) -> None:
    """Leave that there was somebody, so that an old message does not bring them back."""
    owner.name, owner.door, owner.room, owner.place = "", "", "", None
    owner.phone, owner.phone_tail, owner.openid, owner.active = None, None, None, False
