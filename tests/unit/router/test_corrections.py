"""Pauses and corrections: due times move, and nothing is forgotten."""

import pytest

from services.router.domain.refusals import (
    NothingChanged,
    RestTooLong,
    UnlistedReason,
    UrgedTooSoon,
    UrgentNeverRests,
)
from shared.contracts import requests as told_as
from shared.contracts.words import Category, ClockName, Status, Urgency
from tests.support.routing import (
    act_at,
    answer,
    at,
    due_of,
    resolved,
    rules_of,
    taken_up,
    told,
)

TEN = "2026-11-23 10:30"


def test_a_dissatisfied_owner_opens_it_again_for_the_same_hands() -> None:
    request = resolved()
    heard = answer(request, "2026-11-23 20:00", satisfied=False, words="还在漏")
    request.hear_survey(act_at("2026-11-23 20:00"), heard)
    assert (request.status, request.round, request.assignee) == (Status.ASSIGNED, 2, "w02")
    (follow_up,) = told(request, told_as.FollowUpOpened)
    assert isinstance(follow_up, told_as.FollowUpOpened)
    assert follow_up.recipients == ("c02", "h-eng")
    assert [type(event) for event in request.events] == [
        told_as.RequestReopened,
        told_as.RequestAssigned,
        told_as.FollowUpOpened,
    ]


def test_a_pause_moves_the_due_time_by_its_working_time() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.pause(act_at("2026-11-24 08:30", "w02"), "等待配件")
    request.resume(act_at("2026-11-25 08:30", "w02"))
    assert due_of(request, ClockName.RESOLUTION)[0] == "11-27 18:00"


def test_a_pause_ends_by_itself() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.pause(act_at(TEN, "w02"), "业主不在家", at("2026-11-24 09:00"))
    assert request.next_at == at("2026-11-24 09:00")
    request.look(act_at("2026-11-24 09:01"))
    assert request.status is Status.ACCEPTED
    assert request.pauses[0].ended_at == at("2026-11-24 09:00")


def test_an_urgent_request_is_never_paused() -> None:
    request = taken_up(urgency=Urgency.URGENT)
    request.accept(act_at(TEN, "w02"))
    with pytest.raises(UrgentNeverRests):
        request.pause(act_at(TEN, "w02"), "等待配件")


def test_a_pause_wants_a_listed_reason() -> None:
    with pytest.raises(UnlistedReason, match="等待配件"):
        taken_up().pause(act_at(TEN, "w02"), "午休")


@pytest.mark.parametrize("until", ["2026-11-23 10:00", "2026-12-23 10:00"])
def test_a_pause_is_neither_over_before_it_begins_nor_endless(until: str) -> None:
    request = taken_up()
    with pytest.raises(RestTooLong):
        request.pause(act_at(TEN, "w02"), "等待配件", at(until))


def test_reclassifying_keeps_every_pause() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.pause(act_at("2026-11-23 11:00", "w02"), "等待配件")
    request.resume(act_at("2026-11-23 13:00", "w02"))
    request.reclassify(act_at("2026-11-23 14:00", "c02"), None, Urgency.IMPORTANT, "有危险")
    assert due_of(request, ClockName.RESOLUTION)[0] == "11-24 12:00"


def test_becoming_urgent_ends_the_pause_and_wants_an_arrival() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.pause(act_at("2026-11-23 11:00", "w02"), "等待配件")
    request.reclassify(act_at("2026-11-23 11:05", "c02"), None, Urgency.URGENT, "水漫出来了")
    assert request.status is Status.ACCEPTED
    assert due_of(request, ClockName.ARRIVAL) == ("11-23 10:15", True)


def test_becoming_general_lets_the_arrival_go() -> None:
    request = taken_up(urgency=Urgency.URGENT)
    request.reclassify(act_at("2026-11-23 10:02", "c02"), None, Urgency.GENERAL, "只是滴水")
    assert ClockName.ARRIVAL not in [clock.name for clock in request.clocks]


def test_another_category_goes_to_another_department() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.reclassify(act_at(TEN, "c02"), Category.SANITATION, None, "是垃圾")
    assert (request.department, request.assignee) == ("cleaning", "w11")
    assert request.status is Status.ASSIGNED


def test_what_stays_in_the_same_hands_is_not_assigned_anew() -> None:
    request = taken_up()
    request.reclassify(act_at(TEN, "c02"), None, Urgency.URGENT, "水漫出来了")
    assert request.assignee == "w02"
    assert told(request, told_as.RequestAssigned) == []


def test_saying_the_same_confirms_it_and_only_once() -> None:
    request = taken_up()
    request.reclassify(act_at(TEN, "c02"), Category.REPAIR, None, "对")
    assert request.classified_by == "c02"
    with pytest.raises(NothingChanged):
        request.reclassify(act_at(TEN, "c02"), Category.REPAIR, None, "对")


def test_an_owner_presses_but_not_without_pause() -> None:
    request = taken_up()
    request.urge(act_at(TEN, "o1"))
    with pytest.raises(UrgedTooSoon) as refused:
        request.urge(act_at("2026-11-23 10:40", "o1"))
    assert refused.value.retry_after == 20 * 60
    assert "20 分钟后" in str(refused.value)


def test_new_holidays_move_what_was_provisional() -> None:
    request = taken_up("2030-12-31 10:00")
    assert request.provisional
    overlay = rules_of(holidays_csv="date,working\n2030-12-30,yes\n2031-01-02,no")
    request.retime(act_at("2030-12-31 12:00", rules=overlay))
    assert not request.provisional


def test_a_missed_arrival_of_what_is_no_longer_urgent_pages_nobody_any_more() -> None:
    request = taken_up("2026-11-23 10:00", urgency=Urgency.URGENT)
    request.accept(act_at("2026-11-23 10:01", "w02"))
    request.look(act_at("2026-11-23 10:20"))
    request.reclassify(act_at("2026-11-23 10:30", "c02"), None, Urgency.GENERAL, "只是滴水")
    request.events.clear()
    request.look(act_at("2026-11-24 10:31"))
    assert told(request, told_as.RequestEscalated) == []
    assert [c.missed for c in request.clocks if c.name is ClockName.ARRIVAL] == [True]


def test_the_second_urging_tells_the_head() -> None:
    request = taken_up()
    request.urge(act_at(TEN, "o1"))
    assert told(request, told_as.RequestEscalated) == []
    request.urge(act_at("2026-11-23 11:05", "o1"))
    (page,) = told(request, told_as.RequestEscalated)
    assert isinstance(page, told_as.RequestEscalated)
    assert (page.step, page.recipients) == ("urged", ("h-eng",))
