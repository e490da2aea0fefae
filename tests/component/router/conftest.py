"""The whole of the router over HTTP, with memory for its database."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from services.router import api
from services.router.app import doors
from services.router.settings import Settings
from shared.contracts.words import Role
from tests.support.learnt import Learnt
from tests.support.router_world import World
from tests.support.routing import rules_of
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


@pytest.fixture
def says(client: Client, token: Tokens) -> Any:
    """Return what speaks at the door: who, method, path, body → status and answer."""

    async def call(
        who: str, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        member = rules_of().staff.get(who)
        role = member.role if member else Role.OWNER
        department = (member.department or "") if member else ""
        bearer = f"Bearer {token(role, who, department=department)}"
        answer = await client.request(
            method, f"/api/v1{path}", json=body, headers={"Authorization": bearer, **headers}
        )
        return answer.status, await answer.json()

    return call
