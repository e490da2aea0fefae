"""When an estate works."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from services.router.domain.calendar import Window, WorkCalendar, announced, official_working_day
from tests.support.routing import at

NINE_TO_SIX = (Window(9 * 60, 12 * 60), Window(13 * 60, 18 * 60))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_of_the_year_agrees_with_a_second_source(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    differing = [d for d in days if official_working_day(d) != chinese_calendar.is_workday(d)]
    assert differing == []


def test_a_make_up_saturday_is_worked() -> None:
    assert WorkCalendar(windows=NINE_TO_SIX).works_on(date(2026, 2, 14))


def test_the_estates_own_day_wins_over_the_official_calendar() -> None:
    calendar = WorkCalendar(windows=NINE_TO_SIX, overlay={date(2026, 10, 1): True})
    assert calendar.works_on(date(2026, 10, 1))


def test_working_time_goes_on_after_lunch_and_after_the_weekend() -> None:
    friday_noon = at("2026-11-20 11:30")
    stretches = WorkCalendar(windows=NINE_TO_SIX).stretches(friday_noon)
    assert [next(stretches) for _ in range(3)] == [
        (friday_noon, at("2026-11-20 12:00")),
        (at("2026-11-20 13:00"), at("2026-11-20 18:00")),
        (at("2026-11-23 09:00"), at("2026-11-23 12:00")),
    ]


def test_a_year_that_is_not_announced_is_provisional() -> None:
    assert not announced(2031)
    calendar = WorkCalendar(windows=NINE_TO_SIX)
    assert calendar.provisional(at("2030-12-31 10:00"), at("2031-01-03 18:00"))


def test_an_overlay_makes_its_year_known() -> None:
    calendar = WorkCalendar(windows=NINE_TO_SIX, overlay={date(2031, 2, 8): True})
    assert not calendar.provisional(at("2031-01-02 10:00"), at("2031-01-06 18:00"))
