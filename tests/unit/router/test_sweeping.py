"""What the sweep does when a moment has come: each step once, somebody always."""

from dataclasses import replace
from datetime import timedelta

from services.router.domain.people import Staff
from services.router.domain.request import Request, take_up
from services.router.domain.rules import Rules
from shared.contracts.requests import ClockMissed, RequestAssigned, RequestEscalated
from shared.contracts.words import ClockName, Role, Status, Urgency
from tests.support.routing import act_at, at, rules_of, submission, taken_up, told, verdict

THREE = "2026-11-23 03:00"


def pages(request: Request) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what was paged: clock, step, recipients."""
    found = told(request, RequestEscalated)
    return [(e.clock, e.step, e.recipients) for e in found if isinstance(e, RequestEscalated)]


def look_along(request: Request, until: str, rules: Rules | None = None) -> None:
    """Look at it whenever it asks to be looked at."""
    while request.next_at and request.next_at <= at(until):
        act = replace(act_at(THREE, rules=rules), at=request.next_at)
        assert request.look(act)


def test_an_unaccepted_emergency_climbs_to_the_manager() -> None:
    request = taken_up(THREE, urgency=Urgency.URGENT)
    look_along(request, "2026-11-23 03:08")
    assert [page for page in pages(request) if page[0] == "dispatch"] == [
        ("dispatch", "assignee", ("w04",)),
        ("dispatch", "next_on_duty", ("w05",)),
        ("dispatch", "head", ("h-eng",)),
        ("dispatch", "manager", ("m01",)),
    ]


def test_each_miss_is_told_once() -> None:
    request = taken_up(THREE, urgency=Urgency.URGENT)
    look_along(request, "2026-11-23 12:00")
    clocks = [e.clock for e in told(request, ClockMissed) if isinstance(e, ClockMissed)]
    assert clocks == [ClockName.DISPATCH, ClockName.ARRIVAL, ClockName.RESOLUTION]


def test_looking_twice_at_one_moment_does_nothing_more() -> None:
    request, act = taken_up(THREE, urgency=Urgency.URGENT), act_at("2026-11-23 03:01")
    assert request.look(act)
    assert not request.look(act)
    assert len(pages(request)) == 1


def test_a_sweep_that_was_down_pages_once_and_not_for_every_step() -> None:
    request = taken_up(THREE, urgency=Urgency.URGENT)
    request.look(act_at("2026-11-23 03:10"))
    assert [page for page in pages(request) if page[0] == "dispatch"] == [
        ("dispatch", "manager", ("w04", "w05", "h-eng", "m01"))
    ]


def test_accepted_and_forgotten_pages_again_and_again() -> None:
    request = taken_up(THREE, urgency=Urgency.URGENT)
    request.accept(act_at("2026-11-23 03:01", "w04"))
    request.arrive(act_at("2026-11-23 03:10", "w04"))
    look_along(request, "2026-11-23 08:25")
    assert [step for _, step, _ in pages(request)] == [
        "assignee",
        "head",
        "manager",
        "again",
        "again",
    ]


def test_an_accepted_request_is_no_longer_paged_for_acceptance() -> None:
    request = taken_up(THREE, urgency=Urgency.URGENT)
    request.accept(act_at("2026-11-23 03:00", "w04"))
    look_along(request, "2026-11-23 03:09")
    assert pages(request) == []


def test_with_an_empty_roster_each_step_reaches_the_next_above() -> None:
    rules = rules_of(roster_csv="")
    request = taken_up(THREE, urgency=Urgency.URGENT, rules=rules)
    look_along(request, "2026-11-23 03:08", rules)
    assert [page for page in pages(request) if page[0] == "dispatch"] == [
        ("dispatch", "assignee", ("h-eng",)),
        ("dispatch", "next_on_duty", ("h-eng",)),
        ("dispatch", "head", ("h-eng",)),
        ("dispatch", "manager", ("m01",)),
    ]


def test_what_somebody_who_left_had_goes_to_the_next() -> None:
    request, rules = taken_up(THREE), rules_of()
    gone = Staff(id="w04", name="蒋四", role=Role.WORKER, department="engineering", active=False)
    request.look(act_at(THREE, rules=replace(rules, told={"w04": gone})))
    assert request.assignee == "w05"


def test_with_nobody_at_all_it_waits_and_is_placed_as_soon_as_somebody_is_there() -> None:
    nobody = rules_of({})
    act = act_at(THREE, rules=nobody)
    request = take_up(submission(act.at), verdict(), act)
    assert (request.assignee, request.status) == (None, Status.ASSIGNED)
    assert request.next_at == act.at + timedelta(minutes=1)
    request.look(replace(act_at("2026-11-23 03:01"), rules=rules_of()))
    assert request.assignee
    assert told(request, RequestAssigned)


def test_with_nobody_to_page_the_step_is_kept_for_later() -> None:
    nobody = rules_of({})
    act = act_at(THREE, rules=nobody)
    request = take_up(submission(act.at), verdict(urgency=Urgency.URGENT), act)
    request.look(act_at("2026-11-23 03:20", rules=nobody))
    assert pages(request) == []
    assert request.next_at == at("2026-11-23 03:21")


def test_a_resting_clock_pages_nobody() -> None:
    request = taken_up("2026-11-23 10:00")
    request.accept(act_at("2026-11-23 10:30", "w02"))
    request.pause(act_at("2026-11-23 11:00", "w02"), "与业主约定时间", at("2026-12-02 09:00"))
    look_along(request, "2026-12-02 08:00")
    assert pages(request) == []


def test_a_general_request_that_nobody_accepts_is_paged_before_the_day_ends() -> None:
    request = taken_up("2026-11-23 10:00")
    assert request.next_at == at("2026-11-23 16:00")


def test_feedback_that_does_not_arrive_pages_the_first_responder() -> None:
    request = taken_up("2026-11-23 10:00")
    request.accept(act_at("2026-11-23 10:30", "w02"))
    request.resolve(act_at("2026-11-23 12:00", "w02"), "好了")
    look_along(request, "2026-11-24 09:00")
    assert pages(request) == [("feedback", "first_responder", ("c02",))]


def test_what_is_overdue_is_not_put_back_to_a_moment_that_was_looked_at_already() -> None:
    nobody = rules_of({})
    act = act_at(THREE, rules=nobody)
    request = take_up(submission(act.at), verdict(urgency=Urgency.URGENT), act)
    request.look(act_at("2026-11-23 03:20", rules=nobody))
    request.note(act_at("2026-11-23 03:20:30", "c04", rules=nobody), "正在找人")
    assert request.next_at == at("2026-11-23 03:20:30")
