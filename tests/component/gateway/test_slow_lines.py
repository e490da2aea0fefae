"""On a slow line nothing is sent twice, nor more than was asked for, nor unzipped."""

import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.gateway.api import parts
from services.gateway.channels.upstream import Door
from services.gateway.domain.upstreams import Upstream
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway

ONE = {"request_id": "r1", "number": "K7M2", "clocks": [{"name": "arrival", "due_at": "x"}]}
PAGE = {"requests": [ONE, {**ONE, "request_id": "r2"}], "cursor": "next"}


class Behind:
    """A router that answers what a test wants and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.page: dict[str, object] = dict(PAGE)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/api/v1/requests", self._list)
        app.router.add_get("/api/v1/requests/{one}", self._one)
        return app

    async def _list(self, request: web.Request) -> web.Response:
        self.asked.append(request.raw_path)
        return web.json_response(self.page)

    async def _one(self, request: web.Request) -> web.Response:
        self.asked.append(request.raw_path)
        return web.json_response(ONE)


@pytest.fixture
async def behind(gateway: Gateway) -> AsyncIterator[Behind]:
    found = Behind()
    async with TestServer(found.app()) as router:
        client = gateway.app[parts.DOOR]._client
        door = Door({Upstream.ROUTER: str(router.make_url("/"))}, client)
        gateway.app._state[parts.DOOR] = door
        yield found


def mine(gateway: Gateway, **more: str) -> dict[str, str]:
    return {**gateway.tokens.header(Role.OWNER, "o1"), **more}


async def test_what_has_not_changed_is_not_sent_again(gateway: Gateway, behind: Behind) -> None:
    first = await gateway.client.get("/api/v1/requests", headers=mine(gateway))
    known = mine(gateway, **{"If-None-Match": first.headers["ETag"]})
    again = await gateway.client.get("/api/v1/requests", headers=known)
    assert (first.status, again.status, await again.read()) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_what_has_changed_is_sent(gateway: Gateway, behind: Behind) -> None:
    first = await gateway.client.get("/api/v1/requests", headers=mine(gateway))
    behind.page["cursor"] = "another"
    known = mine(gateway, **{"If-None-Match": f'"odd", {first.headers["ETag"]}'})
    again = await gateway.client.get("/api/v1/requests", headers=known)
    assert (again.status, (await again.json())["cursor"]) == (200, "another")


async def test_the_gateways_own_answers_have_a_tag_too(gateway: Gateway) -> None:
    first = await gateway.client.get("/api/v1/directory", headers=mine(gateway))
    known = mine(gateway, **{"If-None-Match": first.headers["ETag"]})
    assert (await gateway.client.get("/api/v1/directory", headers=known)).status == 304


async def test_of_a_list_only_the_wished_fields_of_its_entries_come(
    gateway: Gateway, behind: Behind
) -> None:
    path = "/api/v1/requests?limit=5&fields=request_id,clocks.name"
    answer = await gateway.client.get(path, headers=mine(gateway))
    entry = {"clocks": [{"name": "arrival"}]}
    wanted = [{"request_id": "r1", **entry}, {"request_id": "r2", **entry}]
    assert await answer.json() == {"requests": wanted, "cursor": "next"}
    assert behind.asked == ["/api/v1/requests?limit=5"]


async def test_of_one_request_only_the_wished_fields_come(gateway: Gateway, behind: Behind) -> None:
    answer = await gateway.client.get("/api/v1/requests/r1?fields=number,no", headers=mine(gateway))
    assert await answer.json() == {"number": "K7M2"}
    assert behind.asked == ["/api/v1/requests/r1"]


@pytest.mark.parametrize("fields", ["", "a b", "__proto__()", "a,", "a..b", ",".join("a" * 41)])
async def test_a_wish_that_cannot_be_read_is_refused(
    gateway: Gateway, behind: Behind, fields: str
) -> None:
    answer = await gateway.client.get(
        "/api/v1/requests", params={"fields": fields}, headers=mine(gateway)
    )
    assert answer.status == 422


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("identity", False)],
)
async def test_a_long_answer_comes_zipped_to_who_takes_it(
    gateway: Gateway, behind: Behind, accepted: str, zipped: bool
) -> None:
    behind.page["cursor"] = "x" * 5000
    headers = mine(gateway, **{"Accept-Encoding": accepted})
    gateway.client.session._auto_decompress = False
    answer = await gateway.client.get("/api/v1/requests", headers=headers)
    body = await answer.read()
    assert (answer.headers.get("Content-Encoding") == "gzip", len(body) < 1000) == (zipped, zipped)
    assert b"xxxx" in (gzip.decompress(body) if zipped else body)
