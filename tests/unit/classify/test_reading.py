"""What a clause says is over, denied, supposed or likened does not count as happening."""

import pytest

from services.router.domain.classify.clauses import clauses
from services.router.domain.classify.finder import Finder
from services.router.domain.classify.normalise import normalise
from services.router.domain.classify.numerals import to_digits
from services.router.domain.classify.reading import read
from shared.contracts.words import Urgency


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＡＢＣ１２", "abc12"),
        ("電梯", "电梯"),
        ("啊啊啊啊啊", "啊"),
        ("1111室", "1111室"),
        ("乌业", "物业"),
        ("[流泪]没水", " 没水"),
        ("停 水 了", "停水了"),
    ],
)
def test_typing_is_folded_to_the_spelling_of_the_lexicon(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "没有漏电",
        "万一漏电怎么办",
        "漏电似的感觉",
        "漏电修好了",
        "上周漏电，已经修好了，谢谢",
        "明天停电",
    ],
)
def test_what_is_not_happening_raises_nothing(text: str) -> None:
    assert read(text).urgency is Urgency.GENERAL


@pytest.mark.parametrize("text", ["漏电还没修好", "漏电，什么时候能修好", "刚修好又漏电了"])
def test_a_promise_or_a_wish_is_no_repair(text: str) -> None:
    assert read(text).urgency is Urgency.URGENT


@pytest.mark.parametrize("text", ["经常停水", "一个月停水五次", "每天晚上停水"])
def test_again_and_again_is_not_now(text: str) -> None:
    assert read(text).urgency is Urgency.IMPORTANT


def test_again_and_again_and_now_is_now() -> None:
    assert read("经常停水，现在又停水了").urgency is Urgency.URGENT


def test_a_message_is_cut_at_commas_and_blanks_between_chinese_words() -> None:
    assert [clause.text for clause in clauses("灯坏了，门坏了 墙裂了")] == [
        "灯坏了",
        "门坏了",
        "墙裂了",
    ]


def test_the_longest_word_wins() -> None:
    text = "停车费"
    assert [text[a:b] for a, b in Finder(["停车", "车费", "停车费"])(text)] == ["停车费"]


def test_a_word_inside_an_opened_word_is_found_too() -> None:
    text = "关在电梯"
    found = Finder(["关在电梯", "电梯"], ["关在电梯"], ["电梯"])(text)
    assert [text[a:b] for a, b in found] == ["关在电梯", "电梯"]


@pytest.mark.parametrize(
    ("numeral", "digits"), [("十", "10"), ("十二", "12"), ("二十", "20"), ("三", "3"), ("12", "12")]
)
def test_chinese_numerals_become_digits(numeral: str, digits: str) -> None:
    assert to_digits(numeral) == digits
