"""The whole of the notifier over HTTP, with fakes at its ports."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from deploy.local.keys import Keys
from services.notifier import api
from services.notifier.app import doors as doors_of
from services.notifier.settings import Settings
from shared.web.audit import AUDIT
from tests.support.issuer import Issuer
from tests.support.notes import Notes
from tests.support.notifying import Notifier
from tests.support.tokens import Tokens

Client = TestClient[web.Request, web.Application]
SECRET = b"a secret of tests only"


@pytest.fixture
def issuer(token: Tokens) -> Issuer:
    return Issuer(token)


@pytest.fixture
async def notifier() -> Notifier:
    """Return a notifier that knows an owner, a worker and a clerk."""
    notifier = Notifier()
    await notifier.know()
    return notifier


@pytest.fixture
def doors(notifier: Notifier, keys: Keys, tmp_path: Path) -> web.Application:
    """Return the notifier's doors, yet to be opened."""
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET)
    settings = Settings.model_validate(
        {
            "amqp_url": "amqp://nowhere",
            "mongo_url": "mongodb://nowhere",
            "jwt_public_keys_file": keys.jwt_public_keys_file,
            "sandbox_url": "http://nowhere",
            "receipt_secret_file": secret,
        }
    )
    app = doors_of(settings, clock=notifier.clock)
    app[api.WORK] = notifier.work
    app[AUDIT] = Notes()
    return app


@pytest.fixture
async def client(
    doors: web.Application, aiohttp_client: Callable[..., Awaitable[Client]]
) -> Client:
    """Open the notifier's doors."""
    return await aiohttp_client(doors)
