"""How long wrong passwords make one wait."""

from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.domain.attempts import Attempts, LockedOut

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_waits_double_up_to_a_quarter_of_an_hour() -> None:
    attempts = Attempts(id="a", estate="sample", forget_at=NOON)
    now, waits = NOON, []
    for _ in range(12):
        attempts.begin(now)
        if attempts.locked_until is not None:
            waits.append((attempts.locked_until - now).total_seconds())
            now = attempts.locked_until
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_try_during_the_wait_is_refused_and_makes_it_no_longer() -> None:
    attempts = Attempts(id="a", estate="sample", forget_at=NOON)
    for _ in range(5):
        attempts.begin(NOON)
    with pytest.raises(LockedOut):
        attempts.begin(NOON + timedelta(seconds=29))
    attempts.begin(NOON + timedelta(seconds=30))
