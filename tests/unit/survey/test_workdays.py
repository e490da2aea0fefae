"""Until when an answer is owed: working days, make-up weekends, the estate's own days."""

from datetime import date, datetime

import pytest

from services.survey.domain.files import Faults
from services.survey.domain.overlay import read_overlay
from services.survey.domain.rules_file import read_rules
from services.survey.domain.terms import CHINA
from services.survey.domain.workdays import WorkDays


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("2026-11-23 12:00", "2026-11-30 18:00"),
        ("2026-11-21 23:00", "2026-11-27 18:00"),
        ("2026-09-29 09:00", "2026-10-12 18:00"),
    ],
)
def test_five_working_days_pass_over_weekends_and_holidays(given: str, due: str) -> None:
    assert WorkDays().after(moment(given), 5) == moment(due)


def test_the_estates_own_days_win() -> None:
    days = WorkDays(overlay={date(2026, 11, 24): False, date(2026, 11, 28): True})
    assert days.after(moment("2026-11-23 12:00"), 5) == moment("2026-11-30 18:00")
    assert not days.works_on(date(2026, 11, 24))


def test_a_year_that_is_not_announced_is_provisional() -> None:
    december = moment("2031-12-30 09:00")
    assert WorkDays().provisional(december, moment("2032-01-06 18:00"))
    assert not WorkDays().provisional(moment("2026-11-02 09:00"), moment("2026-11-09 18:00"))


def test_the_estates_file_is_the_routers() -> None:
    faults = Faults()
    text = "# 说明\n日期,上班,说明\n2026-10-01,yes,开放\n2026-12-31,休,盘点\n"
    assert read_overlay(text, faults) == {date(2026, 10, 1): True, date(2026, 12, 31): False}
    assert not faults.found


def test_a_line_that_cannot_be_read_is_named() -> None:
    faults = Faults()
    read_rules({"holidays.csv": "date,working\n2026-13-01,yes\n"}, faults)
    assert [(one.file, one.line) for one in faults.found] == [("holidays.csv", 2)]
