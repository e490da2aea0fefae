"""What holds for every message, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.classify import classify
from services.router.domain.classify.clauses import READ
from services.router.domain.classify.lexicon import WORDS
from shared.contracts.words import Category, Urgency

CRIES = (
    "现在家里有煤气味",
    "快来人着火了",
    "救命电梯困人了",
    "水管正在喷水快来人",
    "刚刚有人触电了",
    "还在停水快派人来",
)
WORDY = st.lists(st.sampled_from(sorted(WORDS)), max_size=12).map("".join)
ANYTHING = st.text(max_size=60) | WORDY


@given(ANYTHING, st.sampled_from(CRIES))
def test_an_alarm_added_to_any_message_makes_it_urgent(text: str, cry: str) -> None:
    assert len(text) < READ
    assert classify(f"{text}。{cry}").urgency is Urgency.URGENT


@given(ANYTHING)
def test_the_same_message_always_gets_the_same_answer(text: str) -> None:
    assert classify(text) == classify(text)


@given(ANYTHING)
def test_every_message_gets_an_answer(text: str) -> None:
    verdict = classify(text)
    assert verdict.category in Category
    assert 0 <= verdict.confidence <= 1


@given(ANYTHING)
def test_width_and_case_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert classify(wide).urgency is classify(text).urgency


@pytest.mark.parametrize("text", ["", " ", "。。。", "\n\n", "🙂", "asdf", "1" * 2000, "漏" * 2000])
def test_empty_and_senseless_messages_are_nobodys_alarm(text: str) -> None:
    assert classify(text).urgency is not Urgency.URGENT


def test_what_is_not_understood_has_little_confidence() -> None:
    assert classify("咕叽咕叽").confidence < classify("物业费怎么又涨了").confidence


def test_every_answer_to_a_clear_message_shows_the_words_that_spoke() -> None:
    assert any("电梯" in reason for reason in classify("电梯困人了，快来").reasons)
