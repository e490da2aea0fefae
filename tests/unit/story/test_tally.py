"""The summary's figures are counted from histories, promises and receipts."""

import pytest

from deploy.story.tally import HEARD, Fact, Tally, by_category, by_urgency
from deploy.story.views import View
from shared.contracts.words import Category, ClockName, Status, Urgency
from tests.support.storytelling import after, view


def tally(*views: View) -> Tally:
    return Tally(tuple(Fact.of(one) for one in views))


def test_a_promise_that_was_kept_and_one_that_was_not_are_one_of_two() -> None:
    assert tally(view(), view(missed=True)).in_time(ClockName.DISPATCH) == (1, 2)


def test_a_promise_that_still_runs_is_neither_kept_nor_broken() -> None:
    assert tally(view()).in_time(ClockName.RESOLUTION) == (0, 0)


def test_a_cancelled_request_has_no_promises_to_count() -> None:
    assert tally(view(Status.CANCELLED)).in_time(ClockName.DISPATCH) == (0, 0)


@pytest.mark.parametrize(
    ("step", "seconds"), [("accepted", 4), ("arrived", 4), ("resolved", 15), ("answered", 30)]
)
def test_a_step_takes_as_long_as_from_the_one_before(step: str, seconds: float) -> None:
    assert tally(view()).median_of(step) == seconds


def test_a_step_that_nobody_took_has_no_median() -> None:
    assert tally(view()).median_of("told") is None


def test_the_owner_has_heard_when_the_first_message_went_out() -> None:
    assert Tally((Fact.of(view(), after(0.4)),)).median_of(HEARD) == 0.4


def test_the_median_of_two_lies_between_them() -> None:
    facts = (Fact.of(view(), after(1)), Fact.of(view(), after(2)))
    assert Tally(facts).median_of(HEARD) == 1.5


def test_satisfied_at_first_and_after_a_follow_up_are_counted_apart() -> None:
    some = tally(view(), view(), view(round_=2), view(satisfied=False, round_=2))
    assert (some.satisfied_at_first, some.satisfied_after) == (2, 1)


def test_a_cancelled_request_is_counted_as_cancelled_only() -> None:
    some = tally(view(Status.CANCELLED, satisfied=None))
    assert (some.cancelled, some.satisfied_at_first, some.satisfied_after) == (1, 0, 0)


def test_only_the_categories_and_urgencies_that_occurred_are_shown() -> None:
    facts = tally(view()).facts
    assert (list(by_category(facts)), list(by_urgency(facts))) == (
        [Category.REPAIR],
        [Urgency.URGENT],
    )
