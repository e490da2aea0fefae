"""Who gets the work, and who answers for it."""

from dataclasses import replace

from services.router.domain.assignment import Need, choose, next_on_duty
from services.router.domain.first_responder import first_responder
from services.router.domain.people import Staff
from services.router.domain.rules import Rules
from shared.contracts.words import Category, Role
from tests.support.routing import FILES, act_at, rules_of

REPAIR = Need(category=Category.REPAIR, department="engineering", building="3")
MONDAY, NIGHT = "2026-11-23 10:00", "2026-11-23 03:00"


def chosen(when: str, need: Need = REPAIR, rules: Rules | None = None, **loads: int) -> str | None:
    member = choose(need, replace(act_at(when, rules=rules), loads=loads))
    return member.id if member else None


def leaving(*gone: str) -> Rules:
    rules = rules_of()
    return Rules(
        policy=rules.policy,
        calendar=rules.calendar,
        departments=rules.departments,
        roster=rules.roster,
        filed={key: one for key, one in rules.staff.items() if key not in gone},
    )


def test_the_buildings_own_worker_comes_first() -> None:
    assert chosen(MONDAY, w02=9) == "w02"


def test_in_another_building_the_least_busy_gets_it() -> None:
    elsewhere = Need(category=Category.REPAIR, department="engineering", building="6")
    assert chosen(MONDAY, elsewhere, w01=3, w02=1) == "w02"


def test_at_three_in_the_morning_the_night_shift_gets_it() -> None:
    assert chosen(NIGHT) == "w04"


def test_on_duty_without_the_skill_is_better_than_nobody() -> None:
    assert chosen(NIGHT, rules=leaving("w04")) == "w05"


def test_when_nobody_is_on_duty_the_head_gets_it() -> None:
    assert chosen(MONDAY, rules=rules_of(roster_csv="")) == "h-eng"


def test_without_a_head_the_manager_gets_it() -> None:
    files = {**FILES, "departments.csv": FILES["departments.csv"].replace("h-eng", "")}
    rules = rules_of({**files, "roster.csv": ""})
    gone = Staff(id="h-eng", name="徐工", role=Role.HEAD, department="engineering", active=False)
    told = Rules(
        policy=rules.policy,
        calendar=rules.calendar,
        departments=rules.departments,
        filed=rules.filed,
        told={"h-eng": gone},
    )
    assert chosen(MONDAY, rules=told) == "m01"


def test_before_any_file_was_loaded_it_goes_to_nobody() -> None:
    assert chosen(MONDAY, rules=rules_of({})) is None


def test_what_goes_to_the_head_goes_there_first() -> None:
    to_head = Need(category=Category.REPAIR, department="engineering", to_head=True)
    assert chosen(MONDAY, to_head) == "h-eng"


def test_who_was_asked_is_not_asked_again() -> None:
    asked = Need(
        category=Category.REPAIR, department="engineering", building="3", but=frozenset({"w02"})
    )
    member = next_on_duty(asked, act_at(MONDAY))
    assert member
    assert member.id == "w01"


def test_whoever_takes_it_at_the_desk_answers_for_it() -> None:
    assert first_responder(act_at(MONDAY), taken_by="w11", building="3") == "w11"


def test_online_the_buildings_steward_answers_for_it() -> None:
    assert first_responder(act_at(NIGHT), taken_by=None, building="3") == "c02"


def test_without_a_building_a_clerk_on_duty_answers_for_it() -> None:
    assert first_responder(act_at(NIGHT), taken_by=None, building=None) == "c04"


def test_without_clerks_the_head_of_service_answers_for_it() -> None:
    rules = leaving("c01", "c02", "c04")
    assert first_responder(act_at(MONDAY, rules=rules), taken_by=None, building="3") == "h-svc"
