"""Announcements (公告): how many they reach by which ways, and what waits for its turn says why."""

from datetime import timedelta

import pytest

from services.notifier.domain.contact import contact_id
from services.notifier.domain.kinds import Kind
from services.notifier.domain.notice import Standing
from shared.contracts.notices import NoticePublished
from shared.contracts.words import Outlet, Role
from tests.component.notifier.conftest import Client
from tests.component.notifier.test_notices import NOTICES, UNDONE, act, drafted, street
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import ESTATE, NOON, OWNER


@pytest.mark.parametrize("emergency", [False, True])
async def test_nobody_is_to_phone_those_who_like_calls_best_about_a_notice(
    client: Client, issuer: Issuer, notifier: Notifier, emergency: bool
) -> None:
    changed = {"version": 2, "wechat_openid": None, "outlets": (Outlet.PHONE, Outlet.SMS)}
    await notifier.know(OWNER.model_copy(update=changed))
    notice = await drafted(client, issuer, emergency=emergency)
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    outlets = {row.outlet for row in notifier.to("o1")}
    assert outlets == ({Outlet.SMS, Outlet.APP} if emergency else {Outlet.SMS})


async def test_who_wants_no_notices_is_counted_by_no_way(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    await street(notifier, 2)
    wishing = notifier.contacts.kept[contact_id(ESTATE, "p000")]
    wishing.wish((), None, None, {Kind.NOTICE: ()})
    notice = await drafted(client, issuer, scope={"buildings": ["5"]})
    by = issuer.bearer("c01", Role.CLERK)
    answer = await client.get(f"{NOTICES}/{notice}/recipients", headers=by)
    assert await answer.json() == {
        "people": 2,
        "unreachable": 0,
        "muted": 1,
        "by_outlet": {"app": 1},
    }


async def test_recipients_are_counted_by_the_ways_that_they_want_notices_by(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    await street(notifier, 2)
    wishing = notifier.contacts.kept[contact_id(ESTATE, "p000")]
    wishing.wish((), None, None, {Kind.NOTICE: (Outlet.SMS,)})
    notice = await drafted(client, issuer, scope={"buildings": ["5"]})
    by = issuer.bearer("c01", Role.CLERK)
    answer = await client.get(f"{NOTICES}/{notice}/recipients", headers=by)
    assert (await answer.json())["by_outlet"] == {"app": 1, "sms": 1}


async def test_nobody_is_left_out_of_an_emergency_s_count(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    await street(notifier, 1)
    wishing = notifier.contacts.kept[contact_id(ESTATE, "p000")]
    wishing.wish((), None, None, {Kind.NOTICE: ()})
    notice = await drafted(client, issuer, scope={"buildings": ["5"]}, emergency=True)
    by = issuer.bearer("c01", Role.CLERK)
    answer = await client.get(f"{NOTICES}/{notice}/recipients", headers=by)
    assert (await answer.json())["muted"] == 0


async def fourth(client: Client, issuer: Issuer, **more: object) -> str:
    """Send four ordinary notices, of which an hour has room for three; return the last."""
    for number in range(4):
        notice = await drafted(client, issuer, title=f"通知 {number}", **more)
        await act(client, issuer, notice, "send")
    return notice


async def test_one_that_waits_for_its_turn_says_why_and_until_when(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notice = await fourth(client, issuer)
    await notifier.go_round(UNDONE)
    waiting = notifier.notices.kept[notice]
    assert (waiting.standing, waiting.reason) == (
        Standing.WAITING,
        "每小时最多发出 3 条普通公告，这一条排到 13:00 发出。等不及的请取消后改为紧急公告。",
    )
    await notifier.go_round(timedelta(hours=1))
    assert notifier.notices.kept[notice].reason == ""


async def test_one_that_is_over_before_its_turn_is_not_published(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    soon = (NOON + timedelta(minutes=30)).isoformat()
    notice = await fourth(client, issuer, expires_at=soon)
    await notifier.go_round(UNDONE)
    await notifier.go_round(timedelta(hours=1))
    over = notifier.notices.kept[notice]
    assert (over.standing, over.reason) == (
        Standing.WITHDRAWN,
        "轮到发出时已过有效期，没有发给任何人。仍要通知的请改有效期后重新起草。",
    )
    assert len(notifier.notices.told_of(NoticePublished)) == 3
