"""Token buckets: bursts pass, floods wait."""

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.domain.bucket import KEPT, Buckets, Rate


def test_a_burst_passes_and_then_the_pace_holds() -> None:
    buckets = Buckets(Rate(burst=2, per_second=0.5))
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0, 0, 2.0]
    assert buckets.take("a", 2.0) == 0


def test_one_key_does_not_drain_another() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1))
    buckets.take("a", 0.0)
    assert buckets.take("b", 0.0) == 0


def test_an_idle_bucket_holds_no_more_than_its_burst() -> None:
    buckets = Buckets(Rate(burst=2, per_second=1))
    buckets.take("a", 0.0)
    assert [bool(buckets.take("a", 9_999.0)) for _ in range(3)] == [False, False, True]


@given(st.lists(st.floats(0, 5), max_size=60))
def test_never_more_than_burst_and_pace_allow(pauses: list[float]) -> None:
    buckets, now, let_in = Buckets(Rate(burst=3, per_second=2)), 0.0, 0
    for pause in pauses:
        now += pause
        let_in += buckets.take("a", now) == 0
    assert let_in <= 3 + 2 * now + 1e-6


def test_the_longest_unseen_key_is_forgotten_first() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1))
    for number in range(KEPT + 100):
        buckets.take(str(number), 0.0)
    assert buckets.take("0", 0.0) == 0
