"""The app's inbox: what counts as a receipt, and pages without gaps."""

from datetime import timedelta

import pytest

from services.notifier.domain.contact import contact_id
from services.notifier.domain.notification import State
from shared.contracts.words import Outlet, Role
from tests.component.notifier.conftest import Client
from tests.component.notifier.test_doors import INBOX, app_message
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import ESTATE, assigned


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("o1", Role.OWNER)


async def test_a_page_that_refreshes_itself_unseen_is_no_receipt(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    await app_message(notifier)
    notifier.now += timedelta(minutes=1)
    page = await (await client.get(INBOX, headers=owner)).json()
    assert (len(page["messages"]), page["unread"], notifier.to("o1")[0].state) == (
        1,
        1,
        State.ACCEPTED,
    )


async def test_what_the_app_has_shown_has_arrived(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    message = await app_message(notifier)
    shown = {"notification_ids": [message.id]}
    answer = await client.post(f"{INBOX}/read", json=shown, headers=owner)
    row = notifier.to("o1")[0]
    assert (answer.status, row.state, row.delivered_at) == (204, State.READ, notifier.now)


async def test_messages_of_one_millisecond_are_not_skipped_between_pages(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((Outlet.APP,), None, None)
    for number in range(53):
        await notifier.hear(assigned(), f"message-{number}")
    notifier.now += timedelta(minutes=1)
    found: set[str] = set()
    cursor: dict[str, str] = {}
    while page := await (await client.get(INBOX, params=cursor, headers=owner)).json():
        found |= {one["notification_id"] for one in page["messages"]}
        if "cursor" not in page:
            break
        cursor = {"cursor": page["cursor"]}
    assert len(found) == 53
