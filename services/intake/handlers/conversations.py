"""Answer what people say on a chat channel."""

from contextlib import suppress

from services.intake.domain.answers import ANSWERS, AT_ONCE, acknowledged
from services.intake.domain.conversation import Conversation, conversation_id
from services.intake.domain.message import Intent, Message, as_read, intent_of
from services.intake.domain.owner import Owner
from services.intake.domain.submission import Told
from services.intake.handlers.requests import take_in
from services.intake.ports import Work
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.errors import Seen


async def hear(message: Message, work: Work) -> str:
    """Return the answer to a message, once whatever it asks for is safely saved.

    A registered owner's words become a request; anything else goes to a clerk to read. Empty when
    there is nothing to say.
    """
    intent = intent_of(message)
    if intent in AT_ONCE:
        return ANSWERS[intent]
    owner = await work.book.by_openid(work.cause.estate, message.sender)
    if intent is Intent.REQUEST and owner is not None:
        return acknowledged(await take_in(_told(message, owner), work))
    with suppress(Seen):
        await _note(message, owner, work)
    return ANSWERS[intent]


async def _note(message: Message, owner: Owner | None, work: Work) -> None:
    reporter = owner.reporter if owner else Reporter(address=message.sender)
    identity = conversation_id(work.cause.estate, Channel.WECHAT, message.sender)
    conversation = await work.conversations.find(identity) or Conversation.begin(
        work.cause.estate, Channel.WECHAT, reporter
    )
    conversation.hear(
        as_read(message), message_id=work.cause.correlation, reporter=reporter, at=work.now
    )
    await work.conversations.save(conversation)


def _told(message: Message, owner: Owner) -> Told:
    return Told(
        estate=owner.estate,
        channel=Channel.WECHAT,
        sender=message.sender,
        key=message.key,
        text=message.text,
        reporter=owner.reporter,
        place=owner.place,
    )
