"""A question's clock runs within the duty hours only."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.intake_lists import DUTY


def at(local: str) -> datetime:
    """Return a moment of Shanghai's day as ``23 09:00`` of November 2026."""
    day, _, clock = local.partition(" ")
    hour, _, minute = clock.partition(":")
    there = datetime(2026, 11, int(day), int(hour), int(minute), tzinfo=UTC)
    return there - timedelta(hours=8)


@pytest.mark.parametrize(
    ("asked", "minutes", "due"),
    [
        ("23 09:00", 30, "23 09:30"),
        ("23 03:00", 30, "23 09:00"),
        ("23 17:50", 30, "24 08:50"),
        ("23 18:00", 30, "24 09:00"),
        ("23 23:59", 30, "24 09:00"),
        ("23 17:30", 30, "23 18:00"),
        ("23 09:00", 60 * 20, "25 10:00"),
    ],
)
def test_so_many_minutes_of_duty_have_passed(asked: str, minutes: int, due: str) -> None:
    assert DUTY.after(at(asked), timedelta(minutes=minutes)) == at(due)
