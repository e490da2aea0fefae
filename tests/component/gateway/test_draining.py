"""A gateway that is told to stop carries through what has begun, and ends its streams."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import pytest
from aiohttp import ClientSession, web
from pydantic import HttpUrl

from services.gateway.api import parts
from services.gateway.app import door_app, urls_of
from services.gateway.channels.upstream import Door
from shared.contracts.words import Role
from shared.runtime.server import REFUSING, Runner
from tests.component.gateway.conftest import Gateway
from tests.support.eventually import eventually

DRAIN: Final = 5.0


@pytest.fixture
async def runners(gateway: Gateway) -> AsyncIterator[list[Runner]]:
    """Yield a gateway of its own and the service behind it, the service last; both may drain."""
    async with AsyncExitStack() as stack:
        inside = gateway.echo.app()
        inside[REFUSING] = web.Response
        service = await stack.enter_async_context(_running(inside))
        url = HttpUrl(_url(service))
        settings = gateway.settings.model_copy(update={"intake_url": url})
        app = door_app(settings, gateway.clock)
        pool = await stack.enter_async_context(ClientSession(auto_decompress=False))
        app[parts.DOOR] = Door(urls_of(settings), pool)
        yield [await stack.enter_async_context(_running(app)), service]


async def test_a_body_is_carried_through_while_both_sides_drain(
    gateway: Gateway, runners: list[Runner], session: ClientSession
) -> None:
    go_on = asyncio.Event()
    asked = asyncio.create_task(_post(session, runners[0], go_on))
    await eventually(lambda: bool(gateway.echo.seen))
    async with _draining(runners):
        go_on.set()
        assert await asked == (201, "close")
    assert gateway.echo.bodies == [b"halfrest"]


async def test_an_open_stream_ends(
    gateway: Gateway, runners: list[Runner], session: ClientSession
) -> None:
    headers = gateway.tokens.header(Role.OWNER, "o1")
    async with session.get(f"{_url(runners[0])}/api/v1/events", headers=headers) as stream:
        assert await stream.content.readline() == b"retry: 2000\n"
        async with asyncio.timeout(DRAIN / 2), _draining(runners):
            assert await stream.content.read() == b"\n"


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@asynccontextmanager
async def _running(app: web.Application) -> AsyncIterator[Runner]:
    runner = Runner(app, shutdown_timeout=DRAIN)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner
    await runner.cleanup()


@asynccontextmanager
async def _draining(runners: list[Runner]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        for runner in runners:
            group.create_task(runner.cleanup())
        await eventually(lambda: not any(runner.sites for runner in runners))
        yield


async def _post(session: ClientSession, to: Runner, go_on: asyncio.Event) -> tuple[int, str]:
    async def body() -> AsyncIterator[bytes]:
        yield b"half"
        await go_on.wait()
        yield b"rest"

    async with session.post(f"{_url(to)}/api/v1/app/requests", data=body()) as answer:
        return answer.status, answer.headers["Connection"]


def _url(runner: Runner) -> str:
    host, port = runner.addresses[0]
    return f"http://{host}:{port}"
