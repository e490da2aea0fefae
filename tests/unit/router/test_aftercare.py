"""What passes between the company and the owner."""

import pytest

from services.router.domain.history import Followed
from services.router.domain.refusals import (
    FollowUpStands,
    FollowUpUntold,
    TooFewAttempts,
)
from shared.contracts import requests as told_as
from shared.contracts.words import ClockName, Outlet, Status
from shared.kernel.errors import WrongMove
from tests.support.routing import (
    act_at,
    answer,
    at,
    due_of,
    resolved,
    taken_up,
    told,
)

TEN = "2026-11-23 10:30"


def test_resolving_starts_the_feedback_clock() -> None:
    request = resolved()
    assert due_of(request, ClockName.RESOLUTION) == ("11-26 18:00", False)
    assert due_of(request, ClockName.FEEDBACK) == ("11-24 12:00", True)


def test_a_receipt_stops_the_feedback_clock_once() -> None:
    request, act = resolved(), act_at("2026-11-23 12:05")
    assert request.feed_back(act, Outlet.SMS, at("2026-11-23 12:04"))
    assert not request.feed_back(act, Outlet.SMS, at("2026-11-23 12:04"))
    assert len(told(request, told_as.RequestFedBack)) == 1


def test_a_call_that_reached_the_owner_is_feedback() -> None:
    request = resolved()
    request.log_call(act_at("2026-11-23 12:30", "c02"), reached=True, note="已告知")
    assert not due_of(request, ClockName.FEEDBACK)[1]


def test_a_call_that_did_not_is_not() -> None:
    request = resolved()
    request.log_call(act_at("2026-11-23 12:30", "c02"), reached=False, note="无人接听")
    assert due_of(request, ClockName.FEEDBACK)[1]


def test_a_satisfied_owner_closes_it() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=True)
    )
    assert (request.status, request.satisfied, request.next_at) == (Status.CLOSED, True, None)


def test_a_follow_up_ends_only_with_a_satisfied_owner() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    said = Followed(why="又滴水", will_be_done="换阀芯")
    request.log_call(act_at("2026-11-23 20:30", "c02"), True, "致歉", said)
    assert request.follow_up_open
    request.accept(act_at("2026-11-24 09:00", "w02"))
    request.resolve(act_at("2026-11-24 10:00", "w02"), "重装")
    request.hear_survey(
        act_at("2026-11-24 12:00"), answer(request, "2026-11-24 12:00", satisfied=True)
    )
    assert (request.follow_up_open, request.status) == (False, Status.CLOSED)


def test_an_answer_about_an_earlier_round_changes_nothing_but_the_history() -> None:
    request = resolved()
    late = answer(request, "2026-11-25 08:00", satisfied=True)
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.events.clear()
    request.hear_survey(act_at("2026-11-25 08:00"), late)
    assert (request.status, request.events) == (Status.ASSIGNED, [])


def test_a_late_answer_does_not_close_a_later_round() -> None:
    request = resolved()
    late = answer(request, "2026-11-24 12:00", satisfied=True)
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.accept(act_at("2026-11-24 09:00", "w02"))
    request.resolve(act_at("2026-11-24 10:00", "w02"), "重装")
    request.hear_survey(act_at("2026-11-24 12:00"), late)
    assert request.status is Status.RESOLVED


def test_a_sign_off_wants_three_recorded_attempts() -> None:
    request, head = resolved(), act_at("2026-11-24 12:00", "h-eng")
    for _ in range(2):
        request.log_call(act_at("2026-11-23 13:00", "c02"), reached=False, note="无人接听")
    with pytest.raises(TooFewAttempts, match="2 次"):
        request.sign_off(head, "联系不上")
    request.log_call(act_at("2026-11-23 14:00", "c02"), reached=False, note="无人接听")
    request.sign_off(head, "联系不上")
    assert (request.status, request.satisfied) == (Status.CLOSED, False)


def test_a_cancelled_request_promises_nothing_any_more() -> None:
    request = taken_up()
    request.cancel(act_at(TEN, "o1"), "自己修好了")
    assert request.next_at is None
    assert not any(clock.running for clock in request.clocks)


def test_staff_cannot_end_a_follow_up_by_taking_the_request_back() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    with pytest.raises(FollowUpStands, match="三次回访记录"):
        request.cancel(act_at("2026-11-23 20:10", "c01"), "业主说算了")


def test_a_dissatisfied_owner_may_take_the_request_back() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.cancel(act_at("2026-11-23 20:10", request.reporter.owner_id), "不用了")
    assert request.status is Status.CANCELLED


