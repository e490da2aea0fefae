"""The notifier knows for how long it may answer somebody by WeChat without a template."""

from datetime import timedelta

from services.notifier.handlers.people import hear_message
from shared.contracts.conversations import MessageReceived
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Outlet
from tests.support.notifying import Notifier
from tests.support.told import NOON, assigned, resolved

HOUR = timedelta(hours=1)


def said(at_hour: int, channel: Channel = Channel.WECHAT) -> MessageReceived:
    return MessageReceived(
        conversation_id="c1",
        message_id=f"m{at_hour}",
        channel=channel,
        reporter=Reporter(owner_id="o1", address="wx-o1"),
        text="在吗",
        received_at=NOON + at_hour * HOUR,
    )


async def hear(notifier: Notifier, event: MessageReceived, cause: str | None = None) -> None:
    await hear_message(event, notifier.work(notifier.cause(cause)))


def heard_at(notifier: Notifier) -> object:
    return next(one for one in notifier.contacts.kept.values() if one.person == "o1").heard_at


async def test_a_request_by_wechat_opens_the_window(notifier: Notifier) -> None:
    await notifier.hear(assigned(channel=Channel.WECHAT))
    parcel = notifier.providers[Outlet.WECHAT].parcels[0]
    assert parcel.heard_at == NOON - timedelta(minutes=1)


async def test_a_request_by_app_opens_no_window(notifier: Notifier) -> None:
    await notifier.hear(assigned(channel=Channel.APP))
    assert notifier.providers[Outlet.WECHAT].parcels[0].heard_at is None


async def test_a_later_question_by_wechat_keeps_it_open(notifier: Notifier) -> None:
    await hear(notifier, said(3))
    await notifier.hear(resolved(channel=Channel.WECHAT))
    assert notifier.providers[Outlet.WECHAT].parcels[0].heard_at == NOON + 3 * HOUR


async def test_staff_s_letters_know_nothing_of_the_owner_s_window(notifier: Notifier) -> None:
    await notifier.hear(assigned(channel=Channel.WECHAT))
    assert {parcel.heard_at for parcel in notifier.providers[Outlet.SMS].parcels} == {None}


async def test_within_an_hour_nothing_is_written_again(notifier: Notifier) -> None:
    await hear(notifier, said(0))
    version = next(iter(c for c in notifier.contacts.kept.values() if c.person == "o1")).version
    await hear(notifier, said(0))
    after = next(iter(c for c in notifier.contacts.kept.values() if c.person == "o1")).version
    assert (version, heard_at(notifier)) == (after, NOON)


async def test_an_older_question_that_comes_late_changes_nothing(notifier: Notifier) -> None:
    await hear(notifier, said(3))
    await hear(notifier, said(1))
    assert heard_at(notifier) == NOON + 3 * HOUR


async def test_a_repeat_still_tells_the_clerks_once(notifier: Notifier) -> None:
    for _ in range(2):
        await hear(notifier, said(0), cause="message-9")
    assert [row.letter.because for row in notifier.to("c01")] == [MessageReceived.type]


async def test_what_the_provider_s_template_needs_travels_with_the_row(notifier: Notifier) -> None:
    await notifier.hear(resolved())
    assert notifier.to("o1")[0].letter.fields == {"number": "K7M2-Q4XA"}
