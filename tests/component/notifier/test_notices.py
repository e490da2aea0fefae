"""Announcements (公告): who may, who is told, how often, and what a crash leaves."""

from datetime import timedelta
from typing import Final

import pytest

from services.notifier.domain.contact import contact_id
from services.notifier.domain.notice import Standing
from services.notifier.domain.notification import State
from services.notifier.domain.rows import BULK, URGENT
from services.notifier.handlers import notices as handlers
from services.notifier.handlers.erasure import erase
from services.notifier.jobs import Round, Sweep
from shared.contracts.event import Place
from shared.contracts.notices import NoticePublished, NoticeWithdrawn
from shared.contracts.people import OwnerErased
from shared.contracts.words import Outlet, Role
from tests.component.notifier.conftest import Client
from tests.support.issuer import Issuer
from tests.support.notifying import Killed, Notifier
from tests.support.told import ESTATE, NOON, OWNER

NOTICES: Final = "/api/v1/notices"
WATER: Final = {"title": "停水通知", "text": "明天 9 点到 12 点 3 栋停水检修。"}
UNDONE: Final = timedelta(seconds=16)


async def drafted(client: Client, issuer: Issuer, **more: object) -> str:
    by = issuer.bearer("c01", Role.CLERK)
    answer = await client.post(NOTICES, json={**WATER, **more}, headers=by)
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["notice_id"])


async def act(
    client: Client, issuer: Issuer, notice: str, what: str, **form: object
) -> tuple[int, dict[str, object]]:
    by = issuer.bearer("m01", Role.MANAGER)
    answer = await client.post(f"{NOTICES}/{notice}/{what}", json=form, headers=by)
    return answer.status, await answer.json()


async def street(notifier: Notifier, houses: int) -> None:
    """Let owners live in building 5, one in each room of two units."""
    for number in range(houses):
        place = Place(building="5", unit=str(number % 2 + 1), room=str(number))
        changed = {"owner_id": f"p{number:03}", "place": place, "wechat_openid": None}
        changed |= {"phone": f"1350000{number:04}", "outlets": ()}
        await notifier.know(OWNER.model_copy(update=changed))


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("o1", Role.OWNER)


async def test_a_clerk_drafts_and_only_a_head_or_manager_sends(
    client: Client, issuer: Issuer
) -> None:
    notice = await drafted(client, issuer)
    by = issuer.bearer("c01", Role.CLERK)
    answer = await client.post(f"{NOTICES}/{notice}/send", json={}, headers=by)
    assert answer.status == 403


