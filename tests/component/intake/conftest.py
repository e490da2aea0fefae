"""The whole of intake over HTTP, with fakes at its ports."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from deploy.local.keys import Keys
from services.intake import api
from services.intake.api.uploads import UPLOADS
from services.intake.app import doors
from services.intake.settings import Settings
from tests.support.intake import NOON, Intake
from tests.support.issuer import Issuer
from tests.support.tokens import Tokens
from tests.support.wechat import AES_KEY, APP_ID, TOKEN

Client = TestClient[web.Request, web.Application]
Door = Callable[..., Awaitable[Client]]


@pytest.fixture
def issuer(token: Tokens) -> Issuer:
    """Return what makes people's headers."""
    return Issuer(token)


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def door(intake: Intake, keys: Keys, aiohttp_client: Callable[..., Awaitable[Client]]) -> Door:
    """Open intake's doors with some settings changed."""

    async def opened(**changed: object) -> Client:
        settings = Settings.model_validate(
            {
                "amqp_url": "amqp://nowhere",
                "mongo_url": "mongodb://nowhere",
                "jwt_public_keys_file": keys.jwt_public_keys_file,
                "wechat_patience_seconds": 60.0,
                **changed,
            }
        )
        app = doors(settings, clock=lambda: NOON)
        app[api.WORK] = intake.work
        app[UPLOADS] = intake.upload_work
        return await aiohttp_client(app)

    return opened


@pytest.fixture
async def client(door: Door) -> Client:
    """Intake with an official account that talks plainly."""
    return await door(wechat_token=TOKEN)


@pytest.fixture
async def hasty_client(door: Door) -> Client:
    """Intake that gives up soon on what cannot be saved."""
    return await door(wechat_token=TOKEN, wechat_patience_seconds=2.0)


@pytest.fixture
async def safe_client(door: Door) -> Client:
    """Intake with an official account in safe mode."""
    return await door(wechat_token=TOKEN, wechat_aes_key=AES_KEY, wechat_app_id=APP_ID)