def test_a_return_call_that_finds_the_owner_dissatisfied_opens_what_was_closed() -> None:
    request = resolved()
    pleased = answer(request, "2026-11-23 20:00", satisfied=True)
    request.hear_survey(act_at("2026-11-23 20:00"), pleased)
    called = answer(request, "2026-11-24 10:00", satisfied=False)
    request.hear_survey(act_at("2026-11-24 10:00"), called.model_copy(update={"called_by": "c02"}))
    assert (request.status, request.follow_up_open, request.round) == (Status.ASSIGNED, True, 2)
    assert len(told(request, told_as.FollowUpOpened)) == 1


def test_an_owner_who_thinks_otherwise_on_the_same_day_opens_what_was_closed() -> None:
    request = resolved()
    for moment, satisfied in (("2026-11-23 20:00", True), ("2026-11-23 21:00", False)):
        request.hear_survey(act_at(moment), answer(request, moment, satisfied=satisfied))
    assert (request.status, request.follow_up_open, request.round) == (Status.ASSIGNED, True, 2)


def test_a_late_word_does_not_open_what_was_signed_off() -> None:
    request, head = resolved(), act_at("2026-11-24 12:00", "h-eng")
    for _ in range(3):
        request.log_call(act_at("2026-11-23 13:00", "c02"), reached=False, note="无人接听")
    request.sign_off(head, "联系不上")
    late = answer(request, "2026-11-24 13:00", satisfied=False)
    request.hear_survey(act_at("2026-11-24 13:00"), late)
    assert request.status is Status.CLOSED


def test_what_came_back_after_it_was_closed_begins_a_new_round() -> None:
    request = resolved()
    heard = answer(request, "2026-11-23 20:00", satisfied=True)
    request.hear_survey(act_at("2026-11-23 20:00"), heard)
    request.reopen(act_at("2026-11-25 09:00", "o1"), "又漏了")
    assert (request.status, request.round, request.ended_at) == (Status.ASSIGNED, 2, None)
    assert told(request, told_as.RequestReopened)


def test_what_was_closed_long_ago_is_asked_for_anew() -> None:
    request = resolved()
    heard = answer(request, "2026-11-23 20:00", satisfied=True)
    request.hear_survey(act_at("2026-11-23 20:00"), heard)
    with pytest.raises(WrongMove, match="重新提交"):
        request.reopen(act_at("2026-12-25 09:00", "o1"), "又漏了")


def test_why_an_owner_is_dissatisfied_and_what_will_be_done_are_kept_apart() -> None:
    request = resolved()
    said = Followed(why="漏水没修好", will_be_done="周三换管")
    request.log_call(act_at("2026-11-23 12:30", "c02"), True, "已致歉", said)
    line = request.history[-1]
    assert (line.note, line.why, line.will_be_done) == ("已接通:已致歉", *said)


def test_a_follow_up_call_that_does_not_say_why_and_what_will_be_done_is_refused() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    with pytest.raises(FollowUpUntold, match="为什么不满意"):
        request.log_call(act_at("2026-11-23 20:30", "c02"), True, "致歉", Followed(why="又滴水"))
    assert (due_of(request, ClockName.FOLLOW_UP)[1], request.attempts) == (True, 0)


def test_a_follow_up_call_that_reached_nobody_has_nothing_more_to_say() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.log_call(act_at("2026-11-23 20:30", "c02"), reached=False, note="无人接听")
    assert (due_of(request, ClockName.FOLLOW_UP)[1], request.attempts) == (True, 1)


def test_calls_before_the_owner_was_dissatisfied_are_no_attempts_at_following_up() -> None:
    request = resolved()
    for _ in range(3):
        request.log_call(act_at("2026-11-23 13:00", "c02"), reached=False, note="无人接听")
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.accept(act_at("2026-11-24 09:00", "w02"))
    request.resolve(act_at("2026-11-24 10:00", "w02"), "重装")
    with pytest.raises(TooFewAttempts, match="0 次"):
        request.sign_off(act_at("2026-11-24 12:00", "h-eng"), "联系不上")


def test_attempts_go_on_counting_while_the_owner_stays_dissatisfied() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.log_call(act_at("2026-11-23 20:30", "c02"), reached=False, note="无人接听")
    request.accept(act_at("2026-11-24 09:00", "w02"))
    request.resolve(act_at("2026-11-24 10:00", "w02"), "重装")
    request.hear_survey(
        act_at("2026-11-24 12:00"), answer(request, "2026-11-24 12:00", satisfied=False)
    )
    assert (request.attempts, request.round) == (1, 3)
