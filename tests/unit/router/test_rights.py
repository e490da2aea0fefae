"""Who may see what, and do what."""

from contextlib import nullcontext

import pytest

from services.router.domain.rights import Person, check, sees, sees_phone
from shared.contracts.words import Role
from shared.kernel.errors import Forbidden, Missing
from tests.support.routing import act_at, taken_up

OWNER = Person(id="o1", role=Role.OWNER)
ASSIGNEE = Person(id="w02", role=Role.WORKER, department="engineering")
COLLEAGUE = Person(id="w01", role=Role.WORKER, department="engineering")
CLEANER = Person(id="w11", role=Role.WORKER, department="cleaning")
CLERK = Person(id="c01", role=Role.CLERK, department="service")


def test_another_owners_request_is_not_there() -> None:
    with pytest.raises(Missing):
        check("see", Person(id="o2", role=Role.OWNER), taken_up())


def test_a_worker_sees_what_waits_in_their_department() -> None:
    assert sees(COLLEAGUE, taken_up())


def test_a_worker_does_not_see_what_a_colleague_has_accepted() -> None:
    request = taken_up()
    request.accept(act_at("2026-11-23 10:30", "w02"))
    assert not sees(COLLEAGUE, request)


def test_whoever_was_paged_sees_it() -> None:
    request = taken_up()
    request.paged = ["w11"]
    assert sees(CLEANER, request)


def test_another_department_does_not_see_it() -> None:
    assert not sees(CLEANER, taken_up())


@pytest.mark.parametrize(
    ("who", "whole"), [(OWNER, True), (ASSIGNEE, True), (CLERK, True), (COLLEAGUE, False)]
)
def test_the_number_is_for_those_who_must_call(who: Person, whole: bool) -> None:
    assert sees_phone(who, taken_up()) is whole


@pytest.mark.parametrize("act", ["arrive", "pause", "resume", "resolve", "assign", "sign_off"])
def test_a_colleague_does_not_act_on_anothers_request(act: str) -> None:
    with pytest.raises(Forbidden):
        check(act, COLLEAGUE, taken_up())


@pytest.mark.parametrize("act", ["cancel", "urge"])
def test_an_owner_cancels_and_presses(act: str) -> None:
    check(act, OWNER, taken_up())


@pytest.mark.parametrize("act", ["accept", "resolve", "call", "reclassify", "note"])
def test_an_owner_does_not_do_the_staffs_work(act: str) -> None:
    with pytest.raises(Forbidden):
        check(act, OWNER, taken_up())


@pytest.mark.parametrize(
    ("role", "department", "may"),
    [
        (Role.HEAD, "engineering", True),
        (Role.HEAD, "cleaning", False),
        (Role.MANAGER, None, True),
        (Role.CLERK, "engineering", False),
    ],
)
def test_it_is_signed_off_by_the_departments_own_head(
    role: Role, department: str | None, may: bool
) -> None:
    who = Person(id="somebody", role=role, department=department)
    with nullcontext() if may else pytest.raises(Forbidden):
        check("sign_off", who, taken_up())


def test_what_is_no_departments_may_be_signed_off_by_any_head() -> None:
    request = taken_up()
    request.department = None
    check("sign_off", Person(id="h-cln", role=Role.HEAD, department="cleaning"), request)
