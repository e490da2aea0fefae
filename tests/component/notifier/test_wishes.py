"""What people wish holds for whatever has not gone yet; progress of one request is gathered."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
import uuid_utils

from services.notifier.domain.contact import contact_id
from services.notifier.domain.digest import joined, minted_at
from services.notifier.domain.notification import State
from shared.contracts import requests
from shared.contracts.event import Event
from shared.contracts.words import Outlet, Role, Urgency
from tests.component.notifier.conftest import Client
from tests.support.issuer import Issuer
from tests.support.notifying import Killed, Notifier
from tests.support.told import ESTATE, NOON, OWNER, facts, resolved

PREFERENCES: Final = "/api/v1/preferences"
WINDOW: Final = timedelta(seconds=20)
NOTED: Final = requests.RequestNoted(request=facts(), by="w01", note="已订购配件")
ACCEPTED: Final = requests.RequestAccepted(request=facts(), by="w01")
ARRIVED: Final = requests.RequestArrived(request=facts(), by="w01")


def minted(at: datetime, number: int = 0) -> str:
    """Return a UUIDv7 of that moment, the same for the same number."""
    milliseconds = int(at.timestamp() * 1000)
    return str(uuid_utils.UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | number))


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("o1", Role.OWNER)


@pytest.fixture
def gathering(notifier: Notifier) -> Notifier:
    notifier.window = WINDOW
    return notifier


async def hear(notifier: Notifier, *events: Event) -> None:
    for number, event in enumerate(events):
        await notifier.hear(event, minted(NOON, number))


async def wish(client: Client, owner: dict[str, str], **wishes: object) -> int:
    answer = await client.put(PREFERENCES, json={"outlets": [], **wishes}, headers=owner)
    return answer.status


async def test_progress_by_the_app_and_results_by_text(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await wish(client, owner, by_kind={"progress": ["app"], "result": ["sms"]})
    await notifier.hear(NOTED, "m1")
    await notifier.hear(resolved(), "m2")
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.APP, Outlet.SMS]


async def test_what_is_not_wanted_is_not_sent_unless_it_is_urgent(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await wish(client, owner, by_kind={"progress": []})
    await notifier.hear(NOTED, "m1")
    urgent = NOTED.model_copy(update={"request": facts(urgency=Urgency.URGENT)})
    await notifier.hear(urgent, "m2")
    assert {row.state for row in notifier.to("o1")} == {State.SUPPRESSED, State.ACCEPTED}


async def test_results_cannot_be_switched_off(client: Client, owner: dict[str, str]) -> None:
    assert await wish(client, owner, by_kind={"result": []}) == 422


async def test_staff_cannot_switch_their_work_off(client: Client, issuer: Issuer) -> None:
    assert await wish(client, issuer.bearer("w01", Role.WORKER), by_kind={"progress": []}) == 409


async def test_another_order_holds_for_what_waits_for_the_morning(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await wish(client, owner, quiet_from="11:00", quiet_to="13:00")
    await notifier.hear(resolved())
    await wish(client, owner, outlets=["app"], quiet_from="11:00", quiet_to="13:00")
    await notifier.sweep(timedelta(hours=2))
    assert notifier.to("o1")[0].outlet is Outlet.APP


async def test_without_a_quiet_time_nothing_waits_any_longer(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await wish(client, owner, quiet_from="11:00", quiet_to="13:00")
    await notifier.hear(resolved())
    await wish(client, owner)
    await notifier.sweep()
    assert notifier.to("o1")[0].state is State.ACCEPTED


async def test_a_longer_quiet_time_holds_for_what_waits(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await wish(client, owner, quiet_from="11:00", quiet_to="13:00")
    await notifier.hear(resolved())
    await wish(client, owner, quiet_from="11:00", quiet_to="15:00")
    await notifier.sweep(timedelta(hours=2))
    assert notifier.to("o1")[0].state is State.PENDING


async def test_the_next_outlet_is_the_one_wanted_now(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await notifier.hear(resolved())
    await wish(client, owner, outlets=["wechat", "app", "sms"])
    await notifier.sweep(timedelta(minutes=6))
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.WECHAT, Outlet.APP]


async def test_a_new_number_holds_for_what_waits(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await wish(client, owner, outlets=["sms"], quiet_from="11:00", quiet_to="13:00")
    await notifier.hear(resolved())
    await notifier.know(OWNER.model_copy(update={"version": 2, "phone": "13900000099"}))
    await notifier.sweep(timedelta(hours=2))
    assert notifier.to("o1")[0].to == notifier.providers[Outlet.SMS].parcels[-1].to == "13900000099"


async def test_three_steps_within_the_window_are_one_message(gathering: Notifier) -> None:
    await hear(gathering, ACCEPTED, ARRIVED, NOTED)
    await gathering.sweep(WINDOW)
    texts = [parcel.text for parcel in gathering.providers[Outlet.WECHAT].parcels]
    assert texts == [
        "您反映的问题(编号 K7M2-Q4XA)有 3 条进展：1. 王建国已接单，正在安排处理。"
        " 2. 王建国已到达现场。 3. 最新进展：已订购配件"
    ]


async def test_an_owner_who_asked_for_english_has_them_gathered_in_english(
    gathering: Notifier, client: Client, owner: dict[str, str]
) -> None:
    await wish(client, owner, language="en")
    await hear(gathering, ACCEPTED, ARRIVED)
    await gathering.sweep(WINDOW)
    assert gathering.providers[Outlet.WECHAT].parcels[0].text == (
        "2 updates: 1. Your request K7M2-Q4XA has been taken on by 王建国."
        " 2. Your request K7M2-Q4XA: 王建国 has arrived."
    )


async def test_a_single_step_reads_as_ever(gathering: Notifier) -> None:
    await hear(gathering, NOTED)
    await gathering.sweep(WINDOW)
    assert gathering.to("o1")[0].letter.text == "您反映的问题(编号 K7M2-Q4XA)最新进展：已订购配件"


async def test_urgent_steps_wait_for_nothing(gathering: Notifier) -> None:
    await hear(gathering, NOTED.model_copy(update={"request": facts(urgency=Urgency.URGENT)}))
    assert gathering.to("o1")[0].state is State.ACCEPTED


async def test_a_repeat_adds_nothing(gathering: Notifier) -> None:
    for _ in range(2):
        await hear(gathering, ACCEPTED, NOTED)
    assert len(gathering.to("o1")[0].letter.parts) == 2


async def test_a_step_that_comes_too_late_goes_by_itself_and_once(gathering: Notifier) -> None:
    await hear(gathering, ACCEPTED)
    await gathering.sweep(WINDOW)
    for _ in range(2):
        await gathering.hear(NOTED, minted(NOON, 1))
    texts = [parcel.text for parcel in gathering.providers[Outlet.WECHAT].parcels]
    assert [text.count("已接单") for text in texts] == [1, 0]
    for _ in range(2):
        await hear(gathering, ACCEPTED)
    assert sum(gathering.posts.values()) == len(gathering.posts)


async def test_the_result_does_not_overtake_what_came_before(gathering: Notifier) -> None:
    await hear(gathering, ACCEPTED, resolved())
    texts = [parcel.text for parcel in gathering.providers[Outlet.WECHAT].parcels]
    assert ["已接单" in text for text in texts] == [True, False]


async def test_steps_of_two_requests_are_two_messages(gathering: Notifier) -> None:
    await hear(gathering, ACCEPTED, ACCEPTED.model_copy(update={"request": facts(request_id="r2")}))
    await gathering.sweep(WINDOW)
    assert len(gathering.to("o1")) == 2


@pytest.mark.parametrize("burns_at", range(16))
async def test_wherever_a_process_dies_each_step_is_told_once(
    gathering: Notifier, burns_at: int
) -> None:
    gathering.fuse.burns_at = burns_at
    try:
        await hear(gathering, ACCEPTED, NOTED)
        await gathering.sweep(WINDOW)
    except Killed:
        pass
    gathering.fuse.burns_at = None
    await hear(gathering, ACCEPTED, NOTED)
    await gathering.sweep(timedelta(minutes=1))
    told = [parcel.text for parcel in gathering.providers[Outlet.WECHAT].parcels]
    assert (sum("已接单" in text for text in told), sum("已订购" in text for text in told)) == (
        1,
        1,
    )
    assert set(gathering.posts.values()) == {1}


def test_texts_that_begin_differently_are_numbered() -> None:
    assert joined(("甲到了。", "乙来了。")) == "有 2 条进展：1. 甲到了。 2. 乙来了。"


def test_a_moment_is_known_from_the_id() -> None:
    assert minted_at(minted(NOON)) == NOON.astimezone(UTC)
    assert minted_at("message-1") is None


async def test_the_first_wish_is_kept(
    notifier: Notifier, client: Client, owner: dict[str, str]
) -> None:
    await wish(client, owner, by_kind={"notice": ["app"]}, language="en")
    kept = notifier.contacts.kept[contact_id(ESTATE, "o1")]
    assert (kept.by_kind, kept.language) == ({"notice": (Outlet.APP,)}, "en")
