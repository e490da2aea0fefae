"""The whole of the router over HTTP, with memory for its database."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from services.router import api
from services.router.app import doors
from services.router.settings import Settings
from tests.support.learnt import Learnt
from tests.support.router_world import World
from tests.support.tokens import Tokens

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def client(
    world: World,
    token: Tokens,
    aiohttp_client: Callable[..., Awaitable[Client]],
) -> Client:
    """Return the router's doors, opened on the world."""
    settings = Settings.model_validate(
        {
            "amqp_url": "amqp://nowhere",
            "mongo_url": "mongodb://nowhere",
            "jwt_public_keys_file": token.keys.jwt_public_keys_file,
        }
    )
    app = doors(settings, clock=world.clock)
    app[api.WORK] = world.work
    app[api.MODELS] = Learnt(world.requests)
    return await aiohttp_client(app)
