"""Leave and swaps: agreed to by the other side, and respected by whoever assigns and pages."""

from dataclasses import replace
from datetime import date

import pytest

from services.router.domain.asked import Leave, State, Swap
from services.router.domain.duty import Away, Duty, Swapped
from services.router.domain.duty_book import DutyBook
from services.router.domain.refusals import LeaveOverlaps, NoShift, OnLeave
from services.router.domain.request import take_up
from services.router.domain.rules import Rules
from shared.contracts.requests import RequestAssigned, RequestEscalated
from shared.contracts.roster import LeaveChanged, SwapChanged
from shared.contracts.words import Role, Urgency
from shared.kernel.errors import Forbidden, Invalid, WrongMove
from tests.support.routing import ESTATE, act_at, at, rules_of, submission, taken_up, told, verdict

TEN = "2026-11-23 10:00"
THREE = "2026-11-23 03:00"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def away(*people: str) -> Rules:
    """Return the rules while these are on leave, on Monday."""
    since, until = at("2026-11-23 00:00"), at("2026-11-24 00:00")
    leave = tuple(Away(staff_id=one, since=since, until=until) for one in people)
    return replace(rules_of(), duty=Duty(aways=leave))


def swapped(**more: date) -> Rules:
    """Return the rules where w04 stands w01's shifts of Monday."""
    swap = Swapped(staff_id="w01", with_id="w04", day=MONDAY, **more)
    return replace(rules_of(), duty=Duty(swaps=(swap,)))


def leave(staff_id: str = "w02", **more: object) -> Leave:
    """Return leave of Tuesday, as it is asked for."""
    facts = {"since": at("2026-11-24 00:00"), "until": at("2026-11-25 00:00"), "reason": "探亲"}
    return Leave(id="l1", staff_id=staff_id, asked_by=staff_id, **{**facts, **more})  # type: ignore[arg-type]


def swap(**more: object) -> Swap:
    """Return a swap of w01 with w04 on Tuesday, as it is proposed."""
    facts = {"staff_id": "w01", "with_id": "w04", "day": TUESDAY, "back": None, "reason": "看病"}
    return Swap(id="s1", **{**facts, **more})  # type: ignore[arg-type]


def book() -> DutyBook:
    return DutyBook(id=ESTATE, estate=ESTATE)


def test_who_is_on_leave_is_not_on_duty() -> None:
    assert "w02" not in away("w02").on_duty(at(TEN))
    assert "w02" in away("w02").on_duty(at("2026-11-24 10:00"))


def test_a_request_goes_past_whoever_is_on_leave() -> None:
    act = act_at(TEN, rules=away("w02", "c02"))
    request = take_up(submission(act.at), verdict(), act)
    assert (request.assignee, request.first_responder) == ("w01", "c01")


def test_a_head_on_leave_is_passed_over_for_the_manager() -> None:
    request = taken_up(THREE, urgency=Urgency.URGENT, rules=away("h-eng"))
    request.look(act_at("2026-11-23 03:03", rules=away("h-eng")))
    (page,) = told(request, RequestEscalated)
    assert isinstance(page, RequestEscalated)
    assert page.recipients == ("w04", "w05", "m01")


def test_with_everybody_on_leave_somebody_is_reached_all_the_same() -> None:
    rules = away(*rules_of().staff)
    request = taken_up(THREE, urgency=Urgency.URGENT, rules=rules)
    assert request.assignee
    request.look(act_at("2026-11-23 03:03", rules=rules))
    (page,) = told(request, RequestEscalated)
    assert isinstance(page, RequestEscalated)
    assert page.recipients


def test_with_nobody_but_a_cleaner_the_cleaner_is_reached() -> None:
    only = rules_of(
        {"staff.csv": "id,name,role,department\nw11,萧一,worker,cleaning", "roster.csv": ""}
    )
    request = taken_up(THREE, urgency=Urgency.URGENT, rules=only)
    request.look(act_at("2026-11-23 03:03", rules=only))
    assert request.assignee == "w11"
    assert told(request, RequestEscalated)


def test_what_somebody_on_leave_has_in_hand_goes_to_the_next() -> None:
    request = taken_up()
    request.accept(act_at("2026-11-23 10:30", "w02"))
    request.look(act_at("2026-11-23 11:00", rules=away("w02")))
    assert request.assignee == "w01"
    (event,) = told(request, RequestAssigned)
    assert isinstance(event, RequestAssigned)
    assert event.previous == "w02"


def test_it_stays_where_it_is_when_everybody_else_is_away_too() -> None:
    request, rules = taken_up(), away(*rules_of().staff)
    request.look(act_at("2026-11-23 11:00", rules=rules))
    assert request.assignee == "w02"
    assert not told(request, RequestAssigned)


