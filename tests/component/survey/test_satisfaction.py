"""Reports on satisfaction through real HTTP: figures, what stands behind them, who may read."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Terms
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import Category, Role
from tests.component.survey.conftest import House
from tests.support.surveying import ANNOYED, NOON, PLEASED, cause, resolved

MANAGER, HEAD, CLERK, ADMIN = Role.MANAGER, Role.HEAD, Role.CLERK, Role.ADMIN
SPAN = "since=2026-11-01&until=2026-11-30"


async def told(
    house: House, number: str, owner: str, said: Answer | None, days: int = 0, **facts: object
) -> None:
    """Keep a survey of some days ago as it would stand."""
    at = NOON - timedelta(days=days)
    home = Reporter(owner_id=owner, name=owner, place=Place(building=owner[-1]))
    case = Case.done(resolved(request_id=number, reporter=home, **facts))
    survey = Survey.about(case, cause(at=at), Terms())
    if said:
        survey.reply(said, at)
    await house.world.surveys.under(cause(f"c-{number}-{case.round}")).save(survey)


@pytest.fixture
async def estate(house: House) -> House:
    await told(house, "a", "o1", PLEASED, 1)
    await told(house, "b", "o1", ANNOYED, 2)
    await told(house, "b", "o1", PLEASED, 1, round=2)
    await told(house, "c", "o4", ANNOYED, 9, category=Category.SANITATION)
    await told(house, "d", "o4", ANNOYED, 3)
    await told(house, "e", "o4", None, 3)
    return house


async def test_the_overview_says_rates_and_their_formulas(estate: House) -> None:
    _, shown = await estate.ask(MANAGER, "m01", f"satisfaction?{SPAN}&step=week")
    total, won = shown["total"], shown["won_back"]
    assert isinstance(total, dict)
    assert isinstance(won, dict)
    assert (total["asked"], total["answered"], total["satisfaction_rate"]) == (6, 5, 0.4)
    assert (won["dissatisfied"], won["won_back"]) == (3, 1)
    assert "satisfaction_rate" in shown["formulas"]
    points = [p["figures"]["asked"] for p in shown["trend"]]
    assert sum(points) == 6


@pytest.mark.parametrize(
    ("dimension", "first", "name"),
    [
        ("category", "sanitation", "环境卫生"),
        ("building", "4", "4 栋"),
        ("department", "engineering", "工程部"),
        ("first_responder", "c01", "c01"),
    ],
)
async def test_it_is_shown_by_each_dimension(
    estate: House, dimension: str, first: str, name: str
) -> None:
    _, shown = await estate.ask(HEAD, "h01", f"satisfaction/by/{dimension}?{SPAN}")
    assert (shown["rows"][0]["key"], shown["rows"][0]["name"]) == (first, name)


async def test_every_figure_leads_to_its_surveys(estate: House) -> None:
    path = f"satisfaction/surveys?{SPAN}&dimension=building&key=4&only=dissatisfied"
    _, shown = await estate.ask(MANAGER, "m01", path)
    assert [one["request_id"] for one in shown["surveys"]] == ["d", "c"]


async def test_pages_of_surveys_go_on_where_they_end(estate: House) -> None:
    found, cursor = [], ""
    while True:
        path = f"satisfaction/surveys?{SPAN}&limit=1{cursor}"
        _, shown = await estate.ask(MANAGER, "m01", path)
        found += [one["survey_id"] for one in shown["surveys"]]
        if "cursor" not in shown:
            break
        cursor = f"&cursor={shown['cursor']}"
    assert len(found) == len(set(found)) == 6


async def test_silently_unhappy_households_are_named_to_head_and_manager_only(
    estate: House,
) -> None:
    _, shown = await estate.ask(MANAGER, "m01", "satisfaction/silent")
    [one] = shown["households"]
    assert (one["household"], one["name"], len(one["answers"])) == ("h4", "o4", 2)
    assert (await estate.ask(HEAD, "h01", "satisfaction/silent"))[0] == 200
    for role in (ADMIN, CLERK):
        assert (await estate.ask(role, "x", "satisfaction/silent"))[0] == 403


async def test_who_has_suggested_or_complained_is_not_silent(estate: House) -> None:
    await estate.ask(Role.OWNER, "o4", "suggestions", {"words": "保洁太慢"})
    _, shown = await estate.ask(MANAGER, "m01", "satisfaction/silent")
    assert shown["households"] == []


async def test_the_workbook_holds_the_same_figures(estate: House) -> None:
    header = estate.token.header(MANAGER, "m01")
    path = f"/api/v1/satisfaction/report.xlsx?{SPAN}"
    response = await estate.client.get(path, headers=header)
    book = load_workbook(io.BytesIO(await response.read()))
    assert book.sheetnames[:2] == ["概况与口径", "走势"]
    assert ["不满意", 3] in [[cell.value for cell in row] for row in book["概况与口径"].rows]


@pytest.mark.parametrize(
    "span", ["since=2026-12-01&until=2026-11-01", "since=2020-01-01&until=2026-11-01"]
)
async def test_a_span_that_cannot_be_is_refused(estate: House, span: str) -> None:
    assert (await estate.ask(MANAGER, "m01", f"satisfaction?{span}"))[0] == 422


async def test_a_clerk_reads_no_reports(estate: House) -> None:
    assert (await estate.ask(CLERK, "c01", "satisfaction"))[0] == 403
