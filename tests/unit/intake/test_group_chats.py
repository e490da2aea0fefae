"""Text copied from groups in the forms that phones and computers give it."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.intake.domain.groups.chatter import Why, chatter_in
from services.intake.domain.groups.paste import Candidate, NothingPasted, candidates_in, door_in

DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Asia/Shanghai")


def read(text: str) -> list[Candidate]:
    return candidates_in(text, "3栋群", DAY, ZONE)


def seen(text: str) -> list[tuple[str, str, str]]:
    """Return speaker, moment and words of each candidate."""
    moments = [f"{one.at:%d %H:%M}" if one.at else "" for one in read(text)]
    return [(o.speaker, at, o.text) for o, at in zip(read(text), moments, strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "王女士 2026/11/22 21:12\n电梯门关不上",
        "王女士 2026-11-22 21:12:33\n电梯门关不上",
        "王女士 2026年11月22日 21:12\n电梯门关不上",
        "王女士 11月22日 晚上9:12\n电梯门关不上",
        "王女士 昨天 21:12\n电梯门关不上",
        "2026-11-22 21:12:33 王女士\n电梯门关不上",
        "—————  2026-11-22  —————\n\n王女士  21:12\n\n电梯门关不上",
        "2026年11月22日 星期日\n王女士 21:12\n电梯门关不上",
        "昨天\n王女士 下午9:12\n电梯门关不上",
        "[2026/11/22 21:12] 王女士: 电梯门关不上",
        "昨天 21:12\n王女士:电梯门关不上",
    ],
)
def test_who_said_what_when_is_read_in_every_form(text: str) -> None:
    assert seen(text) == [("王女士", "22 21:12", "电梯门关不上")]


@pytest.mark.parametrize(
    "text",
    [
        "王女士:电梯门关不上",
        "王女士: 电梯门关不上",
        "王女士:\n电梯门关不上",
        "王女士:\n\n电梯门关不上",
    ],
)
def test_a_form_without_times_is_read_too(text: str) -> None:
    assert seen(text) == [("王女士", "", "电梯门关不上")]


def test_words_of_several_lines_stay_together() -> None:
    text = "王女士 9:12\n1. 灯坏了\n2. 门禁:刷卡没反应\n\n老陈 9:13\n垃圾没清"
    assert [one.text for one in read(text)] == ["1. 灯坏了\n2. 门禁:刷卡没反应", "垃圾没清"]


def test_a_speaker_who_goes_on_within_minutes_goes_on_with_the_same() -> None:
    text = "王女士 9:12\n灯坏了\n老陈 9:13\n早上好\n王女士 9:15\n在12楼\n王女士 10:40\n水管也漏了"
    told = [one.text for one in read(text) if not one.chatter]
    assert told == ["灯坏了\n在12楼", "水管也漏了"]


@pytest.mark.parametrize("words", ["+1", "我家也是", "我们单元也是", "同样", "我们也没有!"])
def test_who_says_the_same_is_counted_with_it(words: str) -> None:
    [one] = read(f"王女士 9:12\n没有热水\n老陈 9:13\n{words}")
    assert one.also == ("老陈",)


def test_what_is_quoted_is_told_apart_from_the_words() -> None:
    text = "李姐 9:30\n「物业小李:明天检修电梯」\n- - - - - - - - - - - - - - -\n请问几点开始?"
    [one] = read(text)
    assert (one.text, one.quote) == ("请问几点开始?", "物业小李:明天检修电梯")


@pytest.mark.parametrize(
    ("speaker", "text", "why"),
    [
        ("老陈", "谢谢物业", Why.SMALL_TALK),
        ("老陈", "好的收到", Why.SMALL_TALK),
        ("老陈", "[强][强]", Why.PICTURES),
        ("老陈", "😀", Why.PICTURES),
        ("老陈", "[图片]", Why.PICTURES),
        ("物业小李", "马上安排师傅上门", Why.STAFF),
        ("", "“张三”加入了群聊", Why.SYSTEM),
        ("老陈", "老陈撤回了一条消息", Why.SYSTEM),
        ("老陈", "土鸡蛋团购,要的接龙", Why.AD),
        ("老陈", "嗯嗯", Why.SMALL_TALK),
        ("老陈", "楼道灯坏了", None),
        ("老陈", "物业费怎么交", None),
        ("老陈", "楼上天天装修,受不了了", None),
        ("老陈", "没水了", None),
    ],
)
def test_chatter_is_marked_and_says_why(speaker: str, text: str, why: Why | None) -> None:
    assert chatter_in(speaker, text) is why


def test_many_faces_are_read_in_no_time() -> None:
    assert chatter_in("老陈", "[!]" * 2000 + "灯坏了") is None


@pytest.mark.parametrize(
    ("remark", "door"),
    [
        ("3-2-1201 王女士", "3-2-1201"),
        ("3栋2单元1201王女士", "3-2-1201"),
        ("3#1201 老李", "3-1201"),
        ("王女士(5-1-302)", "5-1-302"),
        ("王女士", ""),
        ("13800001111", ""),
    ],
)
def test_a_door_is_read_in_a_remark_name(remark: str, door: str) -> None:
    assert door_in(remark) == door


@pytest.mark.parametrize("text", ["\n \n", "2026-11-22", "————————"])
def test_nothing_said_is_nothing_to_go_through(text: str) -> None:
    with pytest.raises(NothingPasted):
        read(text)


def test_the_same_words_make_the_same_candidate_in_another_paste() -> None:
    first = read("王女士 9:12\n灯坏了")
    assert read("老陈 9:01\n垃圾没清\n王女士 9:12\n灯坏了")[1].id == first[0].id
