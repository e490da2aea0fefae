"""What may become of a request, and what each move leaves behind."""

import pytest

from services.router.domain.act import Act
from services.router.domain.moves import NEXT
from services.router.domain.refusals import (
    NothingChanged,
    RestTooLong,
    TooFewAttempts,
    UnknownStaff,
    UnlistedReason,
    UrgedTooSoon,
    UrgentNeverRests,
)
from services.router.domain.request import Request, take_up
from shared.contracts import requests as told_as
from shared.contracts.event import Place
from shared.contracts.words import Category, ClockName, Outlet, Status, Urgency
from shared.kernel.errors import WrongMove
from tests.support.routing import (
    HOME,
    OWNER,
    act_at,
    answer,
    at,
    resolved,
    rules_of,
    submission,
    taken_up,
    told,
    verdict,
)

TEN = "2026-11-23 10:30"


def clock(request: Request, name: ClockName) -> tuple[str, bool]:
    """Return when a clock of this round is due and whether it runs."""
    (found,) = [c for c in request.clocks if c.name is name and c.round == request.round]
    return f"{found.due_at.astimezone(at(TEN).tzinfo):%m-%d %H:%M}", found.running


def test_a_general_repair_goes_to_the_buildings_worker() -> None:
    act = act_at("2026-11-23 10:00")
    request = take_up(submission(act.at), verdict(), act)
    (event,) = told(request, told_as.RequestAssigned)
    assert (request.status, request.assignee, request.first_responder) == (
        Status.ASSIGNED,
        "w02",
        "c02",
    )
    assert isinstance(event, told_as.RequestAssigned)
    assert event.request.assignee_name == "石二"
    assert {due.clock for due in event.dues} == {"dispatch", "resolution"}


def test_an_important_one_goes_to_the_departments_head() -> None:
    assert taken_up(urgency=Urgency.IMPORTANT).assignee == "h-eng"


def test_a_burst_pipe_at_three_in_the_morning_goes_to_the_night_shift() -> None:
    request = taken_up("2026-11-23 03:00", urgency=Urgency.URGENT)
    assert request.assignee == "w04"
    assert clock(request, ClockName.ARRIVAL) == ("11-23 03:15", True)


def test_clocks_count_from_the_submission_and_not_from_the_routing() -> None:
    act = act_at("2026-11-23 12:00")
    event = submission(at("2026-11-23 11:00"))
    request = take_up(event, verdict(urgency=Urgency.URGENT), act)
    assert clock(request, ClockName.ARRIVAL) == ("11-23 11:15", True)


@pytest.mark.parametrize(
    ("said", "read", "expected"),
    [
        (HOME, None, HOME),
        (HOME, Place(spot="地库B2"), HOME.model_copy(update={"spot": "地库B2"})),
        (HOME, Place(building="1"), Place(building="1")),
        (Place(building="2"), Place(building="1"), Place(building="2")),
        (None, None, HOME),
    ],
)
def test_a_place_said_wins_over_one_read_and_that_over_home(
    said: Place | None, read: Place | None, expected: Place
) -> None:
    act = act_at("2026-11-23 10:00")
    event = submission(act.at, place=said, reporter=OWNER)
    assert take_up(event, verdict(place=read), act).place == expected


def test_accepting_stops_the_dispatch_clock() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    assert clock(request, ClockName.DISPATCH) == ("11-23 18:00", False)


def test_who_was_paged_may_take_it_over() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w01"))
    assert request.assignee == "w01"


def test_the_second_to_accept_is_told_who_has_it() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    with pytest.raises(WrongMove, match="石二"):
        request.accept(act_at(TEN, "w01"))


def test_arriving_late_is_a_miss_told_once() -> None:
    request = taken_up("2026-11-23 03:00", urgency=Urgency.URGENT)
    request.accept(act_at("2026-11-23 03:02", "w04"))
    request.arrive(act_at("2026-11-23 03:20", "w04"), "3 栋门口")
    request.look(act_at("2026-11-23 03:21"))
    (miss,) = told(request, told_as.ClockMissed)
    assert isinstance(miss, told_as.ClockMissed)
    assert (miss.clock, miss.due_at) == (ClockName.ARRIVAL, at("2026-11-23 03:15"))


def test_resolving_starts_the_feedback_clock() -> None:
    request = resolved()
    assert clock(request, ClockName.RESOLUTION) == ("11-26 18:00", False)
    assert clock(request, ClockName.FEEDBACK) == ("11-24 12:00", True)


def test_a_receipt_stops_the_feedback_clock_once() -> None:
    request, act = resolved(), act_at("2026-11-23 12:05")
    assert request.feed_back(act, Outlet.SMS, at("2026-11-23 12:04"))
    assert not request.feed_back(act, Outlet.SMS, at("2026-11-23 12:04"))
    assert len(told(request, told_as.RequestFedBack)) == 1


def test_a_call_that_reached_the_owner_is_feedback() -> None:
    request = resolved()
    request.log_call(act_at("2026-11-23 12:30", "c02"), reached=True, note="已告知")
    assert not clock(request, ClockName.FEEDBACK)[1]


def test_a_call_that_did_not_is_not() -> None:
    request = resolved()
    request.log_call(act_at("2026-11-23 12:30", "c02"), reached=False, note="无人接听")
    assert clock(request, ClockName.FEEDBACK)[1]


def test_a_satisfied_owner_closes_it() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=True)
    )
    assert (request.status, request.satisfied, request.next_at) == (Status.CLOSED, True, None)


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


