"""A conversation keeps the last lines and tells each one."""

from services.intake.domain.conversation import KEPT, Conversation
from shared.contracts.conversations import MessageReceived
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from tests.support.intake import NOON
from tests.support.intake_lists import DUTY

WHO = Reporter(address="o1")


def begun() -> Conversation:
    return Conversation.begin("sample", Channel.WECHAT, WHO, "o1")


def test_what_is_said_is_told_for_a_clerk_to_read() -> None:
    conversation = begun()
    conversation.hear("人工", message_id="m1", reporter=WHO, at=NOON, duty=DUTY)
    assert conversation.events == [
        MessageReceived(
            conversation_id=conversation.id,
            message_id="m1",
            channel=Channel.WECHAT,
            reporter=WHO,
            text="人工",
            received_at=NOON,
        )
    ]


def test_there_is_one_conversation_with_each_address() -> None:
    assert begun().id == begun().id


def test_only_the_last_lines_are_kept() -> None:
    conversation = begun()
    for number in range(KEPT + 5):
        conversation.hear(
            f"第{number}句", message_id=f"m{number}", reporter=WHO, at=NOON, duty=DUTY
        )
    assert [conversation.lines[0].text, len(conversation.lines)] == ["第5句", KEPT]


def test_whoever_registers_later_is_known_from_then_on() -> None:
    conversation = begun()
    known = Reporter(owner_id="owner-1", address="o1")
    conversation.hear("人工", message_id="m1", reporter=known, at=NOON, duty=DUTY)
    assert conversation.reporter == known
