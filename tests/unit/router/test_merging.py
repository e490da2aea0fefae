"""What several owners report is done once, told to each, and asked of each."""

from datetime import timedelta

import pytest

from services.router.domain.refusals import CannotMerge, NotMerged
from services.router.domain.request import Request
from shared.contracts import requests as told_as
from shared.contracts.arrangements import MainMoved, RequestMerged, RequestUnmerged
from shared.contracts.words import ClockName, Status, Urgency
from shared.kernel.errors import WrongMove
from tests.support.routing import act_at, answer, at, due_of, taken_up, told

TEN = "2026-11-23 10:05"


def merged(urgency: Urgency = Urgency.GENERAL) -> tuple[Request, Request]:
    """Return a request and the main one that it was merged into, their events forgotten."""
    main, follower = taken_up(), taken_up(urgency=urgency)
    follower.merge(act_at(TEN, "c02"), main.facts(act_at(TEN)), "同一根水管")
    assert told(follower, RequestMerged)
    main.take_in(act_at(TEN), follower.id)
    main.events.clear()
    follower.events.clear()
    return follower, main


def follow(follower: Request, main: Request, when: str) -> None:
    """Let ``follower`` hear every step that ``main`` has told."""
    for moved in told(main, MainMoved):
        assert isinstance(moved, MainMoved)
        follower.follow(act_at(when, moved.by), moved)
    main.events.clear()


def test_its_owner_is_told_of_each_step_of_the_main_one() -> None:
    follower, main = merged()
    main.accept(act_at("2026-11-23 10:10", "w02"))
    main.note(act_at("2026-11-23 10:20", "w02"), "正在关阀门")
    main.pause(act_at("2026-11-23 10:30", "w02"), "等待配件")
    follow(follower, main, "2026-11-23 10:30")
    kinds = [type(event) for event in follower.events]
    assert kinds == [told_as.RequestAccepted, told_as.RequestNoted, told_as.RequestPaused]
    (accepted,) = told(follower, told_as.RequestAccepted)
    assert isinstance(accepted, told_as.RequestAccepted)
    assert (accepted.request.request_id, accepted.request.assignee_name) == (follower.id, "石二")


def test_while_it_follows_its_own_clocks_page_nobody() -> None:
    follower, _ = merged(Urgency.URGENT)
    assert follower.next_at is None
    follower.look(act_at("2026-11-23 11:00"))
    assert follower.events == []


def test_it_counts_for_nobodys_load() -> None:
    follower, _ = merged()
    assert follower.burden is None


def test_the_end_of_the_main_one_asks_each_owner() -> None:
    follower, main = merged()
    main.accept(act_at("2026-11-23 10:10", "w02"))
    main.resolve(act_at("2026-11-23 12:00", "w02"), "换了水管")
    follow(follower, main, "2026-11-23 12:00")
    assert (follower.status, follower.outcome) == (Status.RESOLVED, "换了水管")
    assert told(follower, told_as.RequestResolved)
    assert due_of(follower, ClockName.FEEDBACK)[1]


def test_an_owner_who_says_no_goes_on_with_a_request_of_their_own() -> None:
    follower, main = merged()
    main.accept(act_at("2026-11-23 10:10", "w02"))
    main.resolve(act_at("2026-11-23 12:00", "w02"), "换了水管")
    follow(follower, main, "2026-11-23 12:00")
    heard = answer(follower, "2026-11-23 20:00", satisfied=False)
    follower.hear_survey(act_at("2026-11-23 20:00"), heard)
    assert (follower.status, follower.round, follower.merger) == (Status.ASSIGNED, 2, None)
    assert main.status is Status.RESOLVED


def test_taken_apart_it_has_its_own_clocks_as_if_it_had_never_followed() -> None:
    follower, main = merged()
    twin = taken_up()
    main.accept(act_at("2026-11-23 10:10", "w02"))
    follow(follower, main, "2026-11-23 10:10")
    follower.unmerge(act_at("2026-11-23 11:00", "c02"), "不是同一件事")
    assert told(follower, RequestUnmerged)
    assert [(c.name, c.due_at, c.running) for c in follower.clocks] == [
        (c.name, c.due_at, c.running) for c in twin.clocks
    ]
    assert (follower.status, follower.assignee, follower.next_at) == (
        twin.status,
        twin.assignee,
        twin.next_at,
    )


def test_what_ran_out_meanwhile_is_a_miss_as_soon_as_it_is_taken_apart() -> None:
    follower, _ = merged(Urgency.URGENT)
    follower.unmerge(act_at("2026-11-23 11:00", "c02"), "不是同一件事")
    assert follower.next_at == at("2026-11-23 11:00")
    follower.look(act_at("2026-11-23 11:00"))
    missed = [e.clock for e in told(follower, told_as.ClockMissed) if hasattr(e, "clock")]
    assert missed == [ClockName.DISPATCH, ClockName.ARRIVAL]


def test_when_the_main_one_is_cancelled_it_goes_on_alone() -> None:
    follower, main = merged()
    main.cancel(act_at("2026-11-23 10:10", "o9"), "不用了")
    follow(follower, main, "2026-11-23 10:10")
    assert (follower.following, follower.status) == (False, Status.ASSIGNED)


def test_a_step_told_late_to_one_that_was_taken_apart_is_passed_over() -> None:
    follower, main = merged()
    main.accept(act_at("2026-11-23 10:10", "w02"))
    follower.unmerge(act_at("2026-11-23 10:11", "c02"), "不是同一件事")
    follower.events.clear()
    follow(follower, main, "2026-11-23 10:12")
    assert follower.events == []


def test_what_follows_is_not_worked_on_by_itself() -> None:
    follower, main = merged()
    with pytest.raises(WrongMove, match=main.number):
        follower.check_alone("accept")
    follower.check_alone("note")


def test_one_that_others_follow_follows_none() -> None:
    _, main = merged()
    with pytest.raises(CannotMerge):
        main.merge(act_at(TEN, "c02"), taken_up().facts(act_at(TEN)), "?")


def test_what_follows_nothing_is_not_taken_apart() -> None:
    with pytest.raises(NotMerged):
        taken_up().unmerge(act_at(TEN, "c02"), "?")


def test_only_one_that_is_in_hand_leads_others() -> None:
    main = taken_up()
    main.cancel(act_at(TEN, "o1"), "不用了")
    assert not main.take_in(act_at(TEN), "x")


def test_an_owner_can_end_their_own_while_it_follows() -> None:
    follower, _ = merged()
    follower.check_alone("cancel")
    follower.cancel(act_at("2026-11-23 10:10", "o1"), "不用了")
    assert (follower.status, follower.ended_at) == (
        Status.CANCELLED,
        at(TEN) + timedelta(minutes=5),
    )
