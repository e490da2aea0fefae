"""People type Chinese signs and wide digits: whatever is understood plain is understood wide."""

import pytest

from services.intake.domain.binding import phone_in, room_code_in
from services.intake.domain.caller import clues
from services.intake.domain.draft import Draft, Outcome, Turn
from services.intake.domain.groups.chatter import agrees
from services.intake.domain.groups.paste import door_in
from services.intake.domain.message import Intent, Kind, Message, intent_of, opinion_in
from services.intake.domain.questions import is_question
from tests.support.intake import NOON
from tests.unit.intake.test_group_chats import read, seen


def wide(text: str, *, digits: bool = False) -> str:
    """Return the text with full-width signs, as a Chinese keyboard gives them."""
    signs = ":,;!?()" + ("0123456789" if digits else "")
    return text.translate({ord(sign): chr(ord(sign) + 0xFEE0) for sign in signs})


@pytest.mark.parametrize(
    "text",
    [
        "[2026-11-22 21:12] 王女士" + wide(":") + "电梯门关不上",
        "2026/11/22 21:12 王女士" + wide(":") + " 电梯门关不上",
        "昨天 21:12\n王女士" + wide(":电梯门关不上"),
        "王女士 " + wide("(昨天 21:12)") + "\n电梯门关不上",
        "\u30102026-11-22 21:12\u3011王女士" + wide(":") + "电梯门关不上",
    ],
)
def test_a_chat_is_read(text: str) -> None:
    assert seen(text) == [("王女士", "22 21:12", "电梯门关不上")]


def test_a_chat_without_times_is_parted_by_its_colons() -> None:
    text = wide("王女士:楼道灯坏了,很黑!\n李姐:垃圾房两天没清了?")
    told = [(speaker, words) for speaker, _, words in seen(text)]
    assert told == [("王女士", wide("楼道灯坏了,很黑!")), ("李姐", wide("垃圾房两天没清了?"))]


def test_a_sentence_with_a_colon_is_no_speaker() -> None:
    [one] = read("王女士 9:12\n" + wide("您好,有两件事:灯坏了"))
    assert one.speaker == "王女士"


def test_who_agrees_is_counted() -> None:
    assert agrees(wide("我家也是!"))


@pytest.mark.parametrize("text", ["今天几点关门吗?", "可以停两辆车吗?", "门岗晚上有人?"])
def test_a_question_is_one(text: str) -> None:
    assert is_question(text)
    assert is_question(wide(text))


def test_an_opinion_is_taken_without_what_stands_before_it() -> None:
    said = wide("建议:多装几个灯")
    message = Message(kind=Kind.TEXT, sender="o", account="g", key="1", text=said)
    assert (intent_of(message), opinion_in(said)) == (Intent.OPINION, "多装几个灯")


def test_a_room_code_and_a_phone_are_read() -> None:
    assert room_code_in(wide("绑定:") + "K7M2-Q4XA") == "K7M2Q4XA"
    assert phone_in(wide("绑定:13800001234", digits=True)) == "13800001234"


@pytest.mark.parametrize(
    "typed", ["3-2-1201", "1201", "138 0000 5678", "(0571)88881234", "周明", "3栋2单元1201室"]
)
def test_what_a_clerk_types_is_found(typed: str) -> None:
    assert clues(wide(typed, digits=True)) == clues(typed)


@pytest.mark.parametrize(
    ("turn", "said", "outcome"),
    [(Turn.WHAT, "取消。", Outcome.DROPPED), (Turn.PHOTOS, "完成!", Outcome.COMPLETE)],
)
def test_a_short_answer_in_a_draft_is_understood(turn: Turn, said: str, outcome: Outcome) -> None:
    draft = Draft.of("openid", "sample")
    draft.begin("o1", "k", NOON, turn)
    assert draft.hear(Kind.TEXT, wide(said), None, NOON) is outcome
    assert draft.text == ""


def test_a_wide_one_means_at_home() -> None:
    draft = Draft.of("openid", "sample")
    draft.begin("o1", "k", NOON, Turn.WHERE)
    draft.hear(Kind.TEXT, wide("1", digits=True), None, NOON)
    assert draft.spot == ""


def test_a_door_is_read_in_a_remark_name() -> None:
    assert door_in(wide("王女士(5-1-302)", digits=True)) == "5-1-302"