def test_a_follow_up_ends_only_with_a_satisfied_owner() -> None:
    request = resolved()
    request.hear_survey(
        act_at("2026-11-23 20:00"), answer(request, "2026-11-23 20:00", satisfied=False)
    )
    request.log_call(act_at("2026-11-23 20:30", "c02"), reached=True, note="致歉")
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


def test_a_sign_off_wants_three_recorded_attempts() -> None:
    request, head = resolved(), act_at("2026-11-24 12:00", "h-eng")
    for _ in range(2):
        request.log_call(act_at("2026-11-23 13:00", "c02"), reached=False, note="无人接听")
    with pytest.raises(TooFewAttempts, match="2 次"):
        request.sign_off(head, "联系不上")
    request.log_call(act_at("2026-11-23 14:00", "c02"), reached=False, note="无人接听")
    request.sign_off(head, "联系不上")
    assert (request.status, request.satisfied) == (Status.CLOSED, False)


def test_a_pause_moves_the_due_time_by_its_working_time() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.pause(act_at("2026-11-24 08:30", "w02"), "等待配件")
    request.resume(act_at("2026-11-25 08:30", "w02"))
    assert clock(request, ClockName.RESOLUTION)[0] == "11-27 18:00"


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
    assert clock(request, ClockName.RESOLUTION)[0] == "11-24 12:00"


def test_becoming_urgent_ends_the_pause_and_wants_an_arrival() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.pause(act_at("2026-11-23 11:00", "w02"), "等待配件")
    request.reclassify(act_at("2026-11-23 11:05", "c02"), None, Urgency.URGENT, "水漫出来了")
    assert request.status is Status.ACCEPTED
    assert clock(request, ClockName.ARRIVAL) == ("11-23 10:15", True)


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


def test_saying_the_same_confirms_it_and_only_once() -> None:
    request = taken_up()
    request.reclassify(act_at(TEN, "c02"), Category.REPAIR, None, "对")
    assert request.classified_by == "c02"
    with pytest.raises(NothingChanged):
        request.reclassify(act_at(TEN, "c02"), Category.REPAIR, None, "对")


def test_a_transfer_must_be_accepted_and_is_clocked_anew() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    request.assign(act_at("2026-11-23 11:00", "h-eng"), "w01", "石二请假")
    live = [c for c in request.clocks if c.name is ClockName.DISPATCH and c.running]
    assert (request.status, request.assignee) == (Status.ASSIGNED, "w01")
    assert [c.started_at for c in live] == [at("2026-11-23 11:00")]


def test_nobody_is_given_to_a_stranger() -> None:
    with pytest.raises(UnknownStaff):
        taken_up().assign(act_at(TEN, "h-eng"), "w99", "试试")


def test_an_owner_presses_but_not_without_pause() -> None:
    request = taken_up()
    request.urge(act_at(TEN, "o1"))
    with pytest.raises(UrgedTooSoon) as refused:
        request.urge(act_at("2026-11-23 10:40", "o1"))
    assert refused.value.retry_after == 20 * 60 + 1


def test_a_cancelled_request_promises_nothing_any_more() -> None:
    request = taken_up()
    request.cancel(act_at(TEN, "o1"), "自己修好了")
    assert request.next_at is None
    assert not any(clock.running for clock in request.clocks)


def test_every_move_is_audited_with_what_it_changed() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w01"))
    entry = request.history[-1]
    assert (entry.by, entry.what, entry.at) == ("w01", "accept", at(TEN))
    assert entry.before == {"status": "assigned", "assignee": "w02"}
    assert entry.after == {"status": "accepted", "assignee": "w01"}


def test_new_holidays_move_what_was_provisional() -> None:
    request = taken_up("2030-12-31 10:00")
    assert request.provisional
    overlay = rules_of(holidays_csv="date,working\n2030-12-30,yes\n2031-01-02,no")
    request.retime(act_at("2030-12-31 12:00", rules=overlay))
    assert not request.provisional


MOVES = {
    "accept": lambda it, act: it.accept(act),
    "arrive": lambda it, act: it.arrive(act),
    "resolve": lambda it, act: it.resolve(act, "好了"),
    "pause": lambda it, act: it.pause(act, "等待配件"),
    "resume": lambda it, act: it.resume(act),
    "assign": lambda it, act: it.assign(act, "w01", "换人"),
    "cancel": lambda it, act: it.cancel(act, "不用了"),
    "sign_off": lambda it, act: it.sign_off(act, "算了"),
}
LEADS = {
    "accept": Status.ACCEPTED,
    "arrive": Status.ON_SITE,
    "resolve": Status.RESOLVED,
    "pause": Status.PAUSED,
    "assign": Status.ASSIGNED,
    "cancel": Status.CANCELLED,
    "sign_off": Status.CLOSED,
}


@pytest.mark.parametrize("name", LEADS)
@pytest.mark.parametrize("status", Status)
def test_a_move_that_the_table_does_not_have_is_refused(status: Status, name: str) -> None:
    request, act = taken_up(), act_at(TEN, "w02")
    request.status, request.attempts = status, 3
    if status is Status.PAUSED:
        _rest(request, act)
    rests = (name, status) in {("accept", Status.PAUSED), ("arrive", Status.ON_SITE)}
    if LEADS[name] in NEXT[status] and not rests:
        MOVES[name](request, act)
        assert request.status is LEADS[name]
    else:
        with pytest.raises(WrongMove):
            MOVES[name](request, act)


def _rest(request: Request, act: Act) -> None:
    request.status = Status.ACCEPTED
    request.pause(act_at("2026-11-23 10:20", "w02"), "等待配件")
