"""How the figures are reckoned, each as its formula says."""

from dataclasses import replace
from datetime import date

import pytest

from services.router.domain.refusals import NotYours, TooLong
from services.router.domain.reports import FIGURES, By, Facts, Outcome, Report
from services.router.domain.reports.facts import Timed
from services.router.domain.reports.figures import REPORTS
from services.router.domain.reports.question import label_of, question
from services.router.domain.reports.report import rate
from services.router.domain.rights import Person
from shared.contracts.words import Category, Channel, ClockName, Role, Status, Urgency
from tests.support.routing import ESTATE, at, rules_of

GOOD, BAD, UNCOUNTED = Outcome.GOOD, Outcome.BAD, Outcome.UNCOUNTED
FACTS = Facts(
    id="r1",
    number="n1",
    submitted_at=at("2026-11-23 10:00"),
    status=Status.RESOLVED,
    category=Category.REPAIR,
    urgency=Urgency.GENERAL,
    channel=Channel.APP,
    building="3",
    department="engineering",
    first_responder="c02",
)
DAYS = date(2026, 11, 1), date(2026, 11, 30)
MANAGER = Person(id="m01", role=Role.MANAGER)
HEAD = Person(id="h-eng", role=Role.HEAD, department="engineering")


def clock(name: ClockName, *, round: int = 1, missed: bool = False, stopped: bool = True) -> Timed:  # noqa: A002
    return Timed(name, round, missed, stopped)


DISPATCH, RESOLUTION = ClockName.DISPATCH, ClockName.RESOLUTION
RUNNING = clock(DISPATCH, stopped=False)
LATE = clock(DISPATCH, missed=True)


@pytest.mark.parametrize(
    ("figure", "changed", "expected"),
    [
        ("response", {"clocks": (clock(DISPATCH),)}, GOOD),
        ("response", {"clocks": (LATE,)}, BAD),
        ("response", {"clocks": (RUNNING,)}, UNCOUNTED),
        ("response", {"clocks": (clock(DISPATCH, missed=True, stopped=False),)}, BAD),
        ("response", {"clocks": (clock(DISPATCH),), "status": Status.CANCELLED}, UNCOUNTED),
        ("response", {"clocks": (LATE,), "status": Status.CANCELLED}, BAD),
        ("response", {"clocks": (clock(DISPATCH), clock(DISPATCH, round=2, missed=True))}, GOOD),
        ("resolution", {"clocks": (clock(RESOLUTION),)}, GOOD),
        (
            "resolution",
            {"clocks": (clock(RESOLUTION), clock(RESOLUTION, round=2, missed=True))},
            BAD,
        ),
        ("resolution", {"clocks": (clock(RESOLUTION, stopped=False),)}, UNCOUNTED),
        ("satisfaction", {"satisfied": True}, GOOD),
        ("satisfaction", {"satisfied": None}, UNCOUNTED),
        ("satisfaction", {"satisfied": False, "round": 2}, BAD),
        ("satisfaction", {"satisfied": False, "round": 1, "status": Status.CLOSED}, UNCOUNTED),
        ("first-time", {}, GOOD),
        ("first-time", {"round": 2, "status": Status.ASSIGNED}, BAD),
        ("first-time", {"status": Status.ACCEPTED}, UNCOUNTED),
        ("on-time-dispatch", {"clocks": (LATE,)}, BAD),
        ("on-time-arrival", {"clocks": (LATE,)}, UNCOUNTED),
    ],
)
def test_what_a_request_is_to_a_figure(
    figure: str, changed: dict[str, object], expected: Outcome
) -> None:
    assert FIGURES[figure].judge(replace(FACTS, **changed)) is expected  # type: ignore[arg-type]


def test_a_rate_is_good_by_good_and_bad() -> None:
    report = Report(REPORTS["satisfaction"])
    for satisfied, rounds in ((True, 1), (True, 2), (False, 2), (None, 1)):
        report.add(replace(FACTS, satisfied=satisfied, round=rounds))
    assert rate(report.total["satisfaction"]) == 0.6667


def test_nothing_counted_has_no_rate() -> None:
    assert rate(Report(REPORTS["summary"]).total["response"]) is None


@pytest.mark.parametrize("by", By)
def test_groups_add_up_to_the_total(by: By) -> None:
    report = Report(REPORTS["summary"], by)
    for one in (FACTS, replace(FACTS, building=None, first_responder="c01"), FACTS):
        report.add(one)
    added = sum(
        (group["first-time"] for group in report.groups.values()), start=type(report.total["x"])()
    )
    assert added == report.total["first-time"]


def test_a_head_sees_the_own_department_only() -> None:
    asked = question(HEAD, ESTATE, DAYS, {}, rules_of())
    assert asked.where == {By.DEPARTMENT: "engineering"}


def test_a_head_is_refused_another_department() -> None:
    with pytest.raises(NotYours):
        question(HEAD, ESTATE, DAYS, {By.DEPARTMENT: "cleaning"}, rules_of())


@pytest.mark.parametrize("days", [(DAYS[1], DAYS[0]), (date(2025, 1, 1), date(2026, 11, 30))])
def test_days_that_make_no_sense_are_refused(days: tuple[date, date]) -> None:
    with pytest.raises(TooLong):
        question(MANAGER, ESTATE, days, {}, rules_of())


def test_days_are_the_estates_own() -> None:
    asked = question(MANAGER, ESTATE, DAYS, {}, rules_of())
    assert (asked.since, asked.until) == (at("2026-11-01 00:00"), at("2026-12-01 00:00"))


@pytest.mark.parametrize(
    ("value", "by", "label"),
    [
        ("3", By.BUILDING, "3 栋"),
        ("", By.BUILDING, "(未知)"),
        ("engineering", By.DEPARTMENT, "工程部"),
        ("c02", By.FIRST_RESPONDER, "于二(c02)"),
        ("gone", By.FIRST_RESPONDER, "gone"),
        ("urgent", By.URGENCY, "紧急"),
    ],
)
def test_groups_are_named_as_people_know_them(value: str, by: By, label: str) -> None:
    assert label_of(value, by, rules_of()) == label
