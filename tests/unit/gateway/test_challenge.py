"""When codes may be sent, and which open."""

from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.domain.challenge import Challenge, CodesTooOften

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def challenge() -> Challenge:
    return Challenge(id="c", estate="sample", forget_at=NOON)


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


def test_a_second_code_within_a_minute_is_too_soon() -> None:
    sent = challenge()
    sent.issue("a", NOON)
    with pytest.raises(CodesTooOften) as refused:
        sent.issue("b", after(seconds=20))
    assert refused.value.retry_after == 40


def test_after_a_minute_there_is_another() -> None:
    sent = challenge()
    sent.issue("a", NOON)
    sent.issue("b", after(minutes=1))
    assert sent.answer("b", after(minutes=1))


def test_the_sixth_code_in_an_hour_waits_for_the_first_to_be_an_hour_old() -> None:
    sent = challenge()
    for minute in range(5):
        sent.issue("x", after(minutes=minute * 2))
    with pytest.raises(CodesTooOften) as refused:
        sent.issue("y", after(minutes=30))
    assert refused.value.retry_after == 30 * 60
    sent.issue("y", after(minutes=60))


def test_the_eleventh_code_in_a_day_is_refused() -> None:
    sent = challenge()
    for number in range(10):
        sent.issue("x", after(minutes=number * 30))
    with pytest.raises(CodesTooOften):
        sent.issue("y", after(hours=20))
    sent.issue("y", after(hours=24))


def test_a_new_code_makes_the_old_one_worthless() -> None:
    sent = challenge()
    sent.issue("old", NOON)
    sent.issue("new", after(minutes=2))
    assert not sent.answer("old", after(minutes=2))


def test_a_refused_code_leaves_the_open_one_open() -> None:
    sent = challenge()
    sent.issue("a", NOON)
    with pytest.raises(CodesTooOften):
        sent.issue("b", after(seconds=1))
    assert sent.answer("a", after(seconds=2))


def test_the_last_moment_counts_and_the_fifth_minute_does_not() -> None:
    sent = challenge()
    sent.issue("a", NOON)
    assert not sent.answer("a", after(minutes=5))
    assert sent.answer("a", after(minutes=5, milliseconds=-1))


def test_the_fifth_try_may_be_right_and_the_sixth_may_not() -> None:
    for wrong, opens in ((4, True), (5, False)):
        sent = challenge()
        sent.issue("a", NOON)
        for _ in range(wrong):
            sent.answer("b", NOON)
        assert sent.answer("a", NOON) is opens


def test_nothing_opens_before_a_code_was_asked_for() -> None:
    assert not challenge().answer("", NOON)
