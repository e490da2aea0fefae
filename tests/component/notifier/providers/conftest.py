"""A session that gives up soon, and a clock that the tests move."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, ClientTimeout

from services.notifier.channels.wire import Wire
from tests.support.providers.base import Clock

SOON = ClientTimeout(total=2.0, connect=2.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def wire(session: ClientSession, clock: Clock) -> Wire:
    return Wire(session, "provider", clock, SOON)
