"""Tencent Cloud's SMS: our adapter against a server that speaks its protocol."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from services.notifier.channels.templates import Approved, Templates
from services.notifier.channels.tencent import Account, TencentSms
from services.notifier.channels.tencent_signature import Call, authorization
from services.notifier.channels.wire import Wire
from services.notifier.ports import Later, Parcel, Rejected
from tests.support.providers.base import Clock, Fault, serving
from tests.support.providers.suite import TOKEN, CanBeAsked
from tests.support.providers.tencent import APP_ID, SECRET_ID, SECRET_KEY, Tencent

TEMPLATES = {"*": Approved(id="1110", fields={"1": "number", "2": "text"}, longest=12)}


@dataclass
class Bench:
    """The adapter and its server."""

    server: Tencent
    provider: TencentSms

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


def account(url: str, secret_key: str = SECRET_KEY) -> Account:
    return Account(
        url=url, secret_id=SECRET_ID, secret_key=secret_key, app_id=APP_ID, sign_name="互动物业"
    )


@pytest.fixture
async def bench(wire: Wire, clock: Clock) -> AsyncIterator[Bench]:
    server = Tencent(clock)
    async with serving(server, server.app()) as url:
        yield Bench(server, TencentSms(wire, account(url), Templates("tencent", TEMPLATES)))


class TestTencent(CanBeAsked):
    """What every provider does."""

    refused = Fault(code="InvalidParameterValue.IncorrectPhoneNumber")
    limited = Fault(code="LimitExceeded.PhoneNumberThirtySecondLimit")
    broken_account = Fault(code="FailedOperation.InsufficientBalanceInSmsPackage")
    strange = Fault(code="NeverHeardOf")


@pytest.mark.parametrize(
    ("secret_key", "signature"),
    [
        (
            "Gu5t9xGARNpq86cd98joQYCN3*******",
            "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
        ),
        (
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
            "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168",
        ),
    ],
    ids=["as the document masks the key", "as the document once spelt it"],
)
def test_the_signature_is_the_one_in_the_provider_s_document(
    secret_key: str, signature: str
) -> None:
    """The example of «签名方法 v3», Tencent Cloud API documentation: DescribeInstances, 1551113065.

    The document states the digest 5ffe6a04…7d031 of the canonical request, which both share.
    """
    body = (
        rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    )
    headers = {"Content-Type": "application/json; charset=utf-8", "Host": "cvm.tencentcloudapi.com"}
    call = Call(service="cvm", headers=headers, body=body, at=1551113065)
    assert authorization(call, "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", secret_key) == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request"
        f", SignedHeaders=content-type;host, Signature={signature}"
    )


async def test_a_wrong_secret_is_refused_by_the_server_s_own_reckoning(
    wire: Wire, clock: Clock
) -> None:
    server = Tencent(clock)
    async with serving(server, server.app()) as url:
        provider = TencentSms(wire, account(url, "another"), Templates("tencent", TEMPLATES))
        with pytest.raises(Rejected, match="AuthFailure"):
            await provider.send(Bench(server, provider).parcel())


async def test_token_number_and_variables_arrive_in_the_template_s_order(bench: Bench) -> None:
    await bench.provider.send(bench.parcel())
    taken = bench.server.taken[0]
    assert (taken.token, taken.to, taken.name) == (TOKEN, "+8613900000001", "1110")
    assert taken.values == {"1": "K7M2-Q4XA", "2": "您反映的问题已处理完毕…"}


@pytest.mark.parametrize("code", ["RequestLimitExceeded", "LimitExceeded.DeliveryFrequencyLimit"])
async def test_a_limit_on_the_call_or_on_the_number_waits_a_minute(bench: Bench, code: str) -> None:
    bench.server.fail(Fault(code=code))
    with pytest.raises(Later):
        await bench.provider.send(bench.parcel())


async def test_no_report_within_a_minute_proves_nothing(bench: Bench) -> None:
    tried = replace(bench.parcel(), tried_at=bench.server.clock())
    with pytest.raises(Later):
        await bench.provider.find(tried)
    bench.server.clock.move(seconds=60)
    assert await bench.provider.find(tried) is None
