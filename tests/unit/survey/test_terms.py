"""Days end at midnight in China, and nobody is reminded at night."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.survey.domain.terms import CHINA, Terms, midnight_after

DAY = datetime(2026, 11, 23, tzinfo=CHINA)


def test_a_day_ends_at_midnight_in_shanghai_not_in_greenwich() -> None:
    assert midnight_after(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == DAY + timedelta(days=1)


def test_the_moment_of_midnight_belongs_to_the_new_day() -> None:
    assert midnight_after(DAY) == DAY + timedelta(days=1)


def test_a_reminder_by_day_comes_to_the_minute() -> None:
    asked = DAY + timedelta(hours=14, minutes=5)

    assert Terms().remind_at(asked) == asked + timedelta(days=1)


def test_a_reminder_that_falls_on_late_evening_waits_for_the_morning() -> None:
    asked = DAY + timedelta(hours=20)

    assert Terms().remind_at(asked) == DAY + timedelta(days=2, hours=9)


def test_a_reminder_that_falls_before_dawn_waits_for_the_same_morning() -> None:
    asked = DAY + timedelta(hours=3)

    assert Terms().remind_at(asked) == DAY + timedelta(days=1, hours=9)


def test_a_survey_shorter_than_its_reminder_has_none() -> None:
    assert Terms(lasts=timedelta(hours=12)).remind_at(DAY) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_reminder_is_early_at_night_or_late(asked: datetime) -> None:
    moment = Terms().remind_at(asked)

    assert moment is not None
    assert asked + timedelta(hours=24) <= moment < asked + timedelta(hours=38)
    assert 9 <= moment.astimezone(CHINA).hour < 20
