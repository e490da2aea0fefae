"""Webhooks are sent out into the world and nowhere inside."""

import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from services.notifier.channels.courier import Outside, courier
from services.notifier.domain.webhooks import UnsafeAddress, check_address, is_public
from shared.kernel.errors import Unavailable

INSIDE = (
    *("http://partner.example/x", "https://127.0.0.1/x", "https://[::1]/", "ftp://a.example"),
    *("https://10.0.0.8", "https://192.168.1.1", "https://169.254.169.254/latest"),
    *("https://[::ffff:10.0.0.1]/", "https://localhost/x", "https://user:pw@a.example/"),
    *("https://intake:18081/", "https://0.0.0.0/", "https://224.0.0.1/", "https://[fd00::1]/"),
)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        check_address(url, private=False)


def test_an_installation_may_let_them_go_inside() -> None:
    check_address("http://127.0.0.1:9/x", private=True)
    with pytest.raises(UnsafeAddress):
        check_address("http://127.0.0.1:9/x", private=False)


class Rebinding(AbstractResolver):
    """A name that leads out into the world and inside."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return both."""
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0)
            for one in ("127.0.0.1", "93.184.216.34")
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def test_a_name_that_leads_inside_is_not_followed_there() -> None:
    found = await Outside(Rebinding()).resolve("partner.example", 443)
    assert [one["host"] for one in found] == ["93.184.216.34"]
    assert not is_public("127.0.0.1")


@pytest.fixture
async def receiver() -> AsyncIterator[TestServer]:
    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("/elsewhere")

    app = web.Application()
    app.router.add_post("/", away)
    server = TestServer(app)
    async with server:
        yield server


async def test_a_redirect_is_an_answer_and_not_followed(receiver: TestServer) -> None:
    async with courier(private=True) as carrier:
        assert await carrier.post(str(receiver.make_url("/")), b"{}", {}) == 302


async def test_a_courier_of_the_world_does_not_call_inside(receiver: TestServer) -> None:
    async with courier(private=False) as carrier:
        with pytest.raises(Unavailable):
            await carrier.post(f"http://localhost:{receiver.port}/", b"{}", {})
