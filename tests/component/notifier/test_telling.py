"""Who hears of what, and by which outlet."""

import asyncio
from datetime import timedelta

import pytest

from services.notifier.domain.contact import contact_id
from services.notifier.domain.notification import State
from services.notifier.jobs import Sweep
from services.notifier.ports import Found
from shared.contracts.conversations import MessageReceived
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Outlet, Urgency
from shared.kernel.errors import Unavailable
from tests.support.notifying import Notifier
from tests.support.told import CLERK, ESTATE, NOON, OWNER, WORKER, assigned, resolved


async def test_one_whom_the_register_has_not_named_yet_is_told_when_it_has() -> None:
    notifier = Notifier()
    await notifier.know(OWNER, CLERK)
    with pytest.raises(Unavailable):
        await notifier.hear(assigned())
    await notifier.know(WORKER)
    await notifier.hear(assigned())
    assert sorted(row.letter.recipient for row in notifier.rows.kept.values()) == [
        "c01",
        "o1",
        "w01",
    ]
    assert set(notifier.posts.values()) == {1}


async def test_a_registered_owner_who_left_a_phone_need_not_be_known_here_yet() -> None:
    notifier = Notifier()
    await notifier.know(WORKER, CLERK)
    await notifier.hear(assigned(reporter=Reporter(owner_id="o1", phone="13900000001")))
    assert [row.letter.recipient for row in notifier.to("o1")] == ["o1"]


async def test_somebody_unregistered_gets_a_text(notifier: Notifier) -> None:
    guest = Reporter(name="访客", phone="13600000001")
    await notifier.hear(assigned(reporter=guest, channel=Channel.DESK))
    assert [p.to for p in notifier.providers[Outlet.SMS].parcels if p.to.startswith("136")] == [
        "13600000001"
    ]


async def test_a_result_goes_first_by_the_way_that_was_asked_for(notifier: Notifier) -> None:
    await notifier.hear(resolved(prefers=Outlet.APP))
    assert notifier.to("o1")[0].outlet is Outlet.APP


async def test_an_owner_who_wants_a_call_gets_one(notifier: Notifier) -> None:
    await notifier.hear(resolved(prefers=Outlet.PHONE))
    row = notifier.to("o1")[0]
    assert (row.outlet, row.letter.caller, row.state) == (Outlet.PHONE, "c01", State.ACCEPTED)


async def test_a_result_for_somebody_without_any_address_becomes_a_task(
    notifier: Notifier,
) -> None:
    await notifier.hear(resolved(reporter=Reporter(name="门口大爷")))
    tasks = [row for row in notifier.rows.kept.values() if row.outlet is Outlet.PHONE]
    assert [(task.to, task.letter.caller) for task in tasks] == [("", "c01")]


async def test_at_night_a_general_result_waits_until_morning(notifier: Notifier) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((), "11:00", "13:00")
    await notifier.hear(resolved())
    assert notifier.to("o1")[0].next_at == NOON + timedelta(hours=1)


async def test_an_urgent_matter_breaks_the_quiet(notifier: Notifier) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((), "11:00", "13:00")
    await notifier.hear(assigned(urgency=Urgency.URGENT))
    assert notifier.to("o1")[0].state is State.ACCEPTED


async def test_somebody_who_has_left_is_not_written_to(notifier: Notifier) -> None:
    await notifier.know(WORKER.model_copy(update={"version": 2, "active": False}))
    await notifier.hear(assigned())
    assert notifier.to("w01")[0].state is State.SUPPRESSED


async def test_a_message_goes_to_every_active_clerk(notifier: Notifier) -> None:
    await notifier.know(
        CLERK.model_copy(update={"staff_id": "c02"}),
        CLERK.model_copy(update={"staff_id": "c03", "active": False}),
    )
    message = MessageReceived(
        conversation_id="k1",
        message_id="m1",
        channel=Channel.WECHAT,
        reporter=Reporter(address="wx-guest"),
        text="请问几点停水?",
        received_at=NOON,
    )
    await notifier.hear(message)
    assert sorted(row.letter.recipient for row in notifier.rows.kept.values()) == ["c01", "c02"]


async def test_a_lost_receipt_is_asked_for_before_another_outlet_is_tried(
    notifier: Notifier,
) -> None:
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    notifier.providers[Outlet.WECHAT].fates[row.id] = Found(provider_id="p", delivered_at=NOON)
    await notifier.sweep(timedelta(minutes=6))
    assert [(row.outlet, row.state) for row in notifier.to("o1")] == [
        (Outlet.WECHAT, State.DELIVERED)
    ]


async def test_two_sweepers_do_not_send_the_same_row(notifier: Notifier) -> None:
    notifier.contacts.kept[contact_id(ESTATE, "o1")].wish((), "11:00", "13:00")
    await notifier.hear(resolved())
    notifier.now += timedelta(hours=1)
    sweeps = [Sweep(notifier.lists, notifier.work, notifier.clock) for _ in range(3)]
    await asyncio.gather(*(sweep.turn() for sweep in sweeps))
    assert notifier.posts[notifier.to("o1")[0].id] == 1
