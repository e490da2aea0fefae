"""A wish of a moment ago holds for whatever has not gone: what waits, what follows a failure."""

from datetime import timedelta
from typing import Final

import pytest

from services.notifier.domain.notification import State
from services.notifier.ports import Later
from shared.contracts import requests
from shared.contracts.words import Outlet, Role
from tests.component.notifier.conftest import Client
from tests.component.notifier.test_wishes import PREFERENCES, WINDOW, minted
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import NOON, OWNER, assigned, facts, resolved

SILENCE: Final = timedelta(minutes=6)
QUIET: Final = {"quiet_from": "11:00", "quiet_to": "13:00"}
SOON_QUIET: Final = {"quiet_from": "12:03", "quiet_to": "13:00"}
ACCEPTED: Final = requests.RequestAccepted(request=facts(), by="w01")
ARRIVED: Final = requests.RequestArrived(request=facts(), by="w01")


class Reader:
    """The owner, at the door of their preferences."""

    def __init__(self, client: Client, headers: dict[str, str]) -> None:
        self._client = client
        self._headers = headers

    async def wishes(self, **wishes: object) -> None:
        form = {"outlets": [], **wishes}
        answer = await self._client.put(PREFERENCES, json=form, headers=self._headers)
        assert answer.status == 200, await answer.text()


@pytest.fixture
def reader(client: Client, issuer: Issuer) -> Reader:
    return Reader(client, issuer.bearer("o1", Role.OWNER))


def last_text(notifier: Notifier, outlet: Outlet) -> str:
    return notifier.providers[outlet].parcels[-1].text


async def test_what_waits_is_told_in_the_language_wanted_when_it_goes(
    notifier: Notifier, reader: Reader
) -> None:
    await reader.wishes(**QUIET)
    await notifier.hear(resolved())
    await reader.wishes(**QUIET, language="en")
    await notifier.sweep(timedelta(hours=2))
    assert last_text(notifier, Outlet.WECHAT).startswith("Your request K7M2-Q4XA has been dealt")


async def test_and_back_again(notifier: Notifier, reader: Reader) -> None:
    await reader.wishes(**QUIET, language="en")
    await notifier.hear(resolved())
    await reader.wishes(**QUIET, language="zh")
    await notifier.sweep(timedelta(hours=2))
    assert last_text(notifier, Outlet.WECHAT).startswith("您反映的问题(编号 K7M2-Q4XA)已处理完毕")


@pytest.mark.parametrize("turned_after", [0, 1, 2])
async def test_steps_that_are_gathered_are_told_in_one_language(
    notifier: Notifier, reader: Reader, turned_after: int
) -> None:
    notifier.window = WINDOW
    for number, event in enumerate((ACCEPTED, ARRIVED)):
        if number == turned_after:
            await reader.wishes(language="en")
        await notifier.hear(event, minted(NOON, number))
    if turned_after == 2:
        await reader.wishes(language="en")
    await notifier.sweep(WINDOW)
    assert last_text(notifier, Outlet.WECHAT) == (
        "2 updates: 1. Your request K7M2-Q4XA has been taken on by 王建国."
        " 2. Your request K7M2-Q4XA: 王建国 has arrived."
    )


async def test_the_next_outlet_tells_it_in_the_language_wanted_now(
    notifier: Notifier, reader: Reader
) -> None:
    await notifier.hear(resolved())
    await reader.wishes(language="en")
    await notifier.sweep(SILENCE)
    assert last_text(notifier, Outlet.SMS).startswith("Your request")


async def test_the_next_outlet_keeps_quiet_as_the_first_did(
    notifier: Notifier, reader: Reader
) -> None:
    await reader.wishes(**SOON_QUIET)
    await notifier.hear(resolved())
    await notifier.sweep(SILENCE)
    follower = notifier.to("o1")[1]
    assert (follower.state, follower.next_at) == (State.PENDING, NOON + timedelta(hours=1))


async def test_what_is_not_wanted_any_more_is_not_passed_on(
    notifier: Notifier, reader: Reader
) -> None:
    await notifier.hear(assigned())
    await reader.wishes(by_kind={"progress": []})
    await notifier.sweep(SILENCE)
    follower = notifier.to("o1")[1]
    assert (follower.state, follower.reason) == (State.SUPPRESSED, "not wanted")


async def test_an_outlet_that_is_switched_off_is_not_the_next(
    notifier: Notifier, reader: Reader
) -> None:
    await notifier.hear(assigned())
    await reader.wishes(by_kind={"progress": ["wechat"]})
    await notifier.sweep(SILENCE)
    assert not [p for p in notifier.providers[Outlet.SMS].parcels if p.to == OWNER.phone]


async def test_the_end_of_a_request_does_not_wake_anybody_for_its_steps(
    notifier: Notifier, reader: Reader
) -> None:
    notifier.window = WINDOW
    await reader.wishes(**QUIET)
    await notifier.hear(ACCEPTED, minted(NOON, 0))
    await notifier.hear(resolved(), minted(NOON, 1))
    assert not notifier.providers[Outlet.WECHAT].parcels


async def test_the_end_of_a_request_does_not_send_steps_that_are_not_wanted(
    notifier: Notifier, reader: Reader
) -> None:
    notifier.window = WINDOW
    await notifier.hear(ACCEPTED, minted(NOON, 0))
    await reader.wishes(by_kind={"progress": []})
    await notifier.hear(resolved(), minted(NOON, 1))
    told = [parcel.because for parcel in notifier.providers[Outlet.WECHAT].parcels]
    assert told == [requests.RequestResolved.type]


async def test_what_a_provider_put_off_has_not_gone_either(
    notifier: Notifier, reader: Reader
) -> None:
    soon = NOON + timedelta(minutes=2)
    notifier.providers[Outlet.WECHAT].refusals.append(Later("busy", soon))
    await notifier.hear(ACCEPTED)
    await reader.wishes(by_kind={"progress": []})
    await notifier.sweep(timedelta(minutes=3))
    assert notifier.to("o1")[0].state is State.SUPPRESSED


async def test_what_a_provider_may_have_is_tried_again_as_it_was(
    notifier: Notifier, reader: Reader
) -> None:
    notifier.providers[Outlet.WECHAT].refusals.append(TimeoutError())
    await notifier.hear(resolved())
    await reader.wishes(language="en")
    await notifier.sweep(timedelta(seconds=5))
    assert last_text(notifier, Outlet.WECHAT).startswith("您反映的问题")
