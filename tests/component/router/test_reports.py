"""Reports at the router's door: figures, the requests behind them, workbooks, the past."""

from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from openpyxl import load_workbook

from services.router import api
from services.router.app import doors
from services.router.channels.workbook import TYPE, workbook
from services.router.domain.reports import Facts, Question
from services.router.domain.reports.facts import Timed
from services.router.domain.request import Request
from services.router.domain.simulation.past import Past
from services.router.settings import Settings
from shared.contracts.words import Role
from tests.support.router_world import World
from tests.support.routing import OWNER, act_at
from tests.support.tokens import Tokens

Client = TestClient[web.Request, web.Application]
Asks = Callable[..., Awaitable[Any]]
DAYS = "from=2026-11-01&to=2026-11-30"


class Shelved:
    """Reads the world's requests for reports."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def facts(self, asked: Question) -> AsyncIterator[Facts]:
        found = [facts_of(one) for one in self._within(asked)]
        for one in sorted(found, key=lambda it: (it.submitted_at, it.id), reverse=True):
            if asked.fits(one):
                yield one

    async def whole(self, asked: Question) -> AsyncIterator[Request]:
        for one in self._within(asked):
            yield one

    def _within(self, asked: Question) -> list[Request]:
        kept = self._world.requests.kept.values()
        return [one for one in kept if asked.since <= one.submitted_at < asked.until]


def facts_of(request: Request) -> Facts:
    """Return a request as reports see it."""
    apart = {"id", "clocks", "building"}
    names = [name for name in Facts.__dataclass_fields__ if name not in apart]
    clocks = (Timed(c.name, c.round, c.missed, not c.running) for c in request.clocks)
    return Facts(
        id=request.id,
        building=request.building,
        clocks=tuple(clocks),
        **{name: getattr(request, name) for name in names},
    )


@pytest.fixture
async def client(
    world: World, token: Tokens, aiohttp_client: Callable[..., Awaitable[Client]]
) -> Client:
    """Return the doors over three requests: one done in time, one waiting, one cleaning."""
    settings = Settings.model_validate(
        {
            "amqp_url": "amqp://nowhere",
            "mongo_url": "mongodb://nowhere",
            "jwt_public_keys_file": token.keys.jwt_public_keys_file,
        }
    )
    app = doors(settings, clock=world.clock)
    app[api.WORK], app[api.ARCHIVE] = world.work, Shelved(world)
    done = await world.submit("厨房水龙头漏水")
    kept = world.requests.kept[done.id]
    kept.accept(act_at("2026-11-23 10:30", "w02"))
    kept.resolve(act_at("2026-11-23 12:00", "w02"), "换了阀芯")
    world.pass_time(minutes=1)
    await world.submit("厨房水龙头漏水")
    world.pass_time(minutes=1)
    await world.submit("楼道里全是垃圾,没有人打扫")
    return await aiohttp_client(app)


@pytest.fixture
def asks(client: Client, token: Tokens) -> Asks:
    """Return what asks for a report: role, path → status and answer."""

    async def ask(role: Role, path: str, who: str = "m01", department: str = "") -> tuple[int, Any]:
        bearer = f"Bearer {token(role, who, department=department)}"
        answer = await client.get(f"/api/v1/reports/{path}", headers={"Authorization": bearer})
        return answer.status, await answer.json()

    return ask


def figure(figures: list[dict[str, Any]], name: str) -> tuple[int, int, int]:
    found = next(one for one in figures if one["figure"] == name)
    return found["good"], found["counted"], found["uncounted"]


async def test_a_summary_says_every_figure_with_its_formula(asks: Asks) -> None:
    status, report = await asks(Role.MANAGER, f"summary?{DAYS}")
    assert (status, report["requests"]) == (200, 3)
    assert figure(report["total"], "response") == (1, 1, 2)
    assert {one["figure"] for one in report["formulas"]} == {
        one["figure"] for one in report["total"]
    }


async def test_figures_come_by_department(asks: Asks) -> None:
    _, report = await asks(Role.MANAGER, f"resolution?{DAYS}&by=department")
    groups = {one["label"]: figure(one["figures"], "resolution") for one in report["groups"]}
    assert groups == {"工程部": (1, 1, 1), "保洁绿化部": (0, 0, 1)}


async def test_a_figure_leads_to_its_requests(asks: Asks) -> None:
    _, page = await asks(Role.MANAGER, f"requests?{DAYS}&figure=response&outcome=uncounted")
    assert [one["category"] for one in page["requests"]] == ["sanitation", "repair"]


async def test_a_cursor_leads_on_to_the_next_page(asks: Asks) -> None:
    path = f"requests?{DAYS}&figure=response&limit=2"
    _, first = await asks(Role.MANAGER, path)
    _, second = await asks(Role.MANAGER, f"{path}&cursor={first['cursor']}")
    ids = [one["request_id"] for page in (first, second) for one in page["requests"]]
    assert len(ids) == len(set(ids)) == 3


async def test_a_head_sees_the_own_department(asks: Asks) -> None:
    _, report = await asks(Role.HEAD, f"summary?{DAYS}", "h-cln", department="cleaning")
    assert report["requests"] == 1


async def test_a_head_is_refused_another_departments(asks: Asks) -> None:
    path = f"summary?{DAYS}&department=engineering"
    status, problem = await asks(Role.HEAD, path, "h-cln", department="cleaning")
    assert (status, problem["slug"]) == (403, "other-department")


@pytest.mark.parametrize("role", [Role.OWNER, Role.WORKER, Role.CLERK])
@pytest.mark.parametrize("path", ["summary", "requests", "past"])
async def test_others_see_no_reports(asks: Asks, role: Role, path: str) -> None:
    assert (await asks(role, f"{path}?{DAYS}"))[0] == 403


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("no-such?from=2026-11-01&to=2026-11-30", 404),
        ("requests?from=2026-11-01&to=2026-11-30&figure=no-such", 404),
        ("summary?from=2026-11-30&to=2026-11-01", 422),
        ("summary?from=2020-01-01&to=2026-11-01", 422),
        ("summary?from=yesterday&to=2026-11-01", 422),
        ("summary?from=2026-11-01", 422),
    ],
)
async def test_what_cannot_be_answered_is_refused(asks: Asks, path: str, expected: int) -> None:
    assert (await asks(Role.ADMIN, path))[0] == expected


@pytest.mark.parametrize(
    ("more", "accept"), [("&format=xlsx", "*/*"), ("", TYPE)], ids=["format", "accept"]
)
async def test_a_workbook_holds_figures_and_formulas(
    client: Client, token: Tokens, more: str, accept: str
) -> None:
    headers = {**token.header(Role.MANAGER, "m01"), "Accept": accept}
    answer = await client.get(f"/api/v1/reports/summary?{DAYS}&by=building{more}", headers=headers)
    book = load_workbook(BytesIO(await answer.read()))
    assert (answer.status, answer.content_type) == (200, TYPE)
    assert book.sheetnames == ["指标", "按楼栋", "口径"]
    assert [cell.value for cell in book["指标"][2]] == ["合计", "响应率", 1, 1, 2, 1]
    assert book["指标"]["F2"].number_format == "0.0%"


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    sheets = [("指标", [("分组",), ("=HYPERLINK(0)",), ("x\x01y",)])]
    book = load_workbook(BytesIO(workbook(sheets)))
    assert (book["指标"]["A2"].data_type, book["指标"]["A3"].value) == ("s", "xy")


async def test_the_past_can_be_taken_along_without_words_or_people(
    client: Client, token: Tokens
) -> None:
    headers = token.header(Role.MANAGER, "m01")
    answer = await client.get(f"/api/v1/reports/past?{DAYS}", headers=headers)
    text = await answer.text()
    first, *others = [Past.model_validate_json(line) for line in text.splitlines()]
    assert (len(others), first.rounds[0].accept, first.rounds[0].resolve) == (2, 30, 90)
    assert not [one for one in (OWNER.name, OWNER.phone, "水龙头") if one and one in text]
