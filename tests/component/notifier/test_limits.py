"""What passes a published limit waits, and takes the next outlet if that is too long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.channels.limits import Limited
from services.notifier.channels.templates import Approved, Templates
from services.notifier.domain.notification import State
from services.notifier.domain.patience import PUTS_OFF
from services.notifier.ports import Found, Later, Parcel
from shared.contracts.words import Outlet, Urgency
from tests.support.accounts import OwnCounts
from tests.support.notifying import Notifier
from tests.support.providers.base import Clock
from tests.support.told import NOON, assigned, resolved

SMS = Parcel(token="t", to="13900000001", text="x", about="r", because="request.noted.v1")
CODE = replace(SMS, because="login-code")


class Takes:
    """A provider that takes everything."""

    async def send(self, parcel: Parcel) -> str:
        """Take it."""
        return "id"

    async def find(self, parcel: Parcel) -> Found | None:
        """Know nothing."""
        return None


def limited(name: str, **templates: str) -> Limited:
    known = {because: Approved(id=template) for because, template in templates.items()}
    return Limited(name, Takes(), OwnCounts(), lambda: NOON, Templates(name, known))


async def times(provider: Limited, parcel: Parcel, most: int = 100) -> int:
    for number in range(most):
        try:
            await provider.send(parcel)
        except Later:
            return number
    return most


@pytest.mark.parametrize(
    ("name", "parcel", "most"),
    [("aliyun", SMS, 50), ("aliyun", CODE, 1), ("tencent", CODE, 1), ("wecom", SMS, 30)],
)
async def test_the_published_limit_holds(name: str, parcel: Parcel, most: int) -> None:
    assert await times(limited(name), parcel) == most


async def test_a_member_of_wecom_gets_a_thousand_an_hour_and_the_rest_waits() -> None:
    """WeCom drops what passes 30 a minute or 1,000 an hour to one member, in silence."""
    clock = Clock()
    provider = Limited("wecom", Takes(), OwnCounts(), clock)
    taken = 0
    for _ in range(40):
        taken += await times(provider, SMS)
        clock.move(minutes=1)
    assert taken == 1000
    with pytest.raises(Later) as later:
        await provider.send(SMS)
    assert later.value.until > clock()


async def test_a_limit_counts_the_template_and_not_the_event() -> None:
    provider = limited("aliyun", **{"*": "SMS_2"})
    await times(provider, SMS)
    assert await times(provider, replace(SMS, because="request.assigned.v1")) == 0


async def test_another_template_has_a_count_of_its_own() -> None:
    provider = limited("aliyun", **{"*": "SMS_2", "request.resolved.v1": "SMS_3"})
    await times(provider, SMS)
    assert await times(provider, replace(SMS, because="request.resolved.v1")) == 50


async def test_codes_and_notices_do_not_use_up_each_other() -> None:
    provider = limited("aliyun")
    await times(provider, SMS)
    assert await times(provider, CODE) == 1


async def test_the_name_of_a_count_shows_no_number() -> None:
    counts = OwnCounts()
    await Limited("aliyun", Takes(), counts, lambda: NOON).send(SMS)
    assert not any(SMS.to in name for name in counts.went)


def later(notifier: Notifier, seconds: int) -> Later:
    return Later("busy", notifier.now + timedelta(seconds=seconds))


async def test_a_row_waits_as_long_as_the_provider_asks(notifier: Notifier) -> None:
    notifier.providers[Outlet.WECHAT].refusals = [later(notifier, 45)]
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    assert (row.state, row.next_at) == (State.PENDING, notifier.now + timedelta(seconds=45))


async def test_a_row_that_waited_is_sent_without_asking(notifier: Notifier) -> None:
    notifier.providers[Outlet.WECHAT].refusals = [later(notifier, 45)]
    await notifier.hear(resolved())
    await notifier.sweep(timedelta(seconds=45))
    row = notifier.to("o1")[0]
    assert (row.state, notifier.providers[Outlet.WECHAT].asked[row.id]) == (State.ACCEPTED, 0)


async def test_a_wait_until_tomorrow_takes_the_next_outlet_at_once(notifier: Notifier) -> None:
    notifier.providers[Outlet.WECHAT].refusals = [later(notifier, 86_400)]
    await notifier.hear(resolved())
    await notifier.sweep()
    assert [row.state for row in notifier.to("o1")] == [State.FAILED, State.ACCEPTED]


async def test_an_urgent_message_waits_a_minute_at_most(notifier: Notifier) -> None:
    notifier.providers[Outlet.WECHAT].refusals = [later(notifier, 90)]
    await notifier.hear(assigned(urgency=Urgency.URGENT))
    await notifier.sweep()
    assert [row.state for row in notifier.to("o1")] == [State.FAILED, State.ACCEPTED]


async def test_a_provider_that_says_later_for_ever_is_given_up(notifier: Notifier) -> None:
    provider = notifier.providers[Outlet.WECHAT]
    await notifier.know()
    provider.refusals = [later(notifier, 60)]
    await notifier.hear(resolved())
    for _ in range(PUTS_OFF + 1):
        provider.refusals = [later(notifier, 120)]
        await notifier.sweep(timedelta(seconds=61))
    provider.refusals = []
    await notifier.sweep(timedelta(minutes=5))
    assert notifier.to("o1")[0].state is State.FAILED
