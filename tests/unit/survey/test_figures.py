"""What surveys amount to: rates, stretches of time, who was won back, who is silent."""

from datetime import date, timedelta

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case
from services.survey.domain.satisfaction.after import complained, silent, won_back
from services.survey.domain.satisfaction.figures import Step, rows, share, start_of, total, trend
from services.survey.domain.satisfaction.sheet import Dimension, Sheet, sheet_of
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Terms
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import Category
from tests.support.surveying import ANNOYED, NOON, PLEASED, cause, resolved

DAY = date(2026, 11, 23)


def survey(
    number: str = "r1", said: Answer | None = None, round_: int = 1, **facts: object
) -> Survey:
    case = Case.done(resolved(request_id=number, round=round_, **facts))
    made = Survey.about(case, cause(), Terms())
    if said:
        made.reply(said, NOON)
    return made


def sheet(*surveys: Survey, day: date = DAY) -> Sheet:
    return sheet_of(day, surveys)


def test_rates_are_of_what_they_say() -> None:
    figures = total([sheet(survey("a", PLEASED), survey("b", ANNOYED), survey("c"), survey("d"))])
    assert (figures.asked, figures.answered, figures.satisfied) == (4, 2, 1)
    assert (figures.response_rate, figures.satisfaction_rate) == (0.5, 0.5)
    assert (figures.speed, figures.effect) == (3.5, 3.5)


def test_nothing_divided_by_nothing_is_not_a_rate() -> None:
    assert share(0, 0) is None
    assert total([sheet()]).satisfaction_rate is None


def test_what_was_never_asked_does_not_count() -> None:
    unasked = Survey.about(Case.of(resolved().request), cause(), Terms())
    assert total([sheet(unasked)]).asked == 0


def test_days_add_up_to_weeks_and_months() -> None:
    days = [sheet(survey(f"r{n}", PLEASED), day=DAY + timedelta(days=n)) for n in range(14)]
    assert [one.figures.asked for one in trend(days, Step.WEEK)] == [7, 7]
    assert [(p.since, p.figures.asked) for p in trend(days, Step.MONTH)] == [
        (date(2026, 11, 1), 8),
        (date(2026, 12, 1), 6),
    ]
    assert start_of(date(2026, 11, 29), Step.WEEK) == DAY


def test_the_least_satisfied_stands_first() -> None:
    home = Reporter(owner_id="o", place=Place(building="7"))
    found = rows(
        [sheet(survey("a", PLEASED), survey("b", ANNOYED, reporter=home))], Dimension.BUILDING
    )
    assert [(row.key, row.figures.satisfaction_rate) for row in found] == [("7", 0.0), ("-", 1.0)]


def test_a_request_is_won_back_by_its_last_answer() -> None:
    found = won_back(
        [
            survey("a", ANNOYED),
            survey("a", PLEASED, 2),
            survey("b", ANNOYED),
            survey("b", round_=2),
        ]
    )
    assert (found.dissatisfied, found.won_back, found.won_back_rate) == (2, 1, 0.5)


def test_households_unhappy_twice_and_silent_are_named() -> None:
    low = [
        survey(f"{who}{n}", ANNOYED, reporter=Reporter(owner_id=who, name=who))
        for who, times in (("quiet", 2), ("once", 1), ("loud", 3))
        for n in range(times)
    ]
    homes = {who: f"home of {who}" for who in ("quiet", "once", "loud")}
    found = silent(low, homes, {"loud"})
    assert [(one.household, len(one.answers)) for one in found] == [("home of quiet", 2)]


def test_a_request_about_the_service_is_a_complaint() -> None:
    about = survey("x", category=Category.SERVICE, reporter=Reporter(owner_id="o7"))
    assert complained([about, survey("y")]) == {"o7"}
