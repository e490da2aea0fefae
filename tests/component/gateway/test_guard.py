"""Floods, monsters and trick paths stop at the door."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from yarl import URL

from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.logbook import hear

TRICKS = (
    "/api/v1/requests/%2e%2e/codes",
    "/api/v1/requests/..%2fcodes",
    "/api/v1/requests/../codes",
    "/api/v1/requests//codes",
    "//api/v1/requests",
    "/api/v1/requests/.%2e/",
    "/api/v1/requests/%00",
    "/api/v1/requests/\\codes",
    "/api/v1/requests;a=b",
    "/static/../app.py",
    "/static/%2e%2e/%2e%2e/app.py",
    "/static/..%5capp.py",
    "/static/%2fetc/passwd",
)


@pytest.mark.parametrize("path", TRICKS)
async def test_a_path_with_two_readings_is_refused(gateway: Gateway, path: str) -> None:
    status = await raw(gateway, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert status == 400
    assert gateway.echo.seen == []


async def test_two_lengths_are_no_request(gateway: Gateway) -> None:
    text = (
        "POST /api/v1/requests HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /"
    )
    assert await raw(gateway, text) == 400


async def test_a_value_that_is_no_plain_text_stays_outside(gateway: Gateway) -> None:
    text = (
        "GET /api/v1/requests HTTP/1.1\r\nHost: x\r\nIdempotency-Key: \u4e1a\r\n"
        "Connection: close\r\n\r\n"
    )
    assert await raw(gateway, text) == 201
    assert "Idempotency-Key" not in gateway.echo.seen[0].headers


async def test_five_megabytes_of_json_are_refused_here(gateway: Gateway) -> None:
    for path in ("/api/v1/app/requests", "/api/v1/auth/codes"):
        response = await gateway.client.post(
            path, data=BytesIO(b'{"text":"' + b"a" * 5_000_000 + b'"}')
        )
        assert (response.status, (await response.json())["slug"]) == (413, "too-large")
    assert gateway.echo.seen == []


async def test_five_megabytes_without_a_length_are_refused_on_the_way(gateway: Gateway) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(80):
            yield b"a" * 65536

    response = await gateway.client.post("/api/v1/app/requests", data=chunks())
    assert (response.status, (await response.json())["slug"]) == (413, "too-large")


async def test_a_photo_of_ten_megabytes_passes(gateway: Gateway) -> None:
    response = await gateway.client.post("/api/v1/attachments", data=BytesIO(b"p" * 10_000_000))
    assert (response.status, len(gateway.echo.bodies[0])) == (201, 10_000_000)


async def test_a_photo_of_thirteen_megabytes_does_not(gateway: Gateway) -> None:
    response = await gateway.client.post("/api/v1/attachments", data=BytesIO(b"p" * 13_000_000))
    assert response.status == 413


async def test_a_compressed_body_is_refused(gateway: Gateway) -> None:
    response = await gateway.client.post(
        "/api/v1/auth/codes", data=gzip.compress(b"{}"), headers={"Content-Encoding": "gzip"}
    )
    assert (response.status, (await response.json())["slug"]) == (415, "coded-body")


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"phone":1}'])
async def test_malformed_json_is_a_clear_problem(gateway: Gateway, body: bytes) -> None:
    response = await gateway.client.post("/api/v1/auth/codes", data=body)
    assert (response.status, response.content_type) == (422, "application/problem+json")


class TestFloods:
    """With limits that are soon reached."""

    @pytest.fixture
    def changes(self) -> dict[str, object]:
        return {"account_burst": 3, "account_per_second": 0.1, "codes_burst": 2}

    async def test_an_account_that_floods_is_told_when_to_come_again(
        self, gateway: Gateway
    ) -> None:
        mine = gateway.tokens.header(Role.OWNER, "o1")
        seen = [await gateway.client.get("/api/v1/me", headers=mine) for _ in range(4)]
        assert [one.status for one in seen] == [200, 200, 200, 429]
        assert 1 <= int(seen[-1].headers["Retry-After"]) <= 10

    async def test_another_account_is_not_held_back_by_it(self, gateway: Gateway) -> None:
        for _ in range(4):
            await gateway.client.get("/api/v1/me", headers=gateway.tokens.header(Role.OWNER, "o1"))
        other = gateway.tokens.header(Role.OWNER, "o2")
        assert (await gateway.client.get("/api/v1/me", headers=other)).status == 200

    async def test_one_address_cannot_ask_codes_for_the_whole_book(self, gateway: Gateway) -> None:
        seen = [
            await gateway.client.post("/api/v1/auth/codes", json={"phone": f"1390000000{n}"})
            for n in range(3)
        ]
        assert [one.status for one in seen] == [202, 202, 429]


async def raw(gateway: Gateway, text: str) -> int:
    """Send bytes that no client would send; return the answer's status."""
    url: URL = gateway.client.make_url("/")
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(text.encode())
    await writer.drain()
    head = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    return int(head.split()[1])


async def test_the_line_of_a_request_that_is_not_served_here_names_the_callers_estate(
    gateway: Gateway,
) -> None:
    logged = hear()
    mine = {**gateway.tokens.header(Role.OWNER, "o1"), "Content-Encoding": "gzip"}
    await gateway.client.post("/api/v1/requests", data=b"x", headers=mine)
    line = logged[-1]
    assert (line["event"], line["estate"]) == ("http.request", "sample")
