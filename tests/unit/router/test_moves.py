"""What may become of a request, and what each move leaves behind."""

import pytest

from services.router.domain.act import Act
from services.router.domain.moves import NEXT
from services.router.domain.refusals import (
    UnknownStaff,
)
from services.router.domain.request import Request, take_up
from shared.contracts import requests as told_as
from shared.contracts.event import Place
from shared.contracts.words import ClockName, Status, Urgency
from shared.kernel.errors import WrongMove
from tests.support.routing import (
    HOME,
    OWNER,
    act_at,
    at,
    due_of,
    submission,
    taken_up,
    told,
    verdict,
)

TEN = "2026-11-23 10:30"


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
    assert due_of(request, ClockName.ARRIVAL) == ("11-23 03:15", True)


def test_clocks_count_from_the_submission_and_not_from_the_routing() -> None:
    act = act_at("2026-11-23 12:00")
    event = submission(at("2026-11-23 11:00"))
    request = take_up(event, verdict(urgency=Urgency.URGENT), act)
    assert due_of(request, ClockName.ARRIVAL) == ("11-23 11:15", True)


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
    assert due_of(request, ClockName.DISPATCH) == ("11-23 18:00", False)


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


def test_every_move_is_audited_with_what_it_changed() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w01"))
    entry = request.history[-1]
    assert (entry.by, entry.what, entry.at) == ("w01", "accept", at(TEN))
    assert entry.before == {"status": "assigned", "assignee": "w02"}
    assert entry.after == {"status": "accepted", "assignee": "w01"}


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


def test_a_clock_that_goes_back_during_a_pause_takes_no_time_from_the_promise() -> None:
    request = taken_up()
    request.accept(act_at(TEN, "w02"))
    before = due_of(request, ClockName.RESOLUTION)
    request.pause(act_at("2026-11-23 11:00", "w02"), "等待配件")
    request.resume(act_at("2026-11-23 10:58", "w02"))
    assert due_of(request, ClockName.RESOLUTION) == before
