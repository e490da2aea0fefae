"""The notifier and a real protocol together: silence, a crash, a limit; still each is told once."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from services.notifier.channels.aliyun import Account as AliyunAccount
from services.notifier.channels.aliyun import AliyunSms
from services.notifier.channels.limits import Limited
from services.notifier.channels.templates import Approved, Templates
from services.notifier.channels.tencent import Account as TencentAccount
from services.notifier.channels.tencent import TencentSms
from services.notifier.channels.wire import Wire
from services.notifier.domain.notification import State
from services.notifier.ports import Provider
from shared.contracts.words import Outlet
from tests.component.notifier.providers.conftest import SOON
from tests.support.accounts import OwnCounts
from tests.support.notifying import Killed, Notifier
from tests.support.providers import aliyun, tencent
from tests.support.providers.base import Clock, Fault, Taken, serving
from tests.support.providers.base import Provider as Server
from tests.support.told import resolved

BEFORE_THE_RECORD = 2
TEMPLATES = Templates("sms", {"*": Approved(id="SMS_2", fields={"number": "number"})})


def _aliyun(url: str, wire: Wire) -> Provider:
    account = AliyunAccount(
        url=url, key_id=aliyun.KEY_ID, secret=aliyun.SECRET, sign_name="互动物业"
    )
    return AliyunSms(wire, account, TEMPLATES)


def _tencent(url: str, wire: Wire) -> Provider:
    account = TencentAccount(
        url=url,
        secret_id=tencent.SECRET_ID,
        secret_key=tencent.SECRET_KEY,
        app_id=tencent.APP_ID,
        sign_name="互动物业",
    )
    return TencentSms(wire, account, TEMPLATES)


MADE: dict[str, tuple[type[aliyun.Aliyun | tencent.Tencent], Callable[[str, Wire], Provider]]] = {
    "aliyun": (aliyun.Aliyun, _aliyun),
    "tencent": (tencent.Tencent, _tencent),
}


@pytest.fixture(params=sorted(MADE))
async def server(
    request: pytest.FixtureRequest, notifier: Notifier, clock: Clock, session: ClientSession
) -> AsyncIterator[Server]:
    """Yield a provider of SMS that the notifier sends by."""
    kind, adapter = MADE[request.param]
    async with AsyncExitStack() as stack:
        server = kind(clock)
        url = await stack.enter_async_context(serving(server, server.app()))
        wire = Wire(session, request.param, clock, SOON)
        limited = Limited(request.param, adapter(url, wire), OwnCounts(), clock)
        notifier.providers[Outlet.SMS] = limited  # type: ignore[assignment]
        yield server


def theirs(server: Server) -> list[Taken]:
    """Return what went to the owner."""
    return [one for one in server.taken if one.to.endswith("13900000001")]


async def sweep(notifier: Notifier, clock: Clock, seconds: float) -> None:
    clock.move(seconds=seconds)
    await notifier.sweep(timedelta(seconds=seconds))


async def test_a_result_goes_out(notifier: Notifier, server: Server) -> None:
    await notifier.hear(resolved(prefers=Outlet.SMS))
    assert [list(one.values.values()) for one in theirs(server)] == [["K7M2-Q4XA"]]


async def test_silence_after_it_was_taken_does_not_double_it(
    notifier: Notifier, server: Server, clock: Clock
) -> None:
    server.fail(Fault(silent=True, takes=True))
    await notifier.hear(resolved(prefers=Outlet.SMS))
    theirs(server)[0].report = "delivered"
    for seconds in (4, 60, 60):
        await sweep(notifier, clock, seconds)
    assert len(theirs(server)) == 1
    assert notifier.to("o1")[0].state is State.DELIVERED


async def test_silence_before_it_was_taken_does_not_lose_it(
    notifier: Notifier, server: Server, clock: Clock
) -> None:
    server.fail(Fault(silent=True))
    await notifier.hear(resolved(prefers=Outlet.SMS))
    for seconds in (4, 60, 60):
        await sweep(notifier, clock, seconds)
    assert len(theirs(server)) == 1


async def test_killed_between_send_and_record_it_is_not_sent_again(
    notifier: Notifier, server: Server, clock: Clock
) -> None:
    notifier.fuse.burns_at = BEFORE_THE_RECORD
    with pytest.raises(Killed):
        await notifier.hear(resolved(prefers=Outlet.SMS))
    notifier.fuse.burns_at = None
    assert len(theirs(server)) == 1
    theirs(server)[0].report = "delivered"
    for seconds in (11, 60, 60):
        await sweep(notifier, clock, seconds)
    assert len(theirs(server)) == 1
    assert notifier.to("o1")[0].state is State.DELIVERED


async def test_a_broken_server_is_followed_by_the_next_outlet(
    notifier: Notifier, server: Server, clock: Clock
) -> None:
    server.fail(Fault(status=503), times=50)
    await notifier.hear(resolved(prefers=Outlet.SMS))
    for seconds in (4, 11, 31, 121, 1):
        await sweep(notifier, clock, seconds)
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.SMS, Outlet.WECHAT]
