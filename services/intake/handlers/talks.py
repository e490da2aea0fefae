"""Let owners ask on any channel and clerks answer there; page whoever is late."""

from services.intake.domain.conversation import Conversation, conversation_id
from services.intake.domain.emergency import emergency_in
from services.intake.domain.line import Line
from services.intake.domain.staff import paged
from services.intake.domain.submission import Receipt, Told, submission_id
from services.intake.domain.wording import clean
from services.intake.handlers.requests import take_in
from services.intake.ports import Work
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.errors import Missing
from shared.kernel.ids import number_of


async def ask(
    text: str, channel: Channel, reporter: Reporter, address: str, work: Work
) -> Conversation:
    """Note what somebody says, for a clerk to answer on that channel.

    ``address`` names the conversation: an openid, or on other channels the owner. An emergency
    becomes a request at once, whatever way it was told.
    """
    estate = work.cause.estate
    known = await work.conversations.find(conversation_id(estate, channel, address))
    talk = known or Conversation.begin(estate, channel, reporter, address)
    talk.hear(
        text,
        message_id=work.cause.correlation,
        reporter=reporter,
        at=work.now,
        duty=work.duty,
    )
    if emergency_in(text):
        await _alarm(talk, talk.lines[-1], work)
    await work.conversations.save(talk)
    return talk


def alarm_number(channel: Channel, address: str, work: Work) -> str:
    """Return the number of the request that this work's words have become."""
    talk_id = conversation_id(work.cause.estate, channel, address)
    return number_of(submission_id(work.cause.estate, channel, talk_id, work.cause.correlation))


async def _alarm(talk: Conversation, line: Line, work: Work) -> None:
    receipt = await take_in(_told(talk, line, line.text, None), work)
    talk.link(line.id, receipt.request_id)


async def take(talk_id: str, by: str, name: str, work: Work) -> None:
    """Make a conversation one clerk's to answer."""
    talk = await _get(talk_id, work)
    talk.take(by, name, work.now)
    await work.conversations.save(talk)


async def release(talk_id: str, by: str, work: Work) -> None:
    """Put a conversation back for any clerk."""
    talk = await _get(talk_id, work)
    talk.release(by, work.now)
    await work.conversations.save(talk)


async def answer(talk_id: str, text: str, by: str, name: str, work: Work) -> None:
    """Answer on the channel on which was asked."""
    talk = await _get(talk_id, work)
    talk.answer(Line(id=work.cause.id, text=clean(text), at=work.now, by=by, by_name=name or None))
    await work.conversations.save(talk)


async def close(talk_id: str, work: Work) -> None:
    """End a conversation for now."""
    talk = await _get(talk_id, work)
    talk.close(work.now)
    await work.conversations.save(talk)


async def turn(talk_id: str, line_id: str, text: str | None, by: str, work: Work) -> Receipt:
    """Make a request of an owner's line: its channel is kept, ``by`` is its first responder."""
    talk = await _get(talk_id, work)
    line = talk.question(line_id)
    receipt = await work.receipts.find(_request_of(talk, line_id))
    if receipt is None:
        receipt = await take_in(_told(talk, line, text or line.text, by), work)
    talk.turned(line_id, receipt.request_id, work.now)
    await work.conversations.save(talk)
    return receipt


async def page(talk_id: str, work: Work) -> None:
    """Page whoever is late with an answer, if somebody still is."""
    talk = await work.conversations.find(talk_id)
    if talk is None or talk.step is None or talk.next_at is None or talk.next_at > work.now:
        return
    staff = await work.crew.all(work.cause.estate)
    talk.page(paged(talk.step, talk.taken_by, staff), work.now, work.duty)
    await work.conversations.save(talk)


async def repeated(talk_id: str, line_id: str, text: str, work: Work) -> Conversation:
    """Return a conversation whose line came before; raises ``KeyReused`` for other words."""
    talk = await _get(talk_id, work)
    talk.check_repeat(line_id, text)
    return talk


async def found(talk_id: str, work: Work) -> Conversation:
    """Return a conversation of the estate's as it stands; raises ``Missing``."""
    return await _get(talk_id, work)


async def _get(talk_id: str, work: Work) -> Conversation:
    talk = await work.conversations.find(talk_id)
    if talk is None:
        raise Missing("没有找到这个会话，请刷新列表后再试。")
    return talk


def _request_of(talk: Conversation, line_id: str) -> str:
    return submission_id(talk.estate, talk.channel, talk.id, line_id)


def _told(talk: Conversation, line: Line, text: str, by: str | None) -> Told:
    return Told(
        estate=talk.estate,
        channel=talk.channel,
        sender=talk.id,
        key=line.id,
        text=text,
        reporter=talk.reporter,
        place=talk.reporter.place,
        taken_by=by,
    )
