"""Whoever heard an owner first hears of every step (首问负责制); nobody of what they did."""

from datetime import timedelta
from typing import Final

import pytest

from services.notifier.domain.notification import State
from services.notifier.domain.tellings import staff_told
from services.notifier.handlers.telling import fed_back
from shared.contracts import arrangements, requests, roster
from shared.contracts.event import Event
from shared.contracts.notifications import PageAcknowledged
from shared.contracts.words import Category, ClockName, Outlet, Role, Urgency
from tests.component.notifier.conftest import Client
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import NOON, OWNER, facts, resolved

PAGED: Final = requests.RequestEscalated(
    request=facts(), clock=ClockName.ARRIVAL, step="1", due_at=NOON, recipients=("w01",)
)
STEPS: Final[tuple[Event, ...]] = (
    requests.RequestAccepted(request=facts(), by="w01"),
    requests.RequestArrived(request=facts(), by="w01"),
    requests.RequestNoted(request=facts(), by="w01", note="已订购配件"),
    requests.RequestPaused(request=facts(), by="w01", reason="等待配件"),
    requests.RequestResumed(request=facts(), by="w01"),
    resolved(),
    requests.RequestFedBack(request=facts(), outlet=Outlet.SMS, at=NOON),
    requests.RequestClosed(request=facts(), satisfied=True, closed_at=NOON),
    requests.RequestReclassified(
        request=facts(), was_category=Category.OTHER, was_urgency=Urgency.GENERAL
    ),
    PAGED,
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.type)
def test_the_first_responder_hears_of_each_step(step: Event) -> None:
    assert "c01" in staff_told(step)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.type)
def test_but_not_of_their_own(step: Event) -> None:
    assert "c01" not in staff_told(step.model_copy(update={"by": "c01"}))


def test_a_paged_first_responder_hears_it_once_and_as_a_page() -> None:
    told = staff_told(PAGED.model_copy(update={"recipients": ("c01", "w01")}))
    assert {person: row.template for person, row in told.items()} == {
        "c01": "staff.escalated",
        "w01": "staff.escalated",
    }


def test_the_one_who_handed_over_is_told_as_well() -> None:
    event = requests.RequestHandedOver(request=facts(first_responder="c02"), previous="c01")
    assert staff_told(event)["c01"].template == "staff.handed-away"


def test_whoever_is_asked_to_take_it_over_is_told() -> None:
    event = arrangements.TransferProposed(
        request=facts(), by="w01", to="w02", reason="请假", until=NOON, recipients=("w02",)
    )
    assert staff_told(event)["w02"].chased


def test_a_head_is_told_of_leave() -> None:
    event = roster.LeaveChanged(
        leave_id="l1",
        staff_id="w01",
        staff_name="王建国",
        since=NOON,
        until=NOON + timedelta(days=1),
        reason="探亲",
        state="asked",
        by="w01",
        recipients=("h01",),
    )
    assert staff_told(event)["h01"].template == "staff.leave"


async def test_an_owner_hears_that_theirs_was_merged(notifier: Notifier) -> None:
    event = arrangements.RequestMerged(
        request=facts(), into="r9", into_number="B4RS-T000", reason="同一处漏水"
    )
    await notifier.hear(event)
    assert "B4RS-T000" in notifier.to("o1")[0].letter.text


async def test_a_result_that_arrived_is_told_to_the_first_responder(notifier: Notifier) -> None:
    event = requests.RequestFedBack(request=facts(), outlet=Outlet.SMS, at=NOON)
    await fed_back(event, notifier.work(notifier.cause("m1")))
    assert "已送达业主(短信)" in notifier.to("c01")[0].letter.text


async def test_a_page_that_was_seen_is_not_sent_by_another_outlet(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    await notifier.hear(PAGED)
    page = notifier.to("w01")[0]
    assert page.letter.text.endswith(f"/console#page={page.id}")
    seen = f"/api/v1/pages/{page.id}/acknowledge"
    for _ in range(2):
        assert (await client.post(seen, headers=issuer.bearer("w01", Role.WORKER))).status == 204
    await notifier.sweep(timedelta(hours=1))
    told = [event.model_dump() for event in notifier.rows.told_of(PageAcknowledged)]
    assert [(one["staff_id"], one["request_id"]) for one in told] == [("w01", facts().request_id)]
    assert [row.state for row in notifier.to("w01")] == [State.READ]


async def test_nobody_acknowledges_for_somebody_else(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    await notifier.hear(PAGED)
    seen = f"/api/v1/pages/{notifier.to('w01')[0].id}/acknowledge"
    assert (await client.post(seen, headers=issuer.bearer("c01", Role.CLERK))).status == 404


async def test_the_result_for_an_owner_who_has_moved_out_becomes_a_phone_task(
    notifier: Notifier,
) -> None:
    await notifier.know(OWNER.model_copy(update={"version": 2, "active": False}))
    await notifier.hear(resolved())
    task = notifier.to("o1")[0]
    assert (task.outlet, task.state, task.letter.caller) == (Outlet.PHONE, State.ACCEPTED, "c01")
