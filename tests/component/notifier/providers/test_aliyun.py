"""Alibaba Cloud's SMS: our adapter against a server that speaks its protocol."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from services.notifier.channels.aliyun import Account, AliyunSms
from services.notifier.channels.aliyun_signature import Call, signed
from services.notifier.channels.templates import Approved, Templates
from services.notifier.channels.wire import Wire
from services.notifier.ports import Later, Parcel, Rejected
from tests.support.providers.aliyun import KEY_ID, SECRET, Aliyun
from tests.support.providers.base import Clock, Fault, serving
from tests.support.providers.suite import TOKEN, CanBeAsked

TEMPLATES = {
    "login-code": Approved(id="SMS_1", fields={"code": "code"}),
    "*": Approved(id="SMS_2", fields={"no": "number", "what": "text"}, longest=12),
}


@dataclass
class Bench:
    """The adapter and its server."""

    server: Aliyun
    provider: AliyunSms

    def parcel(self, token: str = TOKEN) -> Parcel:
        return Parcel(
            token=token,
            to="13900000001",
            text="您反映的问题已处理完毕,感谢您的耐心。",
            about="r1",
            because="request.resolved.v1",
            fields={"number": "K7M2-Q4XA"},
            since=self.server.clock(),
        )


@pytest.fixture
async def bench(wire: Wire, clock: Clock) -> AsyncIterator[Bench]:
    server = Aliyun(clock)
    async with serving(server, server.app()) as url:
        account = Account(url=url, key_id=KEY_ID, secret=SECRET, sign_name="互动物业")
        yield Bench(server, AliyunSms(wire, account, Templates("aliyun", TEMPLATES)))


class TestAliyun(CanBeAsked):
    """What every provider does."""

    refused = Fault(code="isv.MOBILE_NUMBER_ILLEGAL")
    limited = Fault(code="isv.BUSINESS_LIMIT_CONTROL", message="触发分钟级流控Permits:1")
    broken_account = Fault(code="isv.AMOUNT_NOT_ENOUGH")
    strange = Fault(code="isv.NEVER_HEARD_OF")


def test_the_signature_is_the_one_in_the_provider_s_document() -> None:
    """The fixed example of «V3版本请求体&签名机制», Alibaba Cloud SDK documentation."""
    call = Call(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query={
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        },
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert signed(call, "YourAccessKeyId", "YourAccessKeySecret")["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


async def test_a_wrong_secret_is_refused_by_the_server_s_own_reckoning(
    wire: Wire, clock: Clock
) -> None:
    server = Aliyun(clock)
    async with serving(server, server.app()) as url:
        account = Account(url=url, key_id=KEY_ID, secret="another", sign_name="互动物业")
        provider = AliyunSms(wire, account, Templates("aliyun", TEMPLATES))
        with pytest.raises(Rejected, match="SignatureDoesNotMatch"):
            await provider.send(Bench(server, provider).parcel())


async def test_token_template_and_its_variables_arrive_in_full(bench: Bench) -> None:
    await bench.provider.send(bench.parcel())
    taken = bench.server.taken[0]
    assert (taken.token, taken.name) == (TOKEN, "SMS_2")
    assert taken.values == {"no": "K7M2-Q4XA", "what": "您反映的问题已处理完毕…"}


async def test_marks_that_urls_spell_otherwise_are_signed_as_they_travel(bench: Bench) -> None:
    await bench.provider.send(replace(bench.parcel(), fields={"number": "a/b c+d*e~f=%&"}))
    assert bench.server.taken[0].values["no"] == "a/b c+d*e~f="[:11] + "…"


async def test_a_code_goes_by_its_own_template(bench: Bench) -> None:
    code = replace(bench.parcel(), because="login-code", fields={"code": "407213"})
    await bench.provider.send(code)
    assert (bench.server.taken[0].name, bench.server.taken[0].values) == (
        "SMS_1",
        {"code": "407213"},
    )


@pytest.mark.parametrize(
    ("message", "wait"),
    [
        ("触发分钟级流控Permits:1", timedelta(minutes=1)),
        ("触发小时级流控Permits:5", timedelta(hours=1)),
        ("触发天级流控Permits:10", timedelta(days=1)),
    ],
)
async def test_the_words_of_a_limit_say_how_long_to_wait(
    bench: Bench, message: str, wait: timedelta
) -> None:
    bench.server.fail(Fault(code="isv.BUSINESS_LIMIT_CONTROL", message=message))
    with pytest.raises(Later) as later:
        await bench.provider.send(bench.parcel())
    assert later.value.until == bench.server.clock() + wait


async def test_what_is_under_way_is_found_as_taken(bench: Bench) -> None:
    await bench.provider.send(bench.parcel())
    found = await bench.provider.find(bench.parcel())
    assert found is not None
    assert (found.failed, found.delivered_at) == (False, None)


async def test_a_message_of_yesterday_evening_is_found_after_midnight(bench: Bench) -> None:
    bench.server.clock.move(hours=11.9)
    parcel = bench.parcel()
    await bench.provider.send(parcel)
    bench.server.clock.move(hours=1)
    assert await bench.provider.find(parcel) is not None


async def test_a_message_behind_fifty_later_ones_is_found(bench: Bench) -> None:
    await bench.provider.send(bench.parcel())
    for number in range(60):
        await bench.provider.send(bench.parcel(f"later-{number}"))
    assert await bench.provider.find(bench.parcel()) is not None


async def test_the_provider_s_silence_right_after_an_attempt_proves_nothing(bench: Bench) -> None:
    tried = replace(bench.parcel(), tried_at=bench.server.clock())
    with pytest.raises(Later):
        await bench.provider.find(tried)
    bench.server.clock.move(seconds=16)
    assert await bench.provider.find(tried) is None
