"""Offered to all who could do it, the first has it; after the time-out it is assigned (抢单)."""

import pytest

from services.router.domain.refusals import NotOffered
from services.router.domain.request import Request, take_up
from services.router.domain.rules import Rules
from shared.contracts.arrangements import RequestOffered
from shared.contracts.requests import RequestAccepted, RequestAssigned, RequestEscalated
from shared.contracts.words import ClockName, Status, Urgency
from tests.support.routing import (
    FILES,
    act_at,
    at,
    due_of,
    rules_of,
    submission,
    taken_up,
    told,
    verdict,
)

TEN = "2026-11-23 10:00"
NIGHT = "2026-11-23 03:00"


def rules(text: str = '[grab.general]\ncategories = ["维修"]\nwait = "90秒"') -> Rules:
    return rules_of(policy_toml=text)


def offered(held: Rules | None = None) -> Request:
    """Return a repair as it was placed at ten, with what it has told."""
    act = act_at(TEN, rules=held or rules())
    return take_up(submission(act.at), verdict(), act)


def test_those_with_the_skill_on_duty_are_offered_it_at_once() -> None:
    request = offered()
    (event,) = told(request, RequestOffered)
    assert isinstance(event, RequestOffered)
    assert (event.recipients, event.until) == (("w01", "w02"), at("2026-11-23 10:01:30"))
    assert (request.status, request.assignee) == (Status.SUBMITTED, None)
    assert not told(request, RequestAssigned)


def test_the_first_one_has_it() -> None:
    request = offered()
    request.grab(act_at("2026-11-23 10:00:20", "w01", rules()))
    assert (request.status, request.assignee, request.offer) == (Status.ACCEPTED, "w01", None)
    assert due_of(request, ClockName.DISPATCH)[1] is False
    assert told(request, RequestAssigned)
    assert told(request, RequestAccepted)


def test_the_second_one_is_told_who_was_faster() -> None:
    request = offered()
    request.grab(act_at("2026-11-23 10:00:20", "w01", rules()))
    with pytest.raises(NotOffered, match="刘一"):
        request.grab(act_at("2026-11-23 10:00:20", "w02", rules()))


def test_who_was_not_offered_it_cannot_grab_it() -> None:
    with pytest.raises(NotOffered):
        offered().grab(act_at(TEN, "w05", rules()))


def test_after_the_time_out_it_is_assigned_as_usual() -> None:
    request = offered()
    assert request.next_at == at("2026-11-23 10:01:30")
    request.look(act_at("2026-11-23 10:01:29", rules=rules()))
    assert not request.assignee
    request.look(act_at("2026-11-23 10:01:30", rules=rules()))
    assert (request.status, request.assignee) == (Status.ASSIGNED, "w02")


def test_the_clocks_run_from_the_submission_all_the_same() -> None:
    assert due_of(offered(), ClockName.DISPATCH) == ("11-23 18:00", True)


def test_the_ladder_goes_on_while_nobody_has_grabbed_it() -> None:
    act = act_at(NIGHT, rules=rules('[grab.urgent]\nwait = "5分钟"\nwho = "本部门"'))
    request = taken_up(NIGHT, urgency=Urgency.URGENT, rules=act.rules)
    assert request.offer
    assert request.offer.to == ("w04", "w05")
    request.look(act_at("2026-11-23 03:01", rules=act.rules))
    (page,) = told(request, RequestEscalated)
    assert isinstance(page, RequestEscalated)
    assert page.recipients == ("h-eng",)


def test_what_the_policy_does_not_name_is_assigned_at_once() -> None:
    assert taken_up(rules=rules('[grab.general]\ncategories = ["保洁"]')).assignee == "w02"


def test_with_nobody_to_offer_it_to_it_is_assigned_at_once() -> None:
    files = {**FILES, "roster.csv": "", "policy.toml": "[grab.general]"}
    request = taken_up(rules=rules_of(files))
    assert (request.offer, request.assignee) == (None, "h-eng")
