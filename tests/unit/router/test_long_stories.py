"""Weeks at the estate in virtual time: holidays, a router that was down, people who forget."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain.simulation.past import Counts, Done, Past
from services.router.domain.simulation.sample import sample_year
from shared.contracts.requests import ClockMissed, RequestAssigned
from shared.contracts.words import ClockName, Status, Urgency
from tests.support.replaying import due_at, past, told_by
from tests.support.routing import at, rules_of

QUICK = Done(accept=5, arrive=20, resolve=60, feed_back=2, answer=300)
LATE = Done(accept=200, arrive=5, resolve=30, feed_back=2, answer=30)
JUST_BEFORE = [past(f"2026-11-23 09:59:{n:02}", Urgency.URGENT, LATE) for n in range(20)]
DOWN = (at("2026-11-23 10:00"), at("2026-11-23 13:00"))


def week() -> list[Past]:
    """Return a hundred requests of one week."""
    made = sample_year(1500, 7, ["1", "2", "3"], 2026)
    return [one for one in made if at("2026-11-23 00:00") <= one.submitted_at][:60]


def test_a_week_of_quick_hands_misses_nothing() -> None:
    story = told_by([past(f"2026-11-{day} 09:00", Urgency.GENERAL, QUICK) for day in range(23, 28)])
    assert [one.status for one in story.requests] == [Status.CLOSED] * 5
    assert not [event for _, _, event in story.told if isinstance(event, ClockMissed)]


def test_before_the_spring_festival_three_working_days_end_after_it() -> None:
    (request,) = told_by([past("2026-02-13 15:00", Urgency.GENERAL)]).requests
    assert due_at(request, ClockName.RESOLUTION) == "02-25 18:00"


def test_a_make_up_saturday_counts_as_a_working_day() -> None:
    (request,) = told_by([past("2026-02-27 09:00", Urgency.GENERAL)]).requests
    assert due_at(request, ClockName.RESOLUTION) == "03-03 18:00"


def test_an_emergency_in_the_festival_is_due_in_fifteen_minutes_all_the_same() -> None:
    (request,) = told_by([past("2026-02-17 03:00", Urgency.URGENT)]).requests
    assert due_at(request, ClockName.ARRIVAL) == "02-17 03:15"


def test_who_is_paged_next_takes_on_what_the_first_one_leaves() -> None:
    slow = Done(accept=30, arrive=5, resolve=60)
    (request,) = told_by([past("2026-11-23 03:00", Urgency.URGENT, slow)]).requests
    accepted = next(one for one in request.history if one.what == "accept")
    assert (accepted.by, accepted.at) == ("w04", at("2026-11-23 03:30"))


def test_minutes_of_duty_do_not_run_while_nobody_is_there() -> None:
    evening = past("2026-11-23 19:50", Urgency.GENERAL, Done(accept=30), counts=Counts.DUTY)
    (request,) = told_by([evening], rules_of(roster_csv=DAY_ONLY)).requests
    accepted = next(one for one in request.history if one.what == "accept")
    assert accepted.at == at("2026-11-24 08:20")


def test_what_is_dissatisfying_goes_round_again() -> None:
    rounds = (QUICK.model_copy(update={"satisfied": False}), QUICK)
    (request,) = told_by([past("2026-11-23 09:00", Urgency.GENERAL, *rounds)]).requests
    assert (request.status, request.round, request.satisfied) == (Status.CLOSED, 2, True)


def test_a_router_that_was_down_catches_up_in_order() -> None:
    story = told_by(JUST_BEFORE, outages=[DOWN])
    caught_up = [who for moment, who, _ in story.pages() if moment == DOWN[1]]
    assert list(dict.fromkeys(caught_up)) == [f"past-{n}" for n in range(20)]


def test_a_router_that_was_down_pages_once_a_clock_and_not_for_every_step() -> None:
    story = told_by(JUST_BEFORE, outages=[DOWN])
    paged = [(who, page.clock) for moment, who, page in story.pages() if moment == DOWN[1]]
    assert len(paged) == len(set(paged)) == 60


def test_what_came_in_while_the_router_was_down_is_timed_from_when_it_came() -> None:
    story = told_by([past("2026-11-23 11:00", Urgency.URGENT)], outages=[DOWN])
    assert due_at(story.requests[0], ClockName.ARRIVAL) == "11-23 11:15"
    assigned = next(moment for moment, _, e in story.told if isinstance(e, RequestAssigned))
    assert assigned == DOWN[1]


def test_each_step_is_taken_once_in_a_busy_week() -> None:
    story = told_by(week())
    taken = [
        (one.id, c.round, c.name, rung)
        for one in story.requests
        for c in one.clocks
        for rung in c.taken
    ]
    assert len(taken) == len(set(taken)) > 10


def test_the_same_past_gives_the_same_story() -> None:
    first, second = told_by(week()), told_by(week())
    assert [(m, i, type(e)) for m, i, e in first.told] == [
        (m, i, type(e)) for m, i, e in second.told
    ]


minutes = st.none() | st.floats(0, 5000)
dones = st.builds(
    Done,
    accept=st.floats(0, 600),
    arrive=minutes,
    resolve=st.floats(0, 600),
    feed_back=minutes,
    answer=minutes,
    satisfied=st.booleans(),
    follow_up=minutes,
)
pasts = st.builds(
    past,
    st.sampled_from(["2026-11-23 03:00", "2026-02-13 15:00", "2026-12-31 17:59"]),
    st.sampled_from(Urgency),
    dones,
    dones,
    counts=st.sampled_from(Counts),
    cancel=minutes,
)


@settings(max_examples=15)
@given(st.lists(pasts, max_size=4))
def test_whatever_people_do_a_miss_is_a_clock_that_stopped_late_or_never(found: list[Past]) -> None:
    for request in told_by(found).requests:
        for clock in request.clocks:
            late = clock.stopped_at is not None and clock.stopped_at > clock.due_at
            assert clock.missed or not late
            assert not clock.missed or late or clock.stopped_at is None


@settings(max_examples=15)
@given(st.lists(pasts, max_size=4))
def test_whatever_people_do_every_miss_is_told_once(found: list[Past]) -> None:
    story = told_by(found)
    told = [e.clock for _, _, e in story.told if isinstance(e, ClockMissed)]
    missed = [c.name for one in story.requests for c in one.clocks if c.missed]
    assert sorted(told) == sorted(missed)


DAY_ONLY = """staff_id,weekday,start,end,post
w01,1-7,08:00,20:00,
w02,1-7,08:00,20:00,
"""


@pytest.mark.parametrize("number", [1, 2])
def test_a_made_up_year_is_the_same_for_the_same_seed(number: int) -> None:
    one, other = (list(sample_year(50, number, ["1"], 2026)) for _ in range(2))
    assert one == other
