"""Answer what people say on a chat channel."""

from contextlib import suppress
from typing import Final

from services.intake.domain.answers import (
    ALARMED,
    ANSWERS,
    AT_ONCE,
    acknowledged,
    mine,
    with_advice,
    with_number,
)
from services.intake.domain.binding import COMMAND
from services.intake.domain.emergency import emergency_in
from services.intake.domain.message import Intent, Kind, Message, as_read, intent_of, opinion_in
from services.intake.domain.owner import Owner, meant
from services.intake.domain.report import Report
from services.intake.domain.submission import Told
from services.intake.handlers import bindings, drafts, estates, talks
from services.intake.handlers.requests import take_in
from services.intake.ports import Work
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.errors import Seen

UNREAD: Final = frozenset({Intent.GREETING, Intent.THANKS, Intent.CANCEL, Intent.HOW, Intent.MINE})


async def hear(message: Message, work: Work) -> str:
    """Return the answer to a message, once whatever it asks for is safely saved.

    A registered owner's words become a request, at once or in a few turns; anything else goes to
    a clerk to read. In an emergency it says first what to do. Empty when there is nothing to say.
    """
    intent = intent_of(message)
    answer = await _heard(intent, message, work)
    emergency = emergency_in(message.text) if message.kind is Kind.TEXT else None
    if emergency and intent is not Intent.OPINION:
        return with_advice(answer, emergency, await estates.phone(work))
    return with_number(answer, await estates.phone(work)) if answer else answer


async def _heard(intent: Intent, message: Message, work: Work) -> str:
    if message.kind is Kind.REPORT:
        await _report(message, work)
    if intent in AT_ONCE:
        return ANSWERS[intent] + (work.page if intent is Intent.NOTICES else "")
    owners = await work.book.at(work.cause.estate, message.sender)
    if answer := await bindings.hear(message, owners, work):
        if not COMMAND.fullmatch(message.text.strip()):
            await _to_clerks(intent, message, None, work)
        return answer
    owner = meant(owners, message.text)
    if owner is not None:
        return await _of_owner(intent, message, owner, work)
    return await _to_clerks(intent, message, None, work)


async def _of_owner(intent: Intent, message: Message, owner: Owner, work: Work) -> str:
    if intent is Intent.HOW:
        return await drafts.begin(message, owner, work)
    if intent is Intent.MINE:
        asked = await work.receipts.of_owner(owner.estate, owner.owner_id)
        return mine(asked, work.page)
    if intent is Intent.CLERK:
        await drafts.hand_over(message, owner, work)
    elif answer := await _drafted(intent, message, owner, work):
        return answer
    if intent is Intent.REQUEST:
        return acknowledged(await take_in(_told(message, owner), work))
    return await _to_clerks(intent, message, owner, work)


async def _drafted(intent: Intent, message: Message, owner: Owner, work: Work) -> str | None:
    """Return the answer of the draft under way, or of an opinion that begins one."""
    asked = intent is Intent.OPINION and message.kind is Kind.MENU
    if not asked and (answer := await drafts.hear(message, owner, work)):
        return answer
    if intent is not Intent.OPINION:
        return None
    return await drafts.opine(message, owner, "" if asked else opinion_in(message.text), work)


async def _to_clerks(intent: Intent, message: Message, owner: Owner | None, work: Work) -> str:
    """Have a clerk read it, unless it asks for nothing."""
    if intent not in UNREAD:
        reporter = owner.reporter if owner else Reporter(address=message.sender)
        with suppress(Seen):
            await talks.ask(as_read(message), Channel.WECHAT, reporter, message.sender, work)
    if intent is Intent.REQUEST and emergency_in(message.text):
        return ALARMED.format(number=talks.alarm_number(Channel.WECHAT, message.sender, work))
    return ANSWERS[intent]


async def _report(message: Message, work: Work) -> None:
    report = Report.of(message, work.cause.estate, work.now)
    if not await work.reports.find(report.id):
        await work.reports.save(report)


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
