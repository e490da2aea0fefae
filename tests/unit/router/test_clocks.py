"""When promises fall due."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.domain.calendar import Stretch, Window, WorkCalendar
from services.router.domain.clocks import due
from services.router.domain.spans import Counting, Target, read_target
from tests.support.routing import at

CALENDAR = WorkCalendar(windows=(Window(510, 720), Window(810, 1080)))
MINUTE = timedelta(minutes=1)
starts = st.integers(0, 60 * 24 * 60).map(lambda n: at("2026-09-15 00:00") + n * MINUTE)
lengths = st.integers(1, 60 * 30).map(lambda n: n * MINUTE)
elapsed = lengths.map(lambda length: Target(Counting.ELAPSED, length))
working = lengths.map(lambda length: Target(Counting.WORKING_HOURS, length))
days = st.integers(0, 4).map(lambda n: Target(Counting.WORKING_DAYS, days=n))
targets = st.one_of(elapsed, working, days)


@st.composite
def rests(draw: st.DrawFn) -> tuple[datetime, list[Stretch]]:
    """Return a start and pauses after it."""
    start = cursor = draw(starts)
    pauses = []
    for gap, length in draw(st.lists(st.tuples(lengths, lengths), max_size=3)):
        pauses.append((cursor + gap, cursor + gap + length))
        cursor = pauses[-1][1]
    return start, pauses


def works(moment: datetime) -> bool:
    local = moment.astimezone(at("2026-01-01").tzinfo)
    minute = local.hour * 60 + local.minute
    inside = any(window.start <= minute < window.end for window in CALENDAR.windows)
    return inside and CALENDAR.works_on(local.date())


def minute_by_minute(start: datetime, target: Target, pauses: list[Stretch]) -> datetime:
    """Count it out slowly: each minute that runs and does not rest is one less."""
    left = _slow_budget(start, target)
    moment = start
    while left > timedelta():
        runs = target.counting is Counting.ELAPSED or works(moment)
        rests_now = any(begin <= moment < end for begin, end in pauses)
        left -= MINUTE if runs and not rests_now else timedelta()
        moment += MINUTE
    return moment


def _slow_budget(start: datetime, target: Target) -> timedelta:
    if target.counting is not Counting.WORKING_DAYS:
        return target.length
    minutes, seen, moment, today = 0, 0, start, start.date()
    while True:
        minutes += works(moment)
        moment += MINUTE
        closes = works(moment - MINUTE) and moment.hour * 60 + moment.minute == 1080
        seen += closes and (moment.date() > today or target.days == 0)
        if closes and seen >= max(target.days, 1):
            return minutes * MINUTE


@settings(max_examples=60)
@given(rests(), targets)
def test_a_due_time_is_what_counting_minutes_gives(
    story: tuple[datetime, list[Stretch]], target: Target
) -> None:
    start, pauses = story
    assert due(start, target, CALENDAR, pauses) == minute_by_minute(start, target, pauses)


@given(starts, st.integers(0, 20_000), targets)
def test_what_comes_later_is_never_due_earlier(start: datetime, later: int, target: Target) -> None:
    after = start + later * MINUTE
    assert due(start, target, CALENDAR) <= due(after, target, CALENDAR)


@given(starts, lengths, lengths, st.sampled_from([Counting.ELAPSED, Counting.WORKING_HOURS]))
def test_two_lengths_in_a_row_are_their_sum(
    start: datetime, first: timedelta, second: timedelta, counting: Counting
) -> None:
    halfway = due(start, Target(counting, first), CALENDAR)
    whole = due(start, Target(counting, first + second), CALENDAR)
    assert due(halfway, Target(counting, second), CALENDAR) == whole


@given(rests(), elapsed)
def test_each_paused_moment_comes_on_top(
    story: tuple[datetime, list[Stretch]], target: Target
) -> None:
    start, pauses = story
    end = due(start, target, CALENDAR, pauses)
    rested = sum((min(e, end) - b for b, e in pauses if b < end), timedelta())
    assert end - start == target.length + rested


@given(rests(), targets)
def test_one_pause_in_two_parts_is_the_same_pause(
    story: tuple[datetime, list[Stretch]], target: Target
) -> None:
    start, pauses = story
    halves = [
        half
        for begin, end in pauses
        for half in ((begin, begin + (end - begin) / 2), (begin + (end - begin) / 2, end))
    ]
    assert due(start, target, CALENDAR, halves) == due(start, target, CALENDAR, pauses)


@pytest.mark.parametrize(
    ("start", "promise", "expected"),
    [
        ("2026-11-23 03:00", "15分钟", "2026-11-23 03:15"),
        ("2026-11-23 10:00", "当天", "2026-11-23 18:00"),
        ("2026-11-23 18:00", "当天", "2026-11-24 18:00"),
        ("2026-11-20 19:00", "当天", "2026-11-23 18:00"),
        ("2026-11-23 10:00", "3个工作日", "2026-11-26 18:00"),
        ("2026-11-20 10:00", "3个工作日", "2026-11-25 18:00"),
        ("2026-09-30 10:00", "3个工作日", "2026-10-10 18:00"),
        ("2026-11-23 17:00", "2个工作小时", "2026-11-24 09:30"),
    ],
)
def test_promises_as_the_rule_book_means_them(start: str, promise: str, expected: str) -> None:
    assert due(at(start), read_target(promise), CALENDAR) == at(expected)


@pytest.mark.parametrize("text", ["很快", "", "0分钟", "3", "3个月", "-1小时"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="看不懂的时长"):
        read_target(text)