def test_a_swapped_shift_is_stood_by_the_other_one() -> None:
    assert {"w01", "w04"} & swapped().on_duty(at(TEN)) == {"w04"}
    assert "w01" in swapped().on_duty(at("2026-11-24 10:00"))


def test_the_shift_in_return_is_a_night_that_passes_midnight() -> None:
    rules = swapped(back=TUESDAY)
    assert "w01" in rules.on_duty(at("2026-11-25 03:00"))
    assert "w04" not in rules.on_duty(at("2026-11-25 03:00"))


def test_leave_holds_once_the_head_has_agreed() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "w02"), leave())
    assert not kept.duty.aways
    kept.decide_leave(act_at(TEN, "h-eng"), "l1", agreed=True)
    assert [one.staff_id for one in kept.duty.aways] == ["w02"]
    asked, agreed = [e for e in kept.events if isinstance(e, LeaveChanged)]
    assert (asked.recipients, agreed.recipients) == (("h-eng",), ("w02",))


def test_refused_leave_does_not_hold() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "w02"), leave())
    kept.decide_leave(act_at(TEN, "h-eng"), "l1", agreed=False)
    assert kept.leaves[0].state is State.REFUSED
    assert kept.duty.aways == ()


@pytest.mark.parametrize("who", ["w02", "h-cln", "c01"])
def test_nobody_but_the_own_head_or_a_manager_agrees(who: str) -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "w02"), leave())
    with pytest.raises(Forbidden):
        kept.decide_leave(act_at(TEN, who), "l1", agreed=True)


def test_leave_is_decided_once() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "w02"), leave())
    kept.decide_leave(act_at(TEN, "m01"), "l1", agreed=False)
    with pytest.raises(WrongMove):
        kept.decide_leave(act_at(TEN, "h-eng"), "l1", agreed=True)


def test_leave_that_the_head_enters_holds_at_once() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "h-eng"), leave())
    assert kept.duty.aways


def test_leave_does_not_overlap_with_leave() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "w02"), leave())
    with pytest.raises(LeaveOverlaps):
        kept.ask_leave(act_at(TEN, "w02"), leave())


def test_leave_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Invalid):
        book().ask_leave(act_at(TEN, "w02"), leave(until=at("2026-11-23 00:00")))


def test_leave_that_was_withdrawn_is_over() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "h-eng"), leave())
    kept.withdraw_leave(act_at(TEN, "w02"), "l1")
    assert kept.duty.aways == ()


def test_a_swap_holds_once_the_other_has_agreed_and_the_head_sees_it() -> None:
    kept = book()
    kept.propose_swap(act_at(TEN, "w01"), swap())
    assert not kept.duty.swaps
    kept.answer_swap(act_at(TEN, "w04"), "s1", agreed=True)
    assert kept.duty.swaps == (Swapped(staff_id="w01", with_id="w04", day=TUESDAY),)
    asked, agreed = [e for e in kept.events if isinstance(e, SwapChanged)]
    assert (asked.recipients, agreed.recipients) == (("w04", "h-eng"), ("w01", "h-eng"))


def test_only_the_one_who_was_asked_agrees_to_a_swap() -> None:
    kept = book()
    kept.propose_swap(act_at(TEN, "w01"), swap())
    with pytest.raises(Forbidden):
        kept.answer_swap(act_at(TEN, "h-eng"), "s1", agreed=True)


@pytest.mark.parametrize(
    "asked",
    [
        {"day": date(2026, 11, 28)},
        {"back": date(2026, 11, 28), "with_id": "w02"},
        {"with_id": "w01"},
        {"day": date(2026, 11, 20)},
    ],
)
def test_a_swap_wants_a_shift_to_come_and_a_colleague(asked: dict[str, object]) -> None:
    with pytest.raises(NoShift):
        book().propose_swap(act_at(TEN, "w01"), swap(**asked))


def test_what_is_long_over_is_dropped() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "h-eng"), leave())
    kept.ask_leave(
        act_at("2027-05-03 10:00", "h-eng"),
        leave(since=at("2027-05-04 00:00"), until=at("2027-05-05 00:00")),
    )
    assert len(kept.leaves) == 1


def test_a_manager_needs_nobodys_consent() -> None:
    kept = book()
    kept.ask_leave(act_at(TEN, "m01"), leave("m01"))
    assert kept.leaves[0].state is State.AGREED
    assert rules_of().staff["m01"].role is Role.MANAGER


def test_nobody_on_leave_is_given_work_by_hand() -> None:
    with pytest.raises(OnLeave, match="刘一"):
        taken_up().assign(act_at(TEN, "h-eng", away("w01")), "w01", "换人")
