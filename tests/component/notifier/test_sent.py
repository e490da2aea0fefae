"""What became of each message: every state with its moment, for those who oversee."""

from datetime import datetime, timedelta

import pytest

from services.notifier.domain.notification import State
from services.notifier.handlers.arriving import receipt
from services.notifier.ports import Rejected
from shared.contracts.words import Outlet, Role
from tests.component.notifier.conftest import Client
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import REQUEST, resolved

SENT = "/api/v1/notifications"
MINUTE = timedelta(minutes=1)
AT = {
    State.ACCEPTED: "accepted_at",
    State.DELIVERED: "delivered_at",
    State.READ: "read_at",
    State.FAILED: "failed_at",
    State.SUPPRESSED: "suppressed_at",
}


@pytest.fixture
def clerk(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("c01", Role.CLERK)


async def shown(
    notifier: Notifier, client: Client, headers: dict[str, str], **query: str
) -> list[dict[str, str]]:
    notifier.now += MINUTE
    answer = await client.get(SENT, params={"recipient": "o1", **query}, headers=headers)
    assert answer.status == 200, await answer.text()
    return (await answer.json())["messages"]  # type: ignore[no-any-return]


async def arrive(notifier: Notifier, token: str, *, delivered: bool = True) -> None:
    notifier.now += MINUTE
    await receipt(token, notifier.now, delivered, notifier.work(notifier.cause()))


@pytest.mark.parametrize("state", list(AT))
async def test_each_state_has_the_moment_at_which_it_came(
    client: Client, notifier: Notifier, issuer: Issuer, clerk: dict[str, str], state: State
) -> None:
    if state is State.FAILED:
        notifier.providers[Outlet.WECHAT].refusals = [Rejected("43004")]
    await notifier.hear(resolved(prefers=Outlet.APP if state is State.READ else None))
    row = notifier.to("o1")[0]
    if state is State.DELIVERED:
        await arrive(notifier, row.id)
    if state is State.READ:
        notifier.now += MINUTE
        owner = issuer.bearer("o1", Role.OWNER)
        await client.post(f"/api/v1/inbox/{row.id}/read", headers=owner)
    if state is State.SUPPRESSED:
        row.suppress("fed back", notifier.now)
        notifier.rows.kept[row.id] = row
    came = notifier.now
    one = (await shown(notifier, client, clerk))[-1]
    assert (one["state"], datetime.fromisoformat(one[AT[state]])) == (state, came)


async def test_a_failure_says_why_and_the_next_way_stands_above_it(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    await notifier.hear(resolved())
    await arrive(notifier, notifier.to("o1")[0].id, delivered=False)
    await notifier.sweep()
    told = [
        (one["outlet"], one["state"], one["reason"]) for one in await shown(notifier, client, clerk)
    ]
    assert told == [
        ("sms", "accepted", ""),
        ("wechat", "failed", "provider: not delivered"),
    ]


async def test_one_request_s_messages_can_be_asked_for(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    await notifier.hear(resolved(), "m1")
    await notifier.hear(resolved(request_id="r2"), "m2")
    assert [one["about"] for one in await shown(notifier, client, clerk, about=REQUEST)] == [
        REQUEST
    ]


async def test_neither_text_nor_address_is_shown(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    await notifier.hear(resolved(prefers=Outlet.SMS))
    said = str(await shown(notifier, client, clerk))
    assert "13900000001" not in said
    assert "角阀" not in said


async def test_pages_have_no_gap(client: Client, notifier: Notifier, clerk: dict[str, str]) -> None:
    for number in range(70):
        await notifier.hear(resolved(), f"m{number}")
    notifier.now += MINUTE
    found: list[str] = []
    query = {"recipient": "o1"}
    for _ in range(3):
        page = await (await client.get(SENT, params=query, headers=clerk)).json()
        found += [one["notification_id"] for one in page["messages"]]
        query["cursor"] = page.get("cursor") or query["cursor"]
    assert (len(found), len(set(found))) == (70, 70)


@pytest.mark.parametrize("role", [Role.OWNER, Role.WORKER])
async def test_owners_and_workers_do_not_oversee(
    client: Client, issuer: Issuer, role: Role
) -> None:
    who = issuer.bearer("o1", role)
    assert (await client.get(SENT, params={"recipient": "o1"}, headers=who)).status == 403


async def test_another_estate_s_messages_are_not_there(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    await notifier.hear(resolved())
    stranger = issuer.bearer("c09", Role.CLERK, estate="elsewhere")
    assert await shown(notifier, client, stranger) == []
