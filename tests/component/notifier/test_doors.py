"""People and providers at the notifier's own doors."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from services.notifier.api.codes import Code
from services.notifier.domain.notification import Notification, State
from services.notifier.handlers.codes import send_code
from services.notifier.ports import Found
from shared.contracts.notifications import NotificationDelivered
from shared.contracts.words import Outlet, Role
from shared.kernel.errors import Unavailable
from tests.component.notifier.conftest import SECRET, Client
from tests.support.issuer import Issuer
from tests.support.logbook import hear
from tests.support.notifying import Notifier
from tests.support.told import NOON, assigned, resolved

INBOX = "/api/v1/inbox"
PREFERENCES = "/api/v1/preferences"
TASKS = "/api/v1/phone-tasks"
RECEIPTS = "/api/v1/receipts/sandbox"
CODES = "/api/v1/codes"


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("o1", Role.OWNER)


def signed(body: bytes) -> dict[str, str]:
    return {"X-Signature": hmac.new(SECRET, body, hashlib.sha256).hexdigest()}


def receipt(row: Notification, status: str = "delivered") -> bytes:
    return json.dumps({"token": row.id, "status": status, "at": NOON.isoformat()}).encode()


async def app_message(notifier: Notifier) -> Notification:
    contact = next(c for c in notifier.contacts.kept.values() if c.person == "o1")
    contact.wish((Outlet.APP,), None, None)
    await notifier.hear(resolved())
    return notifier.to("o1")[0]


async def test_a_receipt_tells_that_the_result_arrived(client: Client, notifier: Notifier) -> None:
    await notifier.hear(resolved())
    body = receipt(notifier.to("o1")[0])
    answer = await client.post(RECEIPTS, data=body, headers=signed(body))
    told = notifier.rows.told_of(NotificationDelivered)
    assert (answer.status, [event.model_dump()["because"] for event in told]) == (
        204,
        ["request.resolved.v1"],
    )


async def test_the_same_receipt_again_changes_nothing(client: Client, notifier: Notifier) -> None:
    await notifier.hear(resolved())
    body = receipt(notifier.to("o1")[0])
    for _ in range(3):
        assert (await client.post(RECEIPTS, data=body, headers=signed(body))).status == 204
    assert len(notifier.rows.told_of(NotificationDelivered)) == 1


async def test_a_receipt_with_a_wrong_signature_is_turned_away(
    client: Client, notifier: Notifier
) -> None:
    await notifier.hear(resolved())
    body = receipt(notifier.to("o1")[0])
    answer = await client.post(RECEIPTS, data=body, headers=signed(body + b" "))
    assert (answer.status, notifier.to("o1")[0].state) == (401, State.ACCEPTED)


async def test_a_receipt_s_log_line_names_the_estate_and_the_story(
    client: Client, notifier: Notifier
) -> None:
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    logged = hear()
    await client.post(RECEIPTS, data=receipt(row), headers=signed(receipt(row)))
    [line] = [one for one in logged if one["event"] == "notification.delivered"]
    assert (line["estate"], line["correlation"]) == (row.estate, row.letter.story)


@pytest.mark.parametrize("header", ["", "é", "zz"])
async def test_no_signature_header_gives_a_500(
    client: Client, notifier: Notifier, header: str
) -> None:
    await notifier.hear(resolved())
    body = receipt(notifier.to("o1")[0])
    answer = await client.post(RECEIPTS, data=body, headers={"X-Signature": header})
    assert answer.status == 401


async def test_a_receipt_for_an_unknown_token_is_taken_and_forgotten(client: Client) -> None:
    body = json.dumps({"token": "who", "status": "failed", "at": NOON.isoformat()}).encode()
    assert (await client.post(RECEIPTS, data=body, headers=signed(body))).status == 204


async def test_a_failed_receipt_passes_the_result_on_to_the_next_outlet(
    client: Client, notifier: Notifier
) -> None:
    await notifier.hear(resolved())
    body = receipt(notifier.to("o1")[0], "failed")
    await client.post(RECEIPTS, data=body, headers=signed(body))
    await notifier.sweep()
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.WECHAT, Outlet.SMS]


async def test_an_inbox_that_stays_shut_is_followed_by_another_outlet(notifier: Notifier) -> None:
    await app_message(notifier)
    await notifier.sweep(timedelta(minutes=11))
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.APP, Outlet.WECHAT]


async def test_progress_that_nobody_reads_is_not_sent_again(notifier: Notifier) -> None:
    again = assigned().model_copy(update={"previous": "w01"})
    await notifier.hear(again)
    row = notifier.to("o1")[0]
    arrived = Found(provider_id="p", delivered_at=NOON)
    notifier.providers[row.outlet].fates[row.id] = arrived
    await notifier.sweep(timedelta(hours=1))
    assert [row.state for row in notifier.to("o1")] == [State.DELIVERED]


async def test_a_message_can_be_marked_as_read_twice(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    message = await app_message(notifier)
    for _ in range(2):
        answer = await client.post(f"{INBOX}/{message.id}/read", headers=owner)
        assert answer.status == 204
    assert notifier.to("o1")[0].state is State.READ


async def test_nobody_opens_anothers_message(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    message = await app_message(notifier)
    other = issuer.bearer("o2", Role.OWNER)
    answer = await client.post(f"{INBOX}/{message.id}/read", headers=other)
    assert (answer.status, (await answer.json())["slug"]) == (404, "not-found")


async def test_preferences_change_the_next_message(
    client: Client, notifier: Notifier, owner: dict[str, str]
) -> None:
    form = {"outlets": ["sms"], "quiet_from": "22:00", "quiet_to": "07:00"}
    answer = await client.put(PREFERENCES, json=form, headers=owner)
    assert (await answer.json())["reachable"] == ["sms", "wechat", "app"]
    await notifier.hear(resolved())
    assert notifier.to("o1")[0].outlet is Outlet.SMS


async def test_preferences_of_somebody_not_registered_yet_are_kept_for_them(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    new = issuer.bearer("o9", Role.OWNER)
    await client.put(PREFERENCES, json={"outlets": ["app"]}, headers=new)
    answer = await client.get(PREFERENCES, headers=new)
    assert (await answer.json())["outlets"] == ["app"]


@pytest.mark.parametrize(
    "form",
    [
        {"outlets": ["sms", "sms"]},
        {"outlets": ["pigeon"]},
        {"outlets": [], "quiet_from": "22:00"},
        {"outlets": [], "quiet_from": "25:00", "quiet_to": "07:00"},
        [],
    ],
)
async def test_preferences_that_make_no_sense_are_explained(
    client: Client, owner: dict[str, str], form: object
) -> None:
    answer = await client.put(PREFERENCES, json=form, headers=owner)
    assert (answer.status, (await answer.json())["slug"]) == (422, "invalid-input")


async def test_a_login_code_goes_out_once_and_is_not_kept(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    gateway = issuer.bearer("gateway", Role.SERVICE)
    form = {"code_id": "k1", "phone": "13900000001", "code": "407213", "minutes": 5}
    for _ in range(2):
        assert (await client.post(CODES, json=form, headers=gateway)).status == 202
    assert ["407213" in parcel.text for parcel in notifier.providers[Outlet.SMS].parcels] == [True]
    assert "407213" not in repr(notifier.rows.kept)


async def test_only_our_own_processes_send_codes(client: Client, owner: dict[str, str]) -> None:
    form = {"code_id": "k1", "phone": "13900000001", "code": "407213", "minutes": 5}
    assert (await client.post(CODES, json=form, headers=owner)).status == 403


async def test_a_code_that_is_no_longer_good_is_not_sent(notifier: Notifier) -> None:
    notifier.providers[Outlet.SMS].refusals = [Unavailable("away")]
    code = Code(code_id="k1", phone="13900000001", code="407213", minutes=5)
    await send_code(code, notifier.work(notifier.cause()))
    await notifier.sweep(timedelta(minutes=6))
    assert [row.state for row in notifier.rows.kept.values()] == [State.SUPPRESSED]


async def test_preferences_sent_again_under_their_key_are_shown_again(
    client: Client, owner: dict[str, str]
) -> None:
    form, key = {"outlets": ["sms"]}, {**owner, "Idempotency-Key": "k-1"}
    for _ in range(2):
        answer = await client.put(PREFERENCES, json=form, headers=key)
        assert (answer.status, (await answer.json()).get("outlets")) == (200, ["sms"])


@pytest.mark.parametrize("cursor", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
async def test_a_cursor_from_no_time_of_ours_is_refused(
    client: Client, owner: dict[str, str], cursor: str
) -> None:
    answer = await client.get(INBOX, params={"cursor": cursor}, headers=owner)
    assert (answer.status, (await answer.json())["slug"]) == (422, "invalid-input")
