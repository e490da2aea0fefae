"""Each person is told once, wherever the process dies."""

from contextlib import suppress
from datetime import timedelta

import pytest

from services.notifier.domain.notification import LEASE, State
from services.notifier.handlers.arriving import receipt
from services.notifier.handlers.telling import tell
from services.notifier.ports import Found, Rejected
from shared.contracts.notifications import NotificationDelivered, NotificationFailed
from shared.contracts.requests import RequestEvent
from shared.contracts.words import Outlet
from shared.kernel.errors import Unavailable
from tests.support.notifying import Killed, Notifier
from tests.support.told import assigned, resolved

LATER = LEASE + timedelta(seconds=1)


async def steps_of(event: RequestEvent) -> int:
    """Count the awaits of a run in which nothing dies."""
    notifier = Notifier()
    await notifier.know()
    await notifier.hear(event)
    return notifier.fuse.steps


async def test_owner_assignee_and_first_responder_are_told_of_an_assignment(
    notifier: Notifier,
) -> None:
    await notifier.hear(assigned())
    assert {row.letter.recipient for row in notifier.rows.kept.values()} == {"o1", "w01", "c01"}
    assert {row.state for row in notifier.rows.kept.values()} == {State.ACCEPTED}


async def test_a_repeated_message_tells_nobody_twice(notifier: Notifier) -> None:
    await notifier.hear(assigned())
    await notifier.hear(assigned())
    assert set(notifier.posts.values()) == {1}


async def test_a_repeat_after_a_change_of_preferences_does_not_go_out_on_another_outlet(
    notifier: Notifier,
) -> None:
    await notifier.hear(assigned())
    contact = next(c for c in notifier.contacts.kept.values() if c.person == "o1")
    contact.wish((Outlet.SMS,), None, None)
    await notifier.hear(assigned())
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.WECHAT]


@pytest.mark.parametrize("event", [assigned(), resolved()], ids=["assigned", "resolved"])
async def test_whichever_await_kills_it_everybody_is_told_once(event: RequestEvent) -> None:
    for burns_at in range(await steps_of(event)):
        notifier = Notifier()
        await notifier.know()
        notifier.fuse.burns_at = burns_at
        with pytest.raises(Killed):
            await notifier.hear(event)
        notifier.fuse.burns_at = None
        await notifier.hear(event)
        await notifier.sweep(LATER)
        assert set(notifier.posts.values()) == {1}, f"killed at step {burns_at}"
        assert len(notifier.posts) == len(notifier.rows.kept)
        assert {row.state for row in notifier.rows.kept.values()} == {State.ACCEPTED}


async def test_killed_again_and_again_in_sending_and_sweeping_it_still_tells_once() -> None:
    for first in range(0, await steps_of(assigned()), 2):
        for second in range(14):
            notifier = Notifier()
            await notifier.know()
            notifier.fuse.burns_at = first
            with pytest.raises(Killed):
                await notifier.hear(assigned())
            notifier.fuse.burns_at = notifier.fuse.steps + second
            with suppress(Killed):
                await notifier.hear(assigned())
                await notifier.sweep(LATER)
            notifier.fuse.burns_at = None
            await notifier.hear(assigned())
            await notifier.sweep(LATER)
            assert set(notifier.posts.values()) == {1}, f"killed at {first} and {second}"
            assert len(notifier.posts) == len(notifier.rows.kept) == 3


async def test_killed_while_passing_on_it_uses_each_outlet_once() -> None:
    for burns_at in range(12):
        notifier = Notifier()
        await notifier.know()
        notifier.providers[Outlet.WECHAT].refusals = [Rejected("no such user")]
        await notifier.hear(resolved())
        notifier.fuse.burns_at = notifier.fuse.steps + burns_at
        with suppress(Killed):
            await notifier.sweep()
        notifier.fuse.burns_at = None
        await notifier.sweep(LATER)
        outlets = [(row.outlet, row.state) for row in notifier.to("o1")]
        assert outlets == [(Outlet.WECHAT, State.FAILED), (Outlet.SMS, State.ACCEPTED)]
        assert set(notifier.posts.values()) == {1}


async def test_the_provider_is_asked_before_a_row_is_sent_again(notifier: Notifier) -> None:
    notifier.providers[Outlet.WECHAT].refusals = [Unavailable("no answer")]
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    notifier.providers[Outlet.WECHAT].fates[row.id] = Found(provider_id="it came after all")
    await notifier.sweep(LATER)
    assert notifier.posts[row.id] == 0
    assert notifier.to("o1")[0].provider_id == "it came after all"


async def test_a_row_that_was_never_leased_is_sent_without_asking(notifier: Notifier) -> None:
    contact = next(c for c in notifier.contacts.kept.values() if c.person == "o1")
    contact.wish((), "11:00", "13:00")
    await notifier.hear(resolved())
    await notifier.sweep(timedelta(hours=1))
    row = notifier.to("o1")[0]
    assert (row.state, notifier.providers[Outlet.WECHAT].asked[row.id]) == (State.ACCEPTED, 0)


async def test_a_save_that_took_longer_than_the_lease_is_not_sent_by_its_maker(
    notifier: Notifier,
) -> None:
    cause = notifier.cause("slow")
    notifier.now += LATER
    await tell(resolved(), notifier.work(cause))
    assert not notifier.posts


async def test_a_receipt_that_outruns_the_record_of_the_send_counts(notifier: Notifier) -> None:
    async def receipt_at_once(token: str) -> None:
        await receipt(token, notifier.now, True, notifier.work(notifier.cause()))

    notifier.providers[Outlet.WECHAT].at_once = receipt_at_once
    await notifier.hear(resolved())
    assert notifier.to("o1")[0].state is State.DELIVERED
    assert len(notifier.rows.told_of(NotificationDelivered)) == 1


async def test_a_record_that_lost_its_race_is_made_alone(notifier: Notifier) -> None:
    """As when a preference or a page touches the row between the send and its record."""

    async def touched(token: str) -> None:
        notifier.rows.kept[token].version += 1

    notifier.providers[Outlet.WECHAT].at_once = touched
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    assert (row.state, row.provider_id, row.version) == (State.ACCEPTED, f"p-{row.id}", 3)


async def test_the_result_ends_as_a_phone_task_when_every_outlet_has_failed(
    notifier: Notifier,
) -> None:
    for provider in (Outlet.WECHAT, Outlet.SMS, Outlet.APP):
        notifier.providers[provider].refusals = [Rejected("no such user")]
    await notifier.hear(resolved(first_responder=None))
    await notifier.sweep()
    task = notifier.to("o1")[-1]
    assert (task.outlet, task.state, task.letter.caller) == (Outlet.PHONE, State.ACCEPTED, "w01")
    assert len(notifier.rows.told_of(NotificationFailed)) == 1


async def test_a_provider_that_refuses_to_say_what_became_of_it_does_not_stop_the_chase(
    notifier: Notifier,
) -> None:
    await notifier.hear(resolved())
    notifier.providers[Outlet.WECHAT].refusals = [Rejected("401")] * 20
    await notifier.sweep(timedelta(minutes=6))
    assert [row.outlet for row in notifier.to("o1")] == [Outlet.WECHAT, Outlet.SMS]
