"""An anonymous answer is counted among five or more, or not yet."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.survey.domain.campaigns.mixing import FEWEST, MOST, batches
from services.survey.domain.campaigns.sealing import Envelopes, Unsealable


def waiting(**numbers: int) -> dict[str, list[str]]:
    return {b: [f"{b}-{n}" for n in range(number)] for b, number in numbers.items()}


def test_nine_in_a_building_wait_for_the_tenth() -> None:
    assert not list(batches(waiting(a=9), anonymous=True, final=False))


def test_of_ten_five_are_counted_and_five_hide_whoever_comes_next() -> None:
    [batch] = batches(waiting(a=10), anonymous=True, final=False)
    assert (batch.building, len(batch.tickets)) == ("a", 5)


def test_named_answers_are_counted_at_once() -> None:
    assert [len(b.tickets) for b in batches(waiting(a=1), anonymous=False, final=False)] == [1]


def test_at_the_end_small_buildings_are_counted_together_and_of_no_building() -> None:
    found = list(batches(waiting(a=3, b=4, c=9), anonymous=True, final=True))
    assert sorted((b.building, len(b.tickets)) for b in found) == [("", 7), ("c", 9)]


def test_a_last_one_is_hidden_among_the_smallest_building_that_is_large_enough() -> None:
    found = list(batches(waiting(a=1, b=6, c=9), anonymous=True, final=True))
    assert sorted((b.building, len(b.tickets)) for b in found) == [("", 7), ("c", 9)]


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.integers(0, 14) | st.integers(0, 1200), max_size=6
    ),
    st.booleans(),
)
def test_no_batch_is_smaller_than_five_unless_all_answers_together_are(
    numbers: dict[str, int], final: bool
) -> None:
    all_waiting = waiting(**numbers)
    found = list(batches(all_waiting, anonymous=True, final=final))
    tickets = list(chain.from_iterable(batch.tickets for batch in found))
    assert len(tickets) == len(set(tickets))
    if sum(numbers.values()) >= FEWEST:
        assert all(FEWEST <= len(batch.tickets) <= MOST for batch in found)
    if final:
        assert len(tickets) == sum(numbers.values())


def test_short_and_long_words_make_envelopes_of_one_size() -> None:
    envelopes = Envelopes(b"secret" * 8)
    assert len(envelopes.seal("k", b"x")) == len(envelopes.seal("k", b"x" * 2000))


def test_an_envelope_s_mark_is_the_same_at_a_repeat_and_differs_by_campaign_and_secret() -> None:
    envelopes = Envelopes(b"secret" * 8)
    mark = envelopes.mark("k1", "ticket t")
    assert mark == envelopes.mark("k1", "ticket t")
    others = (envelopes.mark("k2", "ticket t"), Envelopes(b"other!" * 8).mark("k1", "ticket t"))
    assert mark not in others


def test_an_envelope_opens_in_its_own_campaign_only() -> None:
    envelopes = Envelopes(b"secret" * 8)
    sealed = envelopes.seal("k1", b"words")
    assert envelopes.open("k1", sealed) == b"words"
    with pytest.raises(Unsealable):
        envelopes.open("k2", sealed)