async def test_recipients_are_counted_before_anything_is_sent(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    await street(notifier, 6)
    notice = await drafted(client, issuer, scope={"units": ["5-1"]})
    by = issuer.bearer("c01", Role.CLERK)
    answer = await client.get(f"{NOTICES}/{notice}/recipients", headers=by)
    found = await answer.json()
    assert (found["people"], found["muted"], found["by_outlet"]) == (3, 0, {"app": 3})


async def test_a_sender_who_was_shown_another_number_is_refused(
    client: Client, issuer: Issuer
) -> None:
    notice = await drafted(client, issuer)
    status, answer = await act(client, issuer, notice, "send", counted=2)
    assert (status, answer["slug"]) == (409, "notice-count-changed")


async def test_a_notice_for_nobody_is_refused(client: Client, issuer: Issuer) -> None:
    notice = await drafted(client, issuer, scope={"buildings": ["99"]})
    assert (await act(client, issuer, notice, "send"))[1]["slug"] == "notice-for-nobody"


async def test_for_fifteen_seconds_it_can_be_taken_back(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notice = await drafted(client, issuer)
    await act(client, issuer, notice, "send", counted=1)
    await notifier.go_round(timedelta(seconds=14))
    status, answer = await act(client, issuer, notice, "undo")
    await notifier.go_round(timedelta(minutes=5))
    assert (status, answer["standing"], notifier.to("o1")) == (200, Standing.DRAFT, [])


async def test_then_it_goes_out_once(client: Client, issuer: Issuer, notifier: Notifier) -> None:
    notice = await drafted(client, issuer)
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    await notifier.go_round(UNDONE)
    rows = notifier.to("o1")
    assert [(row.outlet, row.rank, row.state) for row in rows] == [
        (Outlet.WECHAT, BULK, State.ACCEPTED)
    ]
    assert notifier.notices.kept[notice].standing is Standing.SENT
    assert len(notifier.notices.told_of(NoticePublished)) == 1


async def test_what_has_gone_cannot_be_undone(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notice = await drafted(client, issuer)
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    assert (await act(client, issuer, notice, "undo"))[1]["slug"] == "wrong-move"


async def test_one_that_is_scheduled_waits(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notice = await drafted(client, issuer)
    tomorrow = (NOON + timedelta(days=1)).isoformat()
    await act(client, issuer, notice, "send", at=tomorrow)
    await notifier.go_round(timedelta(hours=23))
    assert not notifier.to("o1")
    await notifier.go_round(timedelta(hours=1))
    assert len(notifier.to("o1")) == 1


async def test_an_emergency_goes_out_at_once_by_every_way_and_breaks_the_quiet(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((), "11:00", "13:00", {"notice": ()})  # type: ignore[dict-item]
    notice = await drafted(client, issuer, emergency=True)
    await act(client, issuer, notice, "send")
    await notifier.go_round()
    rows = notifier.to("o1")
    assert {row.outlet for row in rows} == {Outlet.APP, Outlet.SMS, Outlet.WECHAT}
    assert {(row.rank, row.state) for row in rows} == {(URGENT, State.ACCEPTED)}


async def test_the_hour_holds_three_ordinary_ones(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    for _ in range(4):
        await act(client, issuer, await drafted(client, issuer), "send")
    await notifier.go_round(UNDONE)
    assert len(notifier.to("o1")) == 3
    await notifier.go_round(timedelta(minutes=59))
    assert len(notifier.to("o1")) == 3
    await notifier.go_round(timedelta(minutes=2))
    assert len(notifier.to("o1")) == 4


async def test_whoever_does_not_want_notices_finds_them_on_the_board_only(
    client: Client, issuer: Issuer, notifier: Notifier, owner: dict[str, str]
) -> None:
    wishes = {"outlets": [], "by_kind": {"notice": []}}
    assert (await client.put("/api/v1/preferences", json=wishes, headers=owner)).status == 200
    await act(client, issuer, await drafted(client, issuer), "send")
    await notifier.go_round(UNDONE)
    board = await (await client.get(f"{NOTICES}/current", headers=owner)).json()
    assert [row.state for row in notifier.to("o1")] == [State.SUPPRESSED]
    assert [one["title"] for one in board["notices"]] == ["停水通知"]


async def test_one_that_is_over_is_off_the_board_and_not_sent_late(
    client: Client, issuer: Issuer, notifier: Notifier, owner: dict[str, str]
) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((), "11:00", "15:00")
    over = (NOON + timedelta(hours=1)).isoformat()
    await act(client, issuer, await drafted(client, issuer, expires_at=over), "send")
    await notifier.go_round(UNDONE)
    await notifier.sweep(timedelta(hours=4))
    board = await (await client.get(f"{NOTICES}/current", headers=owner)).json()
    assert (board["notices"], notifier.to("o1")[0].reason) == ([], "expired")


async def test_withdrawn_under_way_it_reaches_nobody_else(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((), "11:00", "13:00")
    notice = await drafted(client, issuer)
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    status, _ = await act(client, issuer, notice, "withdraw", reason="时间有误")
    await notifier.sweep(timedelta(hours=2))
    assert (status, notifier.to("o1")[0].reason) == (200, "withdrawn")
    assert len(notifier.notices.told_of(NoticeWithdrawn)) == 1


async def test_a_draft_can_be_changed_and_what_is_under_way_cannot(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notice, by = await drafted(client, issuer), issuer.bearer("c01", Role.CLERK)
    for _ in range(2):
        changed = {**WATER, "title": "停水改期"}
        answer = await client.put(f"{NOTICES}/{notice}", json=changed, headers=by)
        await act(client, issuer, notice, "send")
    assert (answer.status, notifier.notices.kept[notice].wording.title) == (409, "停水改期")


async def test_a_repeated_draft_is_one(client: Client, issuer: Issuer, notifier: Notifier) -> None:
    by = {**issuer.bearer("c01", Role.CLERK), "Idempotency-Key": "k1"}
    for _ in range(2):
        assert (await client.post(NOTICES, json=WATER, headers=by)).status == 201
    assert len(notifier.notices.kept) == 1


async def test_a_process_that_dies_at_any_step_leaves_nobody_out_and_tells_nobody_twice(
    client: Client, issuer: Issuer, notifier: Notifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "PAGE", 2)
    await street(notifier, 4)
    notice = await drafted(client, issuer)
    await act(client, issuer, notice, "send")
    notifier.now += UNDONE
    for burns_at in range(0, 40, 3):
        notifier.fuse.burns_at, notifier.fuse.steps = burns_at, 0
        try:
            await Round(notifier.board, notifier.work, notifier.clock, emergency=False).turn()
            await Sweep(notifier.lists, notifier.work, notifier.clock).turn()
        except Killed:
            pass
        notifier.now += timedelta(seconds=11)
    notifier.fuse.burns_at = None
    await notifier.go_round(timedelta(seconds=11))
    await notifier.sweep(timedelta(seconds=11))
    assert notifier.notices.kept[notice].standing is Standing.SENT
    assert len(notifier.posts) == 5
    assert set(notifier.posts.values()) == {1}


async def test_somebody_who_is_forgotten_is_taken_from_the_lists(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    notice = await drafted(client, issuer)
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    await erase(OwnerErased(owner_id="o1"), notifier.work(notifier.cause()))
    assert notifier.board.lists[notice] == ("forgotten",)
