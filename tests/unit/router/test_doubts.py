"""What is doubtful goes to a clerk within minutes, and nothing waits for it."""

from dataclasses import replace

import pytest

from services.router.domain.duty import Away, Duty
from services.router.domain.pending import Confirmation
from services.router.domain.refusals import NothingChanged
from services.router.domain.request import Request, take_up
from services.router.domain.rules import Rules
from shared.contracts.arrangements import ConfirmationAsked, RequestConfirmed
from shared.contracts.event import Place
from shared.contracts.requests import RequestReclassified
from shared.contracts.words import Category, Status, Urgency
from shared.kernel.errors import WrongMove
from tests.support.routing import act_at, at, rules_of, submission, taken_up, told, verdict

TEN = "2026-11-23 10:00"


def doubtful(urgency: Urgency = Urgency.GENERAL, rules: Rules | None = None) -> Request:
    """Return a request of ten o'clock that was classified with little confidence."""
    act = act_at(TEN, rules=rules)
    return take_up(submission(act.at), verdict(urgency=urgency, confidence=0.35), act)


def asked(request: Request) -> list[tuple[str, ...]]:
    """Return who was asked, in order."""
    found = told(request, ConfirmationAsked)
    return [event.recipients for event in found if isinstance(event, ConfirmationAsked)]


def test_it_is_dispatched_as_usual_and_the_clerk_on_duty_is_asked() -> None:
    request = doubtful()
    assert (request.status, request.assignee) == (Status.ASSIGNED, "w02")
    assert request.confirmation is Confirmation.UNCONFIRMED
    assert asked(request) == [("c02",)]
    assert request.next_at == at("2026-11-23 10:05")


def test_an_urgent_one_does_not_wait_for_it() -> None:
    assert doubtful(Urgency.URGENT).assignee == "w02"


def test_a_sure_one_asks_nobody() -> None:
    request = taken_up()
    assert (request.confirmation, request.asking) == (Confirmation.AUTO, None)


def test_unconfirmed_it_goes_to_the_next_clerk_the_head_and_the_manager() -> None:
    request = doubtful()
    for minute in (5, 10, 15, 20):
        request.look(act_at(f"2026-11-23 10:{minute:02}"))
    assert asked(request) == [("c02",), ("c01",), ("h-svc",), ("m01",)]
    request.look(act_at("2026-11-23 10:25"))
    assert len(asked(request)) == 4


def test_at_night_the_clerk_at_the_night_desk_is_asked() -> None:
    act = act_at("2026-11-23 03:00")
    request = take_up(submission(act.at), verdict(confidence=0.35), act)
    assert asked(request) == [("c04",)]


def test_with_an_empty_roster_the_head_is_asked() -> None:
    assert asked(doubtful(rules=rules_of(roster_csv=""))) == [("h-svc",)]


def test_confirming_it_as_it_is_ends_the_asking() -> None:
    request = doubtful()
    request.confirm(act_at("2026-11-23 10:02", "c02"))
    assert request.confirmation is Confirmation.CONFIRMED
    assert (request.asking, request.classified_by) == (None, "c02")
    assert told(request, RequestConfirmed)


def test_correcting_it_while_confirming_sends_it_where_it_belongs() -> None:
    request = doubtful()
    request.confirm(act_at("2026-11-23 10:02", "c02"), Category.SANITATION)
    assert (request.confirmation, request.department) == (Confirmation.CONFIRMED, "cleaning")
    assert told(request, RequestReclassified)


def test_nothing_is_confirmed_twice() -> None:
    request = doubtful()
    request.confirm(act_at("2026-11-23 10:02", "c02"))
    with pytest.raises(NothingChanged):
        request.confirm(act_at("2026-11-23 10:03", "c02"))


def test_a_building_that_the_estate_does_not_have_is_put_to_the_clerk() -> None:
    act = act_at(TEN)
    request = take_up(submission(act.at, place=Place(building="88", room="101")), verdict(), act)
    (event,) = told(request, ConfirmationAsked)
    assert isinstance(event, ConfirmationAsked)
    assert event.doubts == ("小区没有“88”这栋楼",)
    request.confirm(act_at("2026-11-23 10:02", "c02"), place=Place(building="3", room="101"))
    assert (request.building, request.confirmation) == ("3", Confirmation.CONFIRMED)


def test_the_estates_own_list_of_buildings_wins_over_the_stewards() -> None:
    listed = 'id = "x"\n[[buildings]]\nname = "88"\n'
    act = act_at(TEN, rules=rules_of(estate_toml=listed))
    request = take_up(submission(act.at, place=Place(building="88")), verdict(), act)
    assert asked(request) == []


def test_where_no_building_is_known_none_is_doubted() -> None:
    act = act_at(TEN, rules=rules_of({}))
    assert asked(take_up(submission(act.at, place=Place(building="88")), verdict(), act)) == []


def test_what_is_done_needs_no_confirmation_any_more() -> None:
    request = doubtful()
    request.accept(act_at("2026-11-23 10:01", "w02"))
    request.resolve(act_at("2026-11-23 10:02", "w02"), "好了")
    assert (request.confirmation, request.asking) == (Confirmation.AUTO, None)
    with pytest.raises(WrongMove):
        request.confirm(act_at("2026-11-23 10:03", "c02"))


def test_a_clerk_who_is_on_leave_is_not_asked() -> None:
    away = Away(staff_id="c02", since=at("2026-11-23 00:00"), until=at("2026-11-24 00:00"))
    rules = replace(rules_of(), duty=Duty(aways=(away,)))
    assert asked(doubtful(rules=rules)) == [("c01",)]
