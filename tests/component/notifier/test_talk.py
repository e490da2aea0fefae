"""A clerk's answer reaches the owner where they asked; whoever is late is paged; codes go out."""

from services.notifier.handlers.codes import send_code
from shared.contracts.conversations import CodeIssued, ConversationAnswered, MessageReceived
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Outlet
from tests.support.notifying import Notifier
from tests.support.talk import TALK
from tests.support.told import CLERK, NOON, OWNER

ANSWERED, LATE = TALK
CODE = CodeIssued(code_id="k1", phone="13900001111", code="012345", minutes=5, issued_at=NOON)


def answered(channel: Channel) -> ConversationAnswered:
    reporter = Reporter(owner_id="o1", address="wx-o1")
    return ANSWERED.model_copy(update={"channel": channel, "reporter": reporter})  # type: ignore[return-value]


async def outlet_of(channel: Channel) -> Outlet:
    notifier = Notifier()
    await notifier.know(OWNER)
    await notifier.hear(answered(channel))
    [row] = notifier.to("o1")
    return row.outlet


async def test_an_answer_goes_out_on_the_channel_of_the_question() -> None:
    assert await outlet_of(Channel.WECHAT) is Outlet.WECHAT
    assert await outlet_of(Channel.APP) is Outlet.APP


async def test_who_is_not_registered_is_answered_at_their_openid() -> None:
    notifier = Notifier()
    await notifier.hear(ANSWERED)
    [row] = notifier.rows.kept.values()
    assert (row.outlet, row.to, row.letter.heard_at) == (Outlet.WECHAT, "wx-guest", NOON)


async def test_a_message_in_a_conversation_that_is_taken_pages_that_clerk_only() -> None:
    notifier = Notifier()
    await notifier.know(CLERK, CLERK.model_copy(update={"staff_id": "c02"}))
    said = MessageReceived(
        conversation_id="k1",
        message_id="m1",
        channel=Channel.WECHAT,
        reporter=Reporter(address="wx-guest"),
        text="还在吗?",
        received_at=NOON,
        taken_by="c02",
    )
    await notifier.hear(said)
    assert (len(notifier.to("c01")), len(notifier.to("c02"))) == (0, 1)


async def test_whoever_is_named_hears_of_a_question_that_waits() -> None:
    notifier = Notifier()
    await notifier.know(CLERK)
    await notifier.hear(LATE.model_copy(update={"recipients": ("c01",)}))
    [row] = notifier.to("c01")
    assert (row.letter.chased, "请问几点停水" in row.letter.text) == (True, True)


async def test_a_code_is_sent_once_and_not_kept() -> None:
    notifier = Notifier()
    for _ in range(2):
        await send_code(CODE, notifier.work(notifier.cause("m1")))
    [row] = notifier.rows.kept.values()
    assert (row.outlet, row.to, "012345" in row.letter.text) == (
        Outlet.SMS,
        "13900001111",
        False,
    )
    assert sum(notifier.posts.values()) == 1
