"""The receipts of SMS providers, as they push them to our doors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from deploy.local.keys import Keys
from services.notifier import api
from services.notifier.app import doors
from services.notifier.domain.notification import Notification, State
from services.notifier.handlers.arriving import hear_report
from services.notifier.settings import Settings
from shared.contracts.notifications import DeliveryReported, NotificationDelivered
from shared.contracts.words import Outlet
from shared.kernel.errors import Unavailable
from tests.support.logbook import hear
from tests.support.notifying import Notifier
from tests.support.told import NOON, resolved

Client = TestClient[web.Request, web.Application]
SECRET = "a-long-secret-in-the-path"
ALIYUN = f"/api/v1/receipts/aliyun/{SECRET}"
TENCENT = f"/api/v1/receipts/tencent/{SECRET}"


@pytest.fixture
async def client(
    notifier: Notifier,
    keys: Keys,
    tmp_path: Path,
    aiohttp_client: Callable[..., Awaitable[Client]],
) -> Client:
    """Open the notifier's doors with a secret for callbacks."""
    (tmp_path / "callback").write_text(SECRET)
    settings = Settings.model_validate(
        {
            "amqp_url": "amqp://nowhere",
            "mongo_url": "mongodb://nowhere",
            "jwt_public_keys_file": keys.jwt_public_keys_file,
            "sandbox_url": "http://nowhere",
            "receipt_secret_file": keys.receipt_secret_file,
            "callback_secret_file": tmp_path / "callback",
        }
    )
    app = doors(settings, clock=notifier.clock)
    app[api.WORK] = notifier.work
    return await aiohttp_client(app)


@pytest.fixture
async def row(notifier: Notifier) -> Notification:
    """Return a result that has gone by SMS and awaits its receipt."""
    await notifier.hear(resolved(prefers=Outlet.SMS))
    return notifier.to("o1")[0]


def aliyun(row: Notification, **changes: object) -> dict[str, object]:
    return {
        "phone_number": row.to,
        "send_time": "2026-11-23 12:00:00",
        "report_time": "2026-11-23 12:00:00",
        "success": True,
        "err_code": "DELIVERED",
        "err_msg": "用户接收成功",
        "sms_size": "1",
        "biz_id": row.provider_id,
        "out_id": row.id,
        **changes,
    }


def tencent(row: Notification, **changes: object) -> dict[str, object]:
    return {
        "user_receive_time": "2026-11-23 12:00:00",
        "nationcode": "86",
        "mobile": row.to,
        "report_status": "SUCCESS",
        "errmsg": "DELIVRD",
        "description": "用户短信送达成功",
        "sid": row.provider_id,
        **changes,
    }


def now(notifier: Notifier) -> Notification:
    return notifier.to("o1")[0]


@dataclass(frozen=True, slots=True)
class Door:
    """Where a provider brings its receipts, in which words, and how it is thanked."""

    client: Client
    path: str
    receipt: Callable[[Notification], dict[str, object]]
    thanks: dict[str, object]

    async def told(self, *rows: Notification) -> ClientResponse:
        return await self.client.post(self.path, json=[self.receipt(row) for row in rows])


@pytest.fixture(params=["aliyun", "tencent"])
def door(client: Client, request: pytest.FixtureRequest) -> Door:
    return {
        "aliyun": Door(client, ALIYUN, aliyun, {"code": 0, "msg": "接收成功"}),
        "tencent": Door(client, TENCENT, tencent, {"result": 0, "errmsg": "OK"}),
    }[request.param]


class TestReceipts:
    """What every SMS provider's receipts do."""

    async def test_a_receipt_is_noted_and_thanked_for_in_the_provider_s_words(
        self, door: Door, notifier: Notifier, row: Notification
    ) -> None:
        answer = await door.told(row)
        assert (answer.status, await answer.json()) == (200, door.thanks)
        assert (now(notifier).state, now(notifier).delivered_at) == (State.DELIVERED, NOON)

    async def test_a_receipt_twice_is_told_once(
        self, door: Door, notifier: Notifier, row: Notification
    ) -> None:
        await door.told(row, row)
        await door.told(row)
        assert len(notifier.rows.told_of(NotificationDelivered)) == 1

    async def test_a_forged_one_finds_no_door(
        self, door: Door, notifier: Notifier, row: Notification
    ) -> None:
        forged = replace(door, path=door.path.replace(SECRET, "guess"))
        assert ((await forged.told(row)).status, now(notifier).state) == (404, State.ACCEPTED)

    @pytest.mark.parametrize("body", [b"", b"{", b"{}", b'[{"success": "perhaps"}]'])
    async def test_a_broken_body_is_refused(
        self, door: Door, notifier: Notifier, row: Notification, body: bytes
    ) -> None:
        assert (await door.client.post(door.path, data=body)).status == 422
        assert now(notifier).state is State.ACCEPTED

    async def test_the_secret_is_in_no_log(self, door: Door, row: Notification) -> None:
        logged = hear()
        await door.told(row)
        assert "notification.delivered" in {line["event"] for line in logged}
        assert SECRET not in str(logged)


async def test_a_failure_takes_the_next_outlet(
    client: Client, notifier: Notifier, row: Notification
) -> None:
    await client.post(ALIYUN, json=[aliyun(row, success=False, err_code="UNDELIV")])
    await notifier.sweep()
    assert [one.outlet for one in notifier.to("o1")] == [Outlet.SMS, Outlet.WECHAT]


async def test_an_unknown_token_harms_no_other_receipt(
    client: Client, notifier: Notifier, row: Notification
) -> None:
    both = [aliyun(row, out_id="somebody-else-s"), aliyun(row)]
    assert (await client.post(ALIYUN, json=both)).status == 200
    assert now(notifier).state is State.DELIVERED


async def test_a_receipt_before_the_record_of_its_send_is_asked_for_again(
    client: Client, notifier: Notifier, row: Notification
) -> None:
    answer = await client.post(TENCENT, json=[tencent(row, sid="5000:9"), tencent(row)])
    assert (answer.status, now(notifier).state) == (503, State.DELIVERED)


async def test_a_time_that_nobody_can_read_is_now(
    client: Client, notifier: Notifier, row: Notification
) -> None:
    await client.post(ALIYUN, json=[aliyun(row, report_time="yesterday")])
    assert now(notifier).delivered_at == NOON


async def test_a_platform_s_word_reaches_the_row_by_the_platform_s_name(
    notifier: Notifier,
) -> None:
    await notifier.hear(resolved())
    row = now(notifier)
    told = DeliveryReported(
        outlet=Outlet.WECHAT,
        provider_id=row.provider_id or "",
        delivered=True,
        reported_at=NOON,
    )
    await hear_report(told, notifier.work(notifier.cause()))
    assert now(notifier).state is State.DELIVERED


async def test_a_word_on_what_is_not_recorded_yet_comes_again(notifier: Notifier) -> None:
    told = DeliveryReported(outlet=Outlet.WECHAT, provider_id="9", delivered=True, reported_at=NOON)
    with pytest.raises(Unavailable):
        await hear_report(told, notifier.work(notifier.cause()))
