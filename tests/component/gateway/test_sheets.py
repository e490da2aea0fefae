"""Property companies' sheets come in whole or not at all, and go out so that they come in again."""

import csv
import io
from typing import Any

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestServer

from services.gateway.api import parts
from services.gateway.channels.upstream import Door
from services.gateway.domain.upstreams import Upstream
from shared.contracts.words import Role
from shared.web.audit import AUDIT
from tests.component.gateway.conftest import Gateway
from tests.component.gateway.test_directory_door import put
from tests.support.estate_files import FILES
from tests.support.sheets import Cell, xlsx

HEAD: list[Cell] = ["房号", "业主姓名", "联系电话"]
GOOD: list[list[Cell]] = [HEAD, ["1栋2单元602", "林一鸣", "139-0000-0009"]]
PATH = "/api/v1/directory/sheets"


async def bring(gateway: Gateway, content: bytes, kind: str = "households", **how: str) -> Any:
    form = FormData()
    form.add_field("file", content, filename="台账.xlsx")
    admin = gateway.tokens.header(Role.ADMIN, "admin")
    answer = await gateway.client.post(PATH, params={"kind": kind, **how}, data=form, headers=admin)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def take(gateway: Gateway, kind: str, form: str = "xlsx") -> bytes:
    admin = gateway.tokens.header(Role.ADMIN, "admin")
    answer = await gateway.client.get(PATH, params={"kind": kind, "format": form}, headers=admin)
    assert answer.status == 200
    return await answer.read()


@pytest.fixture
async def estate(gateway: Gateway) -> Gateway:
    await put(gateway, FILES)
    gateway.ledger.owners.told.clear()
    gateway.ledger.staff.told.clear()
    return gateway


async def test_a_good_sheet_adds_and_leaves_the_others_alone(estate: Gateway) -> None:
    told = await bring(estate, xlsx(GOOD))
    assert (told["applied"], told["added"], told["gone"]) == (True, 1, 0)
    assert [one.name for one in estate.ledger.owners.told] == ["林一鸣"]  # type: ignore[attr-defined]


async def test_a_whole_sheet_ends_whoever_it_does_not_name(estate: Gateway) -> None:
    told = await bring(estate, xlsx(GOOD), whole="true")
    assert (told["added"], told["gone"]) == (1, 3)


async def test_one_flaw_and_nothing_changes(estate: Gateway) -> None:
    told = await bring(estate, xlsx([*GOOD, ["9-9-999", "何思远", None]]))
    assert not told["applied"]
    assert (told["flaws"][0]["row"], told["flaws"][0]["column"]) == (3, "A(房号)")
    assert estate.ledger.owners.told == []


async def test_a_dry_run_tells_what_would_be_and_changes_nothing(estate: Gateway) -> None:
    told = await bring(estate, xlsx(GOOD), dry_run="true")
    assert (told["applied"], told["added"]) == (False, 1)
    assert estate.ledger.owners.told == []


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", ["households", "staff"])
async def test_what_went_out_comes_in_again_and_says_nothing_new(
    estate: Gateway, kind: str, form: str
) -> None:
    told = await bring(estate, await take(estate, kind, form), kind, whole="true")
    assert (told["applied"], told["added"], told["changed"], told["gone"]) == (True, 0, 0, 0)
    assert told["rows"] >= 3


async def test_an_export_is_written_down_with_who_took_it(estate: Gateway) -> None:
    await take(estate, "households")
    notes: Any = estate.app[AUDIT]
    assert (notes.noted[-1].what, notes.noted[-1].who) == ("directory.exported", "admin")


async def test_a_name_that_is_a_formula_goes_out_harmless(estate: Gateway) -> None:
    await bring(estate, "房号,姓名\n1-2-602,=1+1\n".encode())
    rows = csv.DictReader(
        io.StringIO((await take(estate, "households", "csv")).decode("utf-8-sig"))
    )
    assert "'=1+1" in [row["业主姓名"] for row in rows]


async def test_staff_may_be_named_by_departments_and_posts_as_people_call_them(
    estate: Gateway,
) -> None:
    rows: list[list[Cell]] = [
        ["工号", "姓名", "岗位", "所属部门", "手机号"],
        ["w9", "魏国栋", "水电工", "工程部", 13900090009.0],
    ]
    assert (await bring(estate, xlsx(rows), "staff"))["added"] == 1
    kept = estate.ledger.staff.kept["w9"].particulars
    assert (kept.role, kept.department, kept.phone) == (Role.WORKER, "engineering", "13900090009")


async def test_the_roster_goes_to_the_router_in_the_callers_name(estate: Gateway) -> None:
    got: list[Any] = []

    async def policy(request: web.Request) -> web.Response:
        got.append((request.headers["Authorization"], await request.json()))
        fault = {"file": "roster.csv", "line": 2, "reason": "不行"}
        return web.json_response({"faults": [fault], "applied": False})

    app = web.Application()
    app.router.add_put("/api/v1/policy", policy)
    rows: list[list[Cell]] = [
        ["值班表", None, None],
        ["姓名", "星期", "值班时间"],
        ["刘明哲", "周一至周五", "8:00-20:00"],
    ]
    async with TestServer(app) as router:
        old = estate.app[parts.DOOR]
        door = Door({Upstream.ROUTER: str(router.make_url("/"))}, old._client)
        estate.app._state[parts.DOOR] = door
        told = await bring(estate, xlsx(rows), "roster")
    assert got[0][0].startswith("Bearer ")
    assert got[0][1]["files"]["roster.csv"].splitlines()[1] == "w1,1-5,08:00,20:00,"
    assert (told["flaws"][0]["row"], told["flaws"][0]["reason"]) == (3, "不行")


async def test_a_clerk_neither_brings_nor_takes(estate: Gateway) -> None:
    clerk = estate.tokens.header(Role.CLERK, "c01")
    answer = await estate.client.get(PATH, params={"kind": "staff"}, headers=clerk)
    assert answer.status == 403


async def test_a_picture_is_no_sheet(estate: Gateway) -> None:
    form = FormData()
    form.add_field("file", b"\x89PNG\r\n\x1a\n\0\0", filename="x.png")
    admin = estate.tokens.header(Role.ADMIN, "admin")
    answer = await estate.client.post(PATH, params={"kind": "households"}, data=form, headers=admin)
    assert (answer.status, (await answer.json())["slug"]) == (422, "not-a-sheet")
