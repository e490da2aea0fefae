"""The receipts of SMS providers, as they push them to our doors."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
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


@pytest.mark.parametrize(
    ("path", "receipt", "thanks"),
    [
        (ALIYUN, aliyun, {"code": 0, "msg": "接收成功"}),
        (TENCENT, tencent, {"result": 0, "errmsg": "OK"}),
    ],
    ids=["aliyun", "tencent"],
)
class TestReceipts:
    """What every SMS provider's receipts do."""

    async def test_a_receipt_is_noted_and_thanked_for_in_the_provider_s_words(
        self,
        client: Client,
        notifier: Notifier,
        row: Notification,
        path: str,
        receipt: Any,
        thanks: Any,
    ) -> None:
        answer = await client.post(path, json=[receipt(row)])
        assert (answer.status, await answer.json()) == (200, thanks)
        assert (now(notifier).state, now(notifier).delivered_at) == (State.DELIVERED, NOON)

    async def test_a_receipt_twice_is_told_once(
        self,
        client: Client,
        notifier: Notifier,
        row: Notification,
        path: str,
        receipt: Any,
        thanks: Any,
    ) -> None:
        await client.post(path, json=[receipt(row), receipt(row)])
        await client.post(path, json=[receipt(row)])
        assert len(notifier.rows.told_of(NotificationDelivered)) == 1

    async def test_a_forged_one_finds_no_door(
        self,
        client: Client,
        notifier: Notifier,
        row: Notification,
        path: str,
        receipt: Any,
        thanks: Any,
    ) -> None:
        answer = await client.post(path.replace(SECRET, "guess"), json=[receipt(row)])
        assert (answer.status, now(notifier).state) == (404, State.ACCEPTED)

    @pytest.mark.parametrize("body", [b"", b"{", b"{}", b'[{"success": "perhaps"}]'])
    async def test_a_broken_body_is_refused(
        self,
        client: Client,
        notifier: Notifier,
        row: Notification,
        path: str,
        receipt: Any,
        thanks: Any,
        body: bytes,
    ) -> None:
        assert (await client.post(path, data=body)).status == 422
        assert now(notifier).state is State.ACCEPTED

    async def test_the_secret_is_in_no_log(
        self,
        client: Client,
        notifier: Notifier,
        row: Notification,
        path: str,
        receipt: Any,
        thanks: Any,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        await client.post(path, json=[receipt(row)])
        assert SECRET not in capsys.readouterr().out


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
