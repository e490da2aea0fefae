"""Two whole notifiers on a real broker and database, sending by servers of real protocols."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.environment import Place
from services.notifier.app import build
from services.notifier.settings import Settings
from shared.bus.listener import listening
from shared.bus.publisher import Publisher, open_publisher
from shared.contracts.envelope import Cause, Envelope, wrap
from shared.contracts.event import Event
from shared.contracts.notifications import DeliveryReported
from shared.contracts.words import Outlet
from shared.kernel.clock import utc_now
from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from tests.support.eventually import eventually
from tests.support.providers import aliyun, wechat
from tests.support.providers.base import Clock, serving
from tests.support.told import ESTATE, OWNER, resolved

SECRET = "callback-secret"
FIELDS = {"number": "number"}
TEMPLATES = {
    "aliyun": {"*": {"id": "SMS_2", "fields": FIELDS}},
    "wechat": {"*": {"id": "resolved", "fields": {"character_string1": "number"}}},
}


class Now(Clock):
    """The time of day, which real services go by."""

    def __call__(self) -> datetime:
        """Tell it."""
        return utc_now()


@dataclass
class Estate:
    """Two notifiers, their providers, what they say, and a way to tell them something."""

    sms: aliyun.Aliyun
    chat: wechat.WeChat
    client: TestClient  # type: ignore[type-arg]
    publish: Publisher
    heard: list[Envelope] = field(default_factory=list)

    async def tell(self, event: Event) -> None:
        """Publish until somebody listens."""
        cause = Cause(id=new_id(), estate=ESTATE, at=utc_now(), correlation=new_id())
        envelope = wrap(event, cause=cause, source="router", subject="r1")

        async def taken() -> bool:
            with suppress(Unavailable):
                await self.publish(envelope.type, envelope.id, envelope.to_json())
                return True
            return False

        await eventually(taken)

    def told(self) -> list[Envelope]:
        """Return the deliveries that were told."""
        return [one for one in self.heard if one.type == "notification.delivered.v1"]


def settings_of(place: Place, sms: str, chat: str, folder: Path) -> Settings:
    for name, text in {
        "aliyun": aliyun.SECRET,
        "wechat": wechat.SECRET,
        "callback": SECRET,
        "templates": json.dumps(TEMPLATES),
    }.items():
        (folder / name).write_text(text)
    return Settings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        namespace=place.namespace,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
        receipt_secret_file=place.keys.receipt_secret_file,
        sandbox_url="http://127.0.0.1:1",
        estate=ESTATE,
        retry_ladder=(0.3, 3.0),
        sms_provider="aliyun",
        aliyun_url=sms,
        aliyun_key_id=aliyun.KEY_ID,
        aliyun_secret_file=folder / "aliyun",
        aliyun_sign_name="互动物业",
        wechat_provider="official",
        wechat_url=chat,
        wechat_app_id=wechat.APP_ID,
        wechat_secret_file=folder / "wechat",
        templates_file=folder / "templates",
        callback_secret_file=folder / "callback",
    )


@pytest.fixture
async def estate(place: Place, tmp_path: Path) -> AsyncIterator[Estate]:
    async with AsyncExitStack() as stack:
        sms = aliyun.Aliyun(Now())
        chat = wechat.WeChat(Now(), followers={OWNER.wechat_openid or ""})
        sms_url = await stack.enter_async_context(serving(sms, sms.app()))
        chat_url = await stack.enter_async_context(serving(chat, chat.app()))
        settings = settings_of(place, sms_url, chat_url, tmp_path)
        client, _ = [
            await stack.enter_async_context(TestClient(TestServer(build(settings))))
            for _ in range(2)
        ]
        publish = await stack.enter_async_context(open_publisher(settings, "probe"))
        estate = Estate(sms, chat, client, publish)

        async def hear(envelope: Envelope) -> None:
            estate.heard.append(envelope)

        await stack.enter_async_context(listening(settings, "probe", hear))
        await estate.tell(OWNER)
        yield estate


async def test_a_result_by_sms_counts_as_told_when_alibaba_cloud_says_so(estate: Estate) -> None:
    await estate.tell(resolved(prefers=Outlet.SMS, first_responder=None))

    async def sent() -> bool:
        return bool(estate.sms.taken)

    await eventually(sent)
    [taken] = estate.sms.taken
    assert (taken.to, taken.values) == (OWNER.phone, {"number": "K7M2-Q4XA"})
    assert not estate.told()
    receipt = {"out_id": taken.token, "success": True, "report_time": "2026-11-23 12:00:00"}
    answer = await estate.client.post(f"/api/v1/receipts/aliyun/{SECRET}", json=[receipt])
    assert answer.status == 200

    async def told() -> bool:
        return bool(estate.told())

    await eventually(told)
    assert len(estate.sms.taken) == 1


async def test_two_notifiers_share_one_token_and_a_job_s_end_counts(estate: Estate) -> None:
    for _ in range(4):
        await estate.tell(resolved(first_responder=None))

    async def sent() -> bool:
        return len(estate.chat.taken) == 4

    await eventually(sent)
    assert estate.chat.issued == 1
    report = DeliveryReported(
        outlet=Outlet.WECHAT, provider_id="200163837", delivered=True, reported_at=utc_now()
    )
    await estate.tell(report)

    async def told() -> bool:
        return bool(estate.told())

    await eventually(told, within=120)
