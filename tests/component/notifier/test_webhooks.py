"""Other systems are told what happens: signed, again until it arrives, and of nobody by default."""

import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from deploy.local.keys import Keys
from services.notifier.api.webhooks import HOOKS
from services.notifier.app import doors
from services.notifier.consumers import TOLD
from services.notifier.domain.webhooks import (
    AGAIN,
    PATIENCE,
)
from services.notifier.settings import Settings
from shared.contracts.requests import Reporter
from shared.contracts.words import Role
from shared.web.audit import AUDIT
from tests.support.hooks import Hooks
from tests.support.issuer import Issuer
from tests.support.notes import Notes
from tests.support.told import assigned, resolved

URL = "https://partner.example/hook"
PATH = "/api/v1/webhooks"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def hooks() -> Hooks:
    return Hooks()


@pytest.fixture
async def client(
    hooks: Hooks, keys: Keys, tmp_path: Path, aiohttp_client: Callable[..., Awaitable[Client]]
) -> Client:
    secret = tmp_path / "secret"
    secret.write_bytes(b"a secret of tests only")
    settings = Settings.model_validate(
        {
            "amqp_url": "amqp://nowhere",
            "mongo_url": "mongodb://nowhere",
            "sandbox_url": "http://nowhere",
            "jwt_public_keys_file": keys.jwt_public_keys_file,
            "receipt_secret_file": secret,
        }
    )
    app = doors(settings, clock=lambda: hooks.now)
    app[HOOKS], app[AUDIT] = hooks.work, Notes()
    return await aiohttp_client(app)


@pytest.fixture
def admin(token: Any) -> dict[str, str]:
    return Issuer(token).bearer("admin", Role.ADMIN)


async def made(client: Client, admin: dict[str, str], **form: Any) -> dict[str, Any]:
    wanted = {"url": URL, "events": ["request.assigned.v1"], **form}
    answer = await client.post(PATH, json=wanted, headers=admin)
    assert answer.status == 201, await answer.text()
    told: dict[str, Any] = await answer.json()
    return told


