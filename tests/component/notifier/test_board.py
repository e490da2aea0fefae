"""The notice board (公告栏): who reads what, in the app and on the wall."""

import pytest

from services.notifier.domain.notification import State
from shared.contracts.words import Role
from tests.component.notifier.conftest import Client
from tests.component.notifier.test_notices import NOTICES, UNDONE, act, drafted, street
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import ESTATE


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("o1", Role.OWNER)


async def test_who_has_read_it_and_who_has_not(
    client: Client, issuer: Issuer, notifier: Notifier, owner: dict[str, str]
) -> None:
    await street(notifier, 2)
    notice = await drafted(client, issuer, must_read=True)
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    for _ in range(2):
        assert (await client.post(f"{NOTICES}/{notice}/read", headers=owner)).status == 204
    by = issuer.bearer("c01", Role.CLERK)
    found = await (await client.get(f"{NOTICES}/{notice}/readers?unread=true", headers=by)).json()
    assert (found["recipients"], found["read"]) == (3, 1)
    assert [one["owner_id"] for one in found["readers"]] == ["p000", "p001"]
    assert notifier.to("o1")[0].state is State.READ


async def test_nobody_reads_what_is_for_another_building(
    client: Client, issuer: Issuer, notifier: Notifier, owner: dict[str, str]
) -> None:
    await street(notifier, 2)
    notice = await drafted(client, issuer, scope={"buildings": ["5"]})
    await act(client, issuer, notice, "send")
    await notifier.go_round(UNDONE)
    board = await (await client.get(f"{NOTICES}/current", headers=owner)).json()
    answer = await client.post(f"{NOTICES}/{notice}/read", headers=owner)
    assert (board["notices"], answer.status) == ([], 404)


async def test_the_wall_shows_it_without_any_log_in(
    client: Client, issuer: Issuer, notifier: Notifier
) -> None:
    await act(client, issuer, await drafted(client, issuer, text="<b>停水</b>"), "send")
    await notifier.go_round(UNDONE)
    wall = await client.get(f"{NOTICES}/board", params={"estate": ESTATE})
    page = await wall.text()
    assert (wall.content_type, "停水通知" in page, "<b>" in page) == ("text/html", True, False)
