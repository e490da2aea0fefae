"""A transfer changes nothing until the other has accepted it."""

from dataclasses import replace

import pytest

from services.router.domain.refusals import NothingChanged, NothingProposed, UnknownStaff
from services.router.domain.request import Request
from shared.contracts import requests as told_as
from shared.contracts.arrangements import TransferDeclined, TransferProposed
from shared.contracts.words import ClockName, Status, Urgency
from shared.kernel.errors import Forbidden, WrongMove
from tests.support.routing import act_at, at, due_of, taken_up, told

TEN = "2026-11-23 10:30"
ELEVEN = "2026-11-23 11:00"


def proposed(urgency: Urgency = Urgency.GENERAL) -> Request:
    """Return a repair that w02 has accepted and would hand on to w01."""
    request = taken_up(urgency=urgency)
    request.accept(act_at("2026-11-23 10:01", "w02"))
    request.events.clear()
    request.propose_transfer(act_at(TEN, "w02"), "要开另一张单", to="w01")
    return request


def test_until_it_is_accepted_the_old_assignee_stays_answerable() -> None:
    request = proposed()
    assert (request.status, request.assignee) == (Status.ACCEPTED, "w02")
    (event,) = told(request, TransferProposed)
    assert isinstance(event, TransferProposed)
    assert (event.to, event.recipients, event.until) == ("w01", ("w01",), at(ELEVEN))


def test_accepting_moves_the_work_and_no_clock() -> None:
    request = proposed()
    before = [(clock.name, clock.due_at) for clock in request.clocks]
    request.accept_transfer(act_at("2026-11-23 10:40", "w01"))
    assert (request.status, request.assignee, request.transfer) == (Status.ACCEPTED, "w01", None)
    assert [(clock.name, clock.due_at) for clock in request.clocks] == before
    kinds = [type(event) for event in request.events[1:]]
    assert kinds == [told_as.RequestAssigned, told_as.RequestAccepted]


def test_an_unaccepted_one_that_is_transferred_is_dispatched_by_the_acceptance() -> None:
    request = taken_up()
    request.propose_transfer(act_at(TEN, "w02"), "不会修", to="w01")
    request.accept_transfer(act_at("2026-11-23 10:40", "w01"))
    assert due_of(request, ClockName.DISPATCH) == ("11-23 18:00", False)


def test_declining_goes_back_with_the_reason() -> None:
    request = proposed()
    request.decline_transfer(act_at("2026-11-23 10:40", "w01"), "今天排满了")
    (event,) = told(request, TransferDeclined)
    assert isinstance(event, TransferDeclined)
    assert (event.reason, event.recipients) == ("今天排满了", ("w02",))
    assert (request.assignee, request.transfer) == ("w02", None)


def test_what_is_not_answered_in_time_stays_where_it_is() -> None:
    request = proposed()
    assert request.next_at == at(ELEVEN)
    request.look(act_at(ELEVEN))
    (event,) = told(request, TransferDeclined)
    assert isinstance(event, TransferDeclined)
    assert (event.by, event.recipients) == (None, ("w02", "w01"))


def test_the_ladder_reaches_both_while_nobody_has_answered() -> None:
    request = taken_up("2026-11-23 03:00", urgency=Urgency.URGENT)
    request.propose_transfer(act_at("2026-11-23 03:00:30", "w04"), "在另一栋", to="w05")
    request.look(act_at("2026-11-23 03:01"))
    (page,) = told(request, told_as.RequestEscalated)
    assert isinstance(page, told_as.RequestEscalated)
    assert page.recipients == ("w04", "w05")


def test_only_the_one_who_was_asked_can_accept() -> None:
    with pytest.raises(Forbidden):
        proposed().accept_transfer(act_at(TEN, "w05"))


def test_nothing_is_accepted_twice() -> None:
    request = proposed()
    request.accept_transfer(act_at(TEN, "w01"))
    with pytest.raises(NothingProposed):
        request.accept_transfer(act_at(TEN, "w01"))


def test_a_department_means_its_head() -> None:
    request = proposed()
    request.propose_transfer(act_at(TEN, "w02"), "是公共绿化的事", department="cleaning")
    request.accept_transfer(act_at(ELEVEN, "h-cln"))
    assert (request.assignee, request.department) == ("h-cln", "cleaning")


@pytest.mark.parametrize(
    ("to", "department", "refusal"),
    [
        ("w99", None, UnknownStaff),
        (None, "kitchen", UnknownStaff),
        ("w02", None, NothingChanged),
    ],
)
def test_a_transfer_wants_somebody_else_who_is_there(
    to: str | None, department: str | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        proposed().propose_transfer(act_at(TEN, "w02"), "换人", to, department)


def test_what_is_done_is_not_handed_on() -> None:
    request = proposed()
    request.resolve(act_at(ELEVEN, "w02"), "好了")
    assert request.transfer is None
    with pytest.raises(WrongMove):
        request.propose_transfer(act_at(ELEVEN, "w02"), "换人", to="w01")


def test_a_head_who_assigns_by_hand_ends_what_was_proposed() -> None:
    request = proposed()
    request.assign(act_at(TEN, "h-eng"), "w05", "由我安排")
    assert (request.assignee, request.transfer, request.status) == ("w05", None, Status.ASSIGNED)


def test_who_is_asked_is_listed_until_there_is_an_answer() -> None:
    request = proposed()
    assert request.asks == ["w01"]
    request.accept_transfer(replace(act_at(TEN, "w01"), channel="console"))
    assert request.asks == []
    assert request.history[-1].channel == "console"
