"""Draft, send and take back notices; change an estate's texts."""

from contextlib import suppress
from datetime import datetime

from services.notifier.domain.contact import Contact
from services.notifier.domain.letter import row_id
from services.notifier.domain.notice import Notice, Reading, Wording
from services.notifier.domain.sms import Sms, check_text
from services.notifier.domain.template import Template, blank, template_id
from services.notifier.handlers import notices
from services.notifier.handlers.composing import worded
from services.notifier.handlers.sending import record
from services.notifier.ports import Work
from shared.contracts.words import Outlet
from shared.kernel.errors import Conflict, Missing
from shared.kernel.ids import derived_id


async def draft(wording: Wording, by: str, work: Work) -> Notice:
    """Keep a draft; a repeat of the command finds it again."""
    identity = derived_id("notice", work.cause.id)
    notice = Notice(
        id=identity,
        estate=work.cause.estate,
        wording=wording,
        drafted_by=by,
        drafted_at=work.now,
    )
    await work.notices.save(notice)
    return notice


async def edit(identity: str, wording: Wording, work: Work) -> None:
    """Change a draft."""
    notice = await work.notices.get(identity)
    notice.edit(wording)
    await work.notices.save(notice)


async def send(
    identity: str, by: str, at: datetime | None, counted: int | None, work: Work
) -> None:
    """Let a notice go out, to as many people as its sender was shown."""
    notice = await work.notices.get(identity)
    await notices.check(notice, counted, work)
    notice.send(by, at, work.now)
    await work.notices.save(notice)


async def undo(identity: str, work: Work) -> None:
    """Take a notice back before it has gone to anybody."""
    notice = await work.notices.get(identity)
    notice.undo()
    await work.notices.save(notice)


async def withdraw(identity: str, by: str, reason: str, work: Work) -> None:
    """Take a notice off the board; who has not had it will not get it."""
    notice = await work.notices.get(identity)
    notice.withdraw(by, reason, work.now)
    await work.notices.save(notice)


async def read(identity: str, person: str, work: Work) -> None:
    """Note once that an owner has opened a notice of theirs; no other outlet is tried for it."""
    notice, contact = await work.notices.get(identity), await reader(person, work)
    if contact is None or not notice.stands(work.now) or not notice.wording.scope.covers(contact):
        raise Missing("没有找到这条公告，可能已经过期或撤回。")
    reading = Reading(
        id=derived_id("reading", identity, person),
        estate=work.cause.estate,
        notice=identity,
        person=person,
        read_at=work.now,
    )
    with suppress(Conflict):
        await work.readings.save(reading)
    for rung in range(len(Outlet)):
        row = await work.lists.row(row_id(work.cause.estate, person, identity, rung))
        if row:
            await record(row, lambda row: row.read(work.now), work)


async def reader(person: str, work: Work) -> Contact | None:
    """Return what is known of whoever reads."""
    return (await work.book.look_up(work.cause.estate, {person})).get(person)


async def template(name: str, work: Work) -> Template:
    """Return an estate's versions of a text, if there are any."""
    estate = work.cause.estate
    return await work.templates.find(template_id(estate, name)) or blank(estate, name)


async def write_template(name: str, text: str, by: str, note: str, work: Work) -> None:
    """Send a new text from now on; one that could fail later is refused now."""
    await try_out(name, text, work)
    kept = await template(name, work)
    kept.write(text, by, work.now, note)
    await work.templates.save(kept)
    work.wordings.forget(work.cause.estate)


async def roll_back(name: str, number: int, work: Work) -> None:
    """Send an older text again; events may have changed since, so it is tried out as well."""
    kept = await template(name, work)
    if text := kept.roll_back(number):
        await try_out(name, text, work)
    await work.templates.save(kept)
    work.wordings.forget(work.cause.estate)


async def try_out(name: str, text: str, work: Work) -> tuple[tuple[str, Sms], ...]:
    """Return how a text reads with samples, and how long it is as an SMS."""
    said = work.world.words.check(name, text)
    return tuple((one, check_text(one, work.world.signature)) for one in said)


async def as_it_stands(name: str, work: Work) -> str:
    """Return the text that is sent now."""
    return (await worded(work)).world.words.text(name)
