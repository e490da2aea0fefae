"""Whoever heard it first answers for it, until somebody else has agreed to (首问负责制)."""

from dataclasses import replace

import pytest

from services.router.domain.people import Staff
from services.router.domain.refusals import NothingChanged, NothingProposed
from services.router.domain.request import Request, take_up
from shared.contracts.arrangements import HandOverDeclined, HandOverProposed
from shared.contracts.requests import ClockMissed, RequestHandedOver
from shared.contracts.words import Role, Urgency
from shared.kernel.errors import Forbidden, WrongMove
from tests.support.routing import (
    act_at,
    at,
    resolved,
    rules_of,
    submission,
    taken_up,
    told,
    verdict,
)

TEN = "2026-11-23 10:30"


def proposed() -> Request:
    """Return a request for which c02 answers and c01 is asked to."""
    request = taken_up()
    request.propose_hand_over(act_at(TEN, "c02"), "c01", "我调去别的楼")
    return request


def test_a_worker_who_hears_it_at_the_door_answers_for_it() -> None:
    act = act_at(TEN)
    request = take_up(submission(act.at, taken_by="w05"), verdict(), act)
    assert request.first_responder == "w05"


def test_proposing_changes_nothing_yet() -> None:
    request = proposed()
    (event,) = told(request, HandOverProposed)
    assert isinstance(event, HandOverProposed)
    assert (request.first_responder, event.recipients) == ("c02", ("c01",))


def test_accepting_makes_the_other_one_answer_for_it() -> None:
    request = proposed()
    request.accept_hand_over(act_at(TEN, "c01"))
    (event,) = told(request, RequestHandedOver)
    assert isinstance(event, RequestHandedOver)
    assert (request.first_responder, event.previous) == ("c01", "c02")
    assert request.history[-1].before == {"first_responder": "c02"}


def test_declining_leaves_it_with_the_first_responder_who_is_told_why() -> None:
    request = proposed()
    request.decline_hand_over(act_at(TEN, "c01"), "我明天休假")
    (event,) = told(request, HandOverDeclined)
    assert isinstance(event, HandOverDeclined)
    assert (event.reason, event.recipients) == ("我明天休假", ("c02",))
    assert request.first_responder == "c02"


def test_a_day_without_an_answer_is_a_no() -> None:
    request = proposed()
    request.look(act_at("2026-11-24 10:30"))
    assert (request.hand_over, request.first_responder) == (None, "c02")
    assert told(request, HandOverDeclined)


def test_only_the_one_who_was_asked_can_accept() -> None:
    with pytest.raises(Forbidden):
        proposed().accept_hand_over(act_at(TEN, "c04"))


def test_there_is_nothing_to_accept_without_a_proposal() -> None:
    with pytest.raises(NothingProposed):
        taken_up().accept_hand_over(act_at(TEN, "c01"))


def test_nobody_hands_over_to_themselves() -> None:
    with pytest.raises(NothingChanged):
        taken_up().propose_hand_over(act_at(TEN, "c02"), "c02", "?")


def test_it_can_be_handed_over_until_the_owner_is_satisfied() -> None:
    request = resolved()
    request.propose_hand_over(act_at("2026-11-23 13:00", "c02"), "c01", "换班")
    assert request.next_at is not None
    assert request.hand_over


def test_what_is_over_is_not_handed_over() -> None:
    request = taken_up()
    request.cancel(act_at(TEN, "o1"), "不用了")
    with pytest.raises(WrongMove):
        request.propose_hand_over(act_at(TEN, "c02"), "c01", "换班")


def test_somebody_else_answers_for_it_when_the_first_responder_has_left() -> None:
    request = taken_up("2026-11-23 10:00")
    gone = Staff(id="c02", name="于二", role=Role.CLERK, department="service", active=False)
    request.look(act_at("2026-11-23 16:00", rules=replace(rules_of(), told={"c02": gone})))
    assert request.first_responder == "c01"


def test_the_first_responder_is_named_in_every_miss() -> None:
    request = taken_up("2026-11-23 03:00", urgency=Urgency.URGENT)
    request.look(act_at("2026-11-23 03:04"))
    (miss,) = told(request, ClockMissed)
    assert isinstance(miss, ClockMissed)
    assert miss.recipients == (request.first_responder,)
    assert miss.due_at == at("2026-11-23 03:03")
