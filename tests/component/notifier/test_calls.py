"""When every outlet has failed somebody phones, and the call is the feedback."""

import pytest

from services.notifier.domain.notification import Notification, State
from services.notifier.handlers.telling import fed_back
from services.notifier.ports import Rejected
from shared.contracts.notifications import NotificationDelivered
from shared.contracts.requests import RequestFedBack
from shared.contracts.words import Outlet, Role
from shared.web.audit import AUDIT
from tests.component.notifier.conftest import Client
from tests.support.issuer import Issuer
from tests.support.notes import Notes
from tests.support.notifying import Notifier
from tests.support.told import NOON, facts, resolved

TASKS = "/api/v1/phone-tasks"


@pytest.fixture
def clerk(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("c01", Role.CLERK)


async def phone_task(notifier: Notifier) -> Notification:
    for outlet in (Outlet.WECHAT, Outlet.SMS, Outlet.APP):
        notifier.providers[outlet].refusals = [Rejected("no such user")]
    await notifier.hear(resolved(first_responder=None, assignee="c01"))
    await notifier.sweep()
    return notifier.to("o1")[-1]


async def test_the_caller_sees_the_call_that_they_owe(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    await phone_task(notifier)
    answer = await client.get(TASKS, headers=clerk)
    task = (await answer.json())["tasks"][0]
    assert (task["phone"], "更换了角阀" in task["script"]) == ("139****0001", True)


async def test_the_caller_is_told_of_the_call_that_they_owe(notifier: Notifier) -> None:
    task = await phone_task(notifier)
    notice = next(row for row in notifier.to("c01") if row.letter.cause == task.id)
    assert notice.state is State.ACCEPTED


async def test_a_call_that_reached_the_owner_is_the_feedback(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    task = await phone_task(notifier)
    await client.post(f"{TASKS}/{task.id}/log", json={"reached": False}, headers=clerk)
    answer = await client.post(f"{TASKS}/{task.id}/log", json={"reached": True}, headers=clerk)
    told = [event.model_dump()["outlet"] for event in notifier.rows.told_of(NotificationDelivered)]
    assert ((await answer.json())["done"], told) == (True, [Outlet.PHONE])


async def test_the_same_log_entry_sent_twice_is_one_call(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    task = await phone_task(notifier)
    once = {**clerk, "Idempotency-Key": "call-1"}
    for _ in range(2):
        answer = await client.post(f"{TASKS}/{task.id}/log", json={"reached": False}, headers=once)
    assert len((await answer.json())["calls"]) == 1


async def test_a_worker_cannot_log_anothers_call(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    task = await phone_task(notifier)
    worker = issuer.bearer("w01", Role.WORKER)
    answer = await client.post(f"{TASKS}/{task.id}/log", json={"reached": True}, headers=worker)
    assert answer.status == 404


async def test_a_call_is_not_owed_once_the_owner_has_the_result(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    task = await phone_task(notifier)
    event = RequestFedBack(request=facts(), outlet=Outlet.SMS, at=NOON)
    await fed_back(event, notifier.work(notifier.cause()))
    answer = await client.post(f"{TASKS}/{task.id}/log", json={"reached": True}, headers=clerk)
    assert (await answer.json())["slug"] == "phone-task-closed"


async def test_whoever_owes_the_call_sees_the_number_and_that_is_written_down(
    client: Client, notifier: Notifier, clerk: dict[str, str]
) -> None:
    task = await phone_task(notifier)
    answer = await client.post(f"{TASKS}/{task.id}/phone", headers=clerk)
    assert (await answer.json())["phone"] == "13900000001"
    assert client.app is not None
    notes = client.app[AUDIT]
    assert isinstance(notes, Notes)
    assert [(one.what, one.who, one.about) for one in notes.noted] == [
        ("phone.unmasked", "c01", task.id)
    ]