async def test_an_event_is_posted_signed_as_standard_webhooks_says(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    secret = (await made(client, admin))["secret"]
    await hooks.hear(assigned())
    await hooks.turn()
    url, body, headers = hooks.posted[0]
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    assert (url, headers["webhook-id"], headers["webhook-signature"]) == (
        URL,
        "event-1",
        f"v1,{right}",
    )


async def test_of_people_nothing_is_said_without_leave(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    await made(client, admin)
    await hooks.hear(assigned())
    await hooks.turn()
    told = json.loads(hooks.posted[0][1])
    assert told["data"]["request"]["number"] == "K7M2-Q4XA"
    assert told["data"]["request"]["place"] == {"building": "3"}
    text = hooks.posted[0][1].decode()
    assert not [one for one in ("周静怡", "厨房", "王建国", "o1", "1201") if one in text]


async def test_with_leave_everything_is_said(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    await made(client, admin, personal=True)
    await hooks.hear(assigned(reporter=Reporter(name="周静怡", phone="13900000001")))
    await hooks.turn()
    reporter = json.loads(hooks.posted[0][1])["data"]["request"]["reporter"]
    assert (reporter["name"], reporter["phone"]) == ("周静怡", "13900000001")


async def test_only_the_wanted_events_are_told_and_each_once(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    await made(client, admin)
    await hooks.hear(resolved(), "event-1")
    await hooks.hear(assigned(), "event-2")
    await hooks.hear(assigned(), "event-2")
    await hooks.turn()
    assert [headers["webhook-id"] for _, _, headers in hooks.posted] == ["event-2"]


async def test_another_estates_hook_hears_nothing(client: Client, hooks: Hooks, token: Any) -> None:
    other = Issuer(token).bearer("admin", Role.ADMIN, estate="elsewhere")
    await made(client, other, events=["*"])
    await hooks.hear(assigned())
    assert hooks.kept.kept == {}


@pytest.mark.parametrize("answer", [None, 500, 302, 404])
async def test_what_did_not_arrive_is_tried_again_ever_later(
    client: Client, hooks: Hooks, admin: dict[str, str], answer: int | None
) -> None:
    await made(client, admin)
    await hooks.hear(assigned())
    hooks.answers = [answer, answer]
    await hooks.turn()
    await hooks.turn(seconds=9)
    assert len(hooks.posted) == 1
    await hooks.turn(seconds=2)
    await hooks.turn(seconds=61)
    assert [one.state for one in hooks.kept.kept.values()] == ["arrived"]
    assert len({headers["webhook-id"] for _, _, headers in hooks.posted}) == 1


async def test_a_crash_in_the_midst_of_an_attempt_is_made_good(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    await made(client, admin)
    await hooks.hear(assigned())
    one = next(iter(hooks.kept.kept.values()))
    one.begin(hooks.now)
    await hooks.turn(seconds=59)
    assert hooks.posted == []
    await hooks.turn(seconds=2)
    assert len(hooks.posted) == 1


async def test_in_the_end_it_is_given_up(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    await made(client, admin)
    await hooks.hear(assigned())
    hooks.answers = [500] * 20
    for pause in (timedelta(), *AGAIN):
        await hooks.turn(seconds=pause.total_seconds() + 1)
    assert [one.state for one in hooks.kept.kept.values()] == ["failed"]
    assert len(hooks.posted) == len(AGAIN) + 1


async def test_a_hook_that_fails_for_days_is_ended_and_may_be_resumed(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    hook = await made(client, admin)
    hooks.answers = [500] * 9
    await hooks.hear(assigned(), "event-1")
    await hooks.turn()
    await hooks.turn(seconds=PATIENCE.total_seconds())
    ended = (await (await client.get(PATH, headers=admin)).json())["items"][0]
    assert (ended["active"], ended["ended_because"]) == (False, "failing")
    resumed = await client.post(f"{PATH}/{hook['hook_id']}/resume", json={}, headers=admin)
    assert (await resumed.json())["active"]


async def test_one_that_says_gone_is_ended_at_once(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    await made(client, admin)
    await hooks.hear(assigned())
    hooks.answers = [410]
    await hooks.turn()
    await hooks.turn(hours=1)
    assert len(hooks.posted) == 1
    assert [one.ended_because for one in hooks.hooks_kept.kept.values()] == ["gone"]


async def test_what_arrived_can_be_sent_again_under_its_id(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    hook = await made(client, admin)
    await hooks.hear(assigned())
    await hooks.turn(seconds=1)
    path = f"{PATH}/{hook['hook_id']}"
    listed = await (await client.get(f"{path}/deliveries", headers=admin)).json()
    assert [one["state"] for one in listed["items"]] == ["arrived"]
    form = {"deliveries": [listed["items"][0]["delivery_id"]]}
    again = await client.post(f"{path}/replay", json=form, headers=admin)
    assert (await again.json())["count"] == 1
    await hooks.turn(seconds=1)
    assert [headers["webhook-id"] for _, _, headers in hooks.posted] == ["event-1", "event-1"]


async def test_an_address_inside_is_refused(client: Client, admin: dict[str, str]) -> None:
    form = {"url": "https://10.0.0.8/hook", "events": ["*"]}
    answer = await client.post(PATH, json=form, headers=admin)
    assert (answer.status, (await answer.json())["slug"]) == (422, "unsafe-webhook")


async def test_an_unknown_event_is_refused(client: Client, admin: dict[str, str]) -> None:
    form = {"url": URL, "events": ["owner.changed.v1"]}
    assert (await client.post(PATH, json=form, headers=admin)).status == 422
    assert "request.assigned.v1" in TOLD


async def test_only_an_admin_has_to_do_with_it(client: Client, token: Any) -> None:
    manager = Issuer(token).bearer("m1", Role.MANAGER)
    assert (await client.get(PATH, headers=manager)).status == 403


async def test_a_trial_is_signed_and_delivered_as_an_event_is(
    client: Client, hooks: Hooks, admin: dict[str, str]
) -> None:
    hook = await made(client, admin)
    answer = await client.post(f"{PATH}/{hook['hook_id']}/test", headers=admin)
    assert (answer.status, (await answer.json())["state"]) == (201, "waiting")
    await hooks.turn()
    _, body, headers = hooks.posted[0]
    assert json.loads(body)["type"] == "webhook.test"
    assert headers["webhook-signature"].startswith("v1,")


async def test_a_webhook_that_has_ended_is_not_tried(client: Client, admin: dict[str, str]) -> None:
    path = f"{PATH}/{(await made(client, admin))['hook_id']}"
    await client.delete(path, headers=admin)
    answer = await client.post(f"{path}/test", headers=admin)
    assert (answer.status, (await answer.json())["slug"]) == (409, "webhook-ended")
