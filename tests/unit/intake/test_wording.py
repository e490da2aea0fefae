"""What people write is cleaned, and refused when there is nothing or too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.wording import LONGEST, TextMissing, TextTooLong, clean


def test_words_are_kept_as_they_came() -> None:
    assert clean("厨房漏水!\n很急👨‍👩‍👧") == "厨房漏水!\n很急👨‍👩‍👧"


def test_control_and_direction_characters_are_dropped() -> None:
    assert clean("漏\x00水\x1b[31m\u202e了\ud800\r\n速来") == "漏水[31m了\n速来"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01", "\ufeff"])
def test_a_text_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(TextMissing, match="请写下"):
        clean(text)


def test_two_thousand_characters_are_taken() -> None:
    assert len(clean("漏" * LONGEST)) == LONGEST


def test_one_character_more_is_refused() -> None:
    with pytest.raises(TextTooLong):
        clean("漏" * (LONGEST + 1))


@given(st.text(alphabet=st.characters(), min_size=1, max_size=300))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    try:
        once = clean(text)
    except TextMissing:
        return
    assert clean(once) == once
