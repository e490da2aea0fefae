"""Programs of others work against the whole: an app's client, Open311, sheets, webhooks."""

import asyncio
import io
from contextlib import aclosing

import pytest
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer
from PIL import Image

from deploy.examples import app_client
from tests.support.caller import Caller, rows
from tests.support.caller import owner as logged_in
from tests.support.eventually import eventually
from tests.support.installation import ESTATE, Installation
from tests.support.matter import People

PLENTY = 40


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
async def owner(door: ClientSession, hudong: Installation) -> Caller:
    return await logged_in(door, hudong, rows(ESTATE / "households.csv")[2]["phone"])


def test_the_client_is_short_enough_to_be_read_at_a_glance() -> None:
    with open(app_client.__file__, encoding="utf-8") as source:
        assert len(source.readlines()) <= PLENTY


async def test_an_apps_client_reports_with_a_photo_and_sees_it_assigned(
    hudong: Installation, owner: Caller
) -> None:
    content, seen = photo(), list[str]()
    assert len(content) > 3 * 65536
    async with (
        ClientSession(hudong.door, headers=owner.headers) as app,
        aclosing(app_client.report(app, content, "卫生间水管漏水")) as told,
        asyncio.timeout(60),
    ):
        async for status in told:
            seen.append(status)
            if status == "assigned":
                break
    assert seen[-1] == "assigned"


async def test_an_open311_tool_reports_and_finds_its_report(
    hudong: Installation, owner: Caller
) -> None:
    key = (await owner.done("/api/v1/me/api-keys", {"name": "311"}))["key"]
    form = {"api_key": key, "service_code": "sanitation", "description": "楼道垃圾没人清"}
    made = await owner.send("POST", "/open311/v2/requests.json", data=form)
    assert made.status == 201
    identity = made.json[0]["service_request_id"]

    async def found() -> bool:
        one = await owner.get(f"/open311/v2/requests/{identity}.json", api_key=key)
        return one.status == 200 and one.json[0]["service_code"] == "sanitation"

    await eventually(found)
    listed = await owner.get("/open311/v2/requests.json", api_key=key)
    assert identity in [one["service_request_id"] for one in listed.json]


@pytest.mark.parametrize("kind", ["households", "staff", "roster"])
async def test_the_companys_sheets_go_out_and_come_in_again(
    hudong: Installation, door: ClientSession, kind: str
) -> None:
    password = hudong.place.keys.admin_password_file.read_text()
    known = {"username": "admin", "password": password}
    nobody = Caller(door)
    admin = nobody.bearing((await nobody.done("/api/v1/auth/staff", known))["access_token"])
    path = "/api/v1/directory/sheets"
    out = await admin.get(path, kind=kind)
    assert out.status == 200
    form = FormData()
    form.add_field("file", out.body, filename=f"{kind}.xlsx")
    back = await admin.send("POST", path, params={"kind": kind, "dry_run": "true"}, data=form)
    assert back.status == 200
    assert (back.json["flaws"], back.json.get("changed", 0)) == ([], 0)
    assert back.json["rows"] > 10


async def test_a_webhook_tells_of_what_happens_and_of_nobody(people: People, owner: Caller) -> None:
    heard: list[dict[str, str]] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append({**request.headers, "body": await request.text()})
        return web.Response(status=500 if len(heard) == 1 else 204)

    app = web.Application()
    app.router.add_post("/", hear)
    async with TestServer(app) as receiver:
        form = {"url": str(receiver.make_url("/")), "events": ["request.assigned.v1"]}
        hook = await people.admin().done("/api/v1/webhooks", form)
        await asyncio.sleep(2.5)  # as long as a list of hooks may be remembered
        await owner.done("/api/v1/app/requests", {"text": "大堂的灯坏了两盏"})

        async def told_again() -> bool:
            return len(heard) >= 2

        await eventually(told_again, 240)
        path = f"/api/v1/webhooks/{hook['hook_id']}"
        await people.admin().send("DELETE", path)
    assert len({one["webhook-id"] for one in heard[:2]}) == 1
    assert '"category":' in heard[0]["body"]
    assert "大堂" not in heard[0]["body"]
