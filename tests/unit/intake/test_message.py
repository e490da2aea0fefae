"""Small talk is told from requests."""

import pytest

from services.intake.domain.answers import ANSWERS
from services.intake.domain.message import Intent, Kind, Message, as_read, intent_of


def said(text: str, kind: Kind = Kind.TEXT) -> Message:
    return Message(kind=kind, sender="o1", account="gh", key="1", text=text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你好", Intent.GREETING),
        ("您好!", Intent.GREETING),
        ("在吗?", Intent.GREETING),
        ("Hello", Intent.GREETING),
        ("早上好~", Intent.GREETING),
        ("谢谢", Intent.THANKS),
        ("非常感谢你们!!", Intent.THANKS),
        ("辛苦了", Intent.THANKS),
        ("好的", Intent.THANKS),
        ("收到👍", Intent.THANKS),
        ("人工", Intent.CLERK),
        ("转人工客服", Intent.CLERK),
        ("客服", Intent.CLERK),
        ("完成", Intent.THANKS),
        ("没有", Intent.THANKS),
        ("取消", Intent.CANCEL),
        ("算了", Intent.CANCEL),
        ("没有水", Intent.REQUEST),
        ("取消装修申请要找谁", Intent.REQUEST),
        ("你好,我家水管爆了", Intent.REQUEST),
        ("谢谢师傅,但是还在漏", Intent.REQUEST),
        ("客服电话打不通", Intent.REQUEST),
        ("物业费怎么交", Intent.QUESTION),
        ("早上楼下施工太吵", Intent.REQUEST),
    ],
)
def test_what_people_write_is_understood(text: str, intent: Intent) -> None:
    assert intent_of(said(text)) is intent


@pytest.mark.parametrize(
    ("key", "intent"),
    [("REPORT", Intent.HOW), ("CLERK", Intent.CLERK), ("MY_REQUESTS", Intent.MINE)],
)
def test_a_menu_press_means_what_its_key_says(key: str, intent: Intent) -> None:
    assert intent_of(said(key, Kind.MENU)) is intent


def test_an_unknown_menu_key_asks_for_nothing() -> None:
    assert intent_of(said("SOMETHING", Kind.MENU)) is Intent.NOTHING


@pytest.mark.parametrize("kind", [k for k in Kind if k not in {Kind.TEXT, Kind.MENU}])
def test_every_other_kind_has_a_meaning(kind: Kind) -> None:
    assert intent_of(said("", kind)) in Intent


def test_every_intent_has_an_answer() -> None:
    assert set(ANSWERS) == set(Intent)


def test_a_clerk_reads_that_it_was_a_picture() -> None:
    assert as_read(said("https://example.test/p.jpg", Kind.PICTURE)) == (
        "[图片] https://example.test/p.jpg"
    )
