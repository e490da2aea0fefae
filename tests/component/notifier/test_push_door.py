"""People say which of their browsers may be pushed to."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.local.keys import Keys
from services.notifier import api
from services.notifier.app import doors
from services.notifier.settings import Settings
from shared.contracts.words import Role
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier

Client = TestClient[web.Request, web.Application]
PATH = "/api/v1/preferences/push"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
KEYS = {"p256dh": "B" * 87, "auth": "a" * 22}


@pytest.fixture
async def client(
    notifier: Notifier,
    keys: Keys,
    tmp_path: Path,
    aiohttp_client: Callable[..., Awaitable[Client]],
) -> Client:
    """Open the doors of a notifier that pushes."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "vapid.pem").write_bytes(pem)
    settings = Settings.model_validate(
        {
            "amqp_url": "amqp://nowhere",
            "mongo_url": "mongodb://nowhere",
            "jwt_public_keys_file": keys.jwt_public_keys_file,
            "sandbox_url": "http://nowhere",
            "receipt_secret_file": keys.receipt_secret_file,
            "app_provider": "push",
            "vapid_private_key_file": tmp_path / "vapid.pem",
        }
    )
    app = doors(settings, clock=notifier.clock)
    app[api.WORK] = notifier.work
    return await aiohttp_client(app)


@pytest.fixture
def issuer(token: Callable[..., str]) -> Issuer:
    return Issuer(token)  # type: ignore[arg-type]


@pytest.fixture
def owner(token: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(Role.OWNER, 'o1')}"}


async def test_the_key_to_subscribe_with_is_an_uncompressed_point(
    client: Client, owner: dict[str, str]
) -> None:
    offer = await (await client.get(PATH, headers=owner)).json()
    assert (len(offer["public_key"]), offer["public_key"][0]) == (87, "B")


async def test_a_browser_is_kept_once_under_its_owner(
    client: Client, owner: dict[str, str], notifier: Notifier
) -> None:
    form = {"endpoint": ENDPOINT, "keys": KEYS}
    for _ in range(2):
        assert (await client.post(PATH, json=form, headers=owner)).status == 204
    [(estate, person, _)] = notifier.browsers.kept.values()
    assert (estate, person) == ("sample", "o1")


async def test_a_browser_is_forgotten_by_its_owner(
    client: Client, owner: dict[str, str], notifier: Notifier
) -> None:
    await client.post(PATH, json={"endpoint": ENDPOINT, "keys": KEYS}, headers=owner)
    assert (await client.delete(PATH, json={"endpoint": ENDPOINT}, headers=owner)).status == 204
    assert not notifier.browsers.kept


async def test_nobody_forgets_another_s_browser(
    client: Client, owner: dict[str, str], notifier: Notifier, token: Callable[..., str]
) -> None:
    await client.post(PATH, json={"endpoint": ENDPOINT, "keys": KEYS}, headers=owner)
    other = {"Authorization": f"Bearer {token(Role.OWNER, 'o2')}"}
    await client.delete(PATH, json={"endpoint": ENDPOINT}, headers=other)
    assert notifier.browsers.kept


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://router:8080/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://push.apple.com.evil.example/x",
    ],
)
async def test_what_is_no_push_service_is_never_called(
    client: Client, owner: dict[str, str], notifier: Notifier, endpoint: str
) -> None:
    form = {"endpoint": endpoint, "keys": KEYS}
    answer = await client.post(PATH, json=form, headers=owner)
    problem = await answer.json(content_type="application/problem+json")
    assert problem["slug"] == "not-a-push-service"
    assert not notifier.browsers.kept


async def test_nobody_subscribes_unknown(client: Client) -> None:
    assert (await client.get(PATH)).status == 401
