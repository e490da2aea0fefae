"""What was gathered in chats and groups is forgotten with whom it was about."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from services.intake.domain.draft import Draft
from services.intake.domain.forgetting import (
    forget_conversation,
    forget_draft,
    forget_paste,
    forget_speaker,
)
from services.intake.domain.groups.paste import Paste, candidates_in
from services.intake.domain.message import Kind
from tests.support.intake import NOON
from tests.support.intake_lists import DUTY
from tests.unit.intake.test_conversation import WHO, begun


def test_a_pasted_chat_keeps_no_name_and_no_words() -> None:
    paste = Paste.of("sample", "x", "群", "c01", NOON)
    zone = ZoneInfo("Asia/Shanghai")
    paste.candidates = candidates_in("3-2-1201 王女士:灯坏了", "群", NOON.date(), zone)
    forget_paste(paste)
    assert "王女士" not in repr(paste)
    assert "灯坏了" not in repr(paste)


def test_a_draft_keeps_nothing() -> None:
    draft = Draft.of("oABC", "sample")
    draft.begin("owner-1", "k1", NOON)
    draft.hear(Kind.TEXT, "灯坏了", None, NOON)
    draft.replied("k1", "收到")
    forget_draft(draft)
    kept = (draft.openid, draft.owner_id, draft.text, draft.photos, draft.replies, draft.turn)
    assert not any(kept)


def test_nobody_is_paged_about_what_was_forgotten() -> None:
    talk = begun()
    talk.hear("在吗?", message_id="m1", reporter=WHO, at=NOON, duty=DUTY)
    forget_conversation(talk, NOON + timedelta(days=1))
    assert (talk.lines, talk.next_at) == ([], None)


def test_of_a_pasted_chat_only_what_the_owner_said_is_taken_out() -> None:
    paste = _two_speak()
    forget_speaker(paste, "o1")
    assert "王女士" not in repr(paste)
    assert "灯坏了" not in repr(paste)
    assert [one.text for one in paste.candidates if not one.dismissed] == ["电梯又停了"]


def _two_speak() -> Paste:
    """Return what two owners said in a group; the first agreed with the second besides."""
    paste = Paste.of("sample", "x", "群", "c01", NOON)
    said = "3-2-1201 王女士:灯坏了\n3-2-802 李先生:电梯又停了\n3-2-1201 王女士:我家也是"
    found = candidates_in(said, "群", NOON.date(), ZoneInfo("Asia/Shanghai"))
    owners = {"3-2-1201 王女士": "o1", "3-2-802 李先生": "o2"}
    paste.candidates = [replace(one, owner_id=owners[one.speaker]) for one in found]
    return paste
