"""What a city and a country need is reckoned from what was measured."""

from dataclasses import replace
from typing import Final

import pytest

from deploy.scaling import COSTS, FILE, HABITS, SIZES, Size, cores, rate, terabytes, with_tables

CITY: Final = SIZES[1]


def test_the_tables_are_what_the_figures_come_to() -> None:
    text = FILE.read_text()
    assert text == with_tables(text), "run `python -m deploy.scaling`"


def test_a_city_is_a_thousand_estates_with_a_million_households() -> None:
    assert (CITY.estates, CITY.households) == (1_000, 1_000_000)


def test_a_household_that_reports_once_a_second_makes_one_request_a_second() -> None:
    busy = replace(HABITS, requests_a_year=365 * 86_400, peak=1)
    assert rate(Size(name="a home", estates=1, households=1), busy) == pytest.approx(1)


def test_twice_the_households_need_twice_the_cores() -> None:
    two = replace(CITY, households=2 * CITY.households)
    assert cores("router", two, COSTS, HABITS) == pytest.approx(
        2 * cores("router", CITY, COSTS, HABITS)
    )


def test_a_part_that_may_be_half_full_needs_twice_what_it_spends() -> None:
    half = replace(HABITS, full=0.5)
    spent = rate(CITY, half) * COSTS.cpu_ms["router"] / 1000
    assert cores("router", CITY, COSTS, half) == pytest.approx(2 * spent)


def test_what_is_kept_grows_with_the_years() -> None:
    longer = replace(HABITS, years_kept=2 * HABITS.years_kept)
    assert terabytes(CITY, COSTS, longer) == pytest.approx(2 * terabytes(CITY, COSTS, HABITS))


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="tables"):
        with_tables("# nothing")
