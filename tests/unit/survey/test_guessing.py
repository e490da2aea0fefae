"""Who guesses links is stopped for a while; the others are not."""

from datetime import timedelta

import pytest

from services.survey.domain.guessing import Guessing
from services.survey.domain.refusals import TooManyWrongLinks
from tests.support.surveying import NOON


def guessed(times: int) -> Guessing:
    guessing = Guessing(tries=3, addresses=2)
    for _ in range(times):
        guessing.wrong("one", NOON)
    return guessing


def test_a_few_wrong_links_are_forgiven() -> None:
    guessed(2).check("one", NOON)


def test_the_third_wrong_link_stops_further_tries() -> None:
    with pytest.raises(TooManyWrongLinks) as stopped:
        guessed(3).check("one", NOON + timedelta(minutes=4))

    assert stopped.value.retry_after == 361


def test_a_neighbour_is_not_stopped() -> None:
    guessed(3).check("two", NOON)


def test_ten_minutes_later_it_is_forgotten() -> None:
    guessed(3).check("one", NOON + timedelta(minutes=10))


def test_many_addresses_do_not_fill_the_memory() -> None:
    guessing = guessed(3)
    guessing.wrong("two", NOON)
    guessing.wrong("three", NOON)

    guessing.check("one", NOON)
