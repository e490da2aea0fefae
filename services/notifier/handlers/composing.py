"""Write the letter that an event means for one person, and make its row."""

from collections.abc import Iterator
from dataclasses import replace

import structlog

from services.notifier.domain.contact import Contact
from services.notifier.domain.digest import is_gathered, window_of
from services.notifier.domain.kinds import kind_of
from services.notifier.domain.letter import Letter, Reach, row_id
from services.notifier.domain.notification import Notification
from services.notifier.domain.phone import with_phone
from services.notifier.domain.rows import begin
from services.notifier.domain.subject import subject_of
from services.notifier.domain.tellings import Telling, is_urgent
from services.notifier.ports import Work
from shared.contracts.event import Event
from shared.contracts.requests import RequestEscalated
from shared.contracts.words import Role

log = structlog.get_logger()


async def worded(work: Work) -> Work:
    """Return the work with the estate's own texts in place of ours."""
    words = work.world.words.under(await work.wordings.of(work.cause.estate))
    return replace(work, world=replace(work.world, words=words))


def write(event: Event, telling: Telling, contact: Contact, work: Work) -> Letter:
    """Return what somebody is told of an event, in their language."""
    subject, urgent, words = subject_of(event), is_urgent(event), work.world.words
    page = _page(event, contact, work)
    return Letter(
        estate=work.cause.estate,
        recipient=contact.person,
        cause=work.cause.id,
        because=event.type,
        about=subject.about,
        text=words.tell(telling.template, event, page, contact.language),
        fields=words.fields(event),
        round=subject.round,
        story=work.cause.correlation,
        urgent=urgent,
        chased=telling.chased,
        not_before=None if urgent else contact.quiet_until(work.now, work.world.zone),
        kind=None if urgent or contact.role is not Role.OWNER else kind_of(event),
        gathered=is_gathered(event, urgent) and not telling.chased,
        language=contact.language,
        others=words.elsewhere(telling.template, event, page, contact.language),
        speaks_of=_others(subject.reporter.owner_id, contact),
    )


def make_rows(
    letter: Letter, plan: tuple[Reach, ...], contact: Contact, work: Work
) -> Iterator[Notification]:
    """Yield the row of a letter; one that is not wanted or not due to anybody is kept unsent."""
    if not plan:
        log.warning("notification.unreachable", recipient=contact.person, because=letter.because)
        return
    window = window_of(letter, work.world.window) if letter.gathered else None
    row = begin(letter, plan, work.now)
    if not contact.active and letter.caller is None:
        row.suppress("no longer registered", work.now)
    elif contact.mutes(letter.kind):
        row.suppress("not wanted", work.now)
    elif window:
        identity, ends = window
        until = max(ends, letter.not_before or ends)
        waiting = replace(letter, parts=(letter.text,), not_before=until)
        row = begin(waiting, plan, work.now, identity=identity)
    yield row


def ways_to(contact: Contact, letter: Letter) -> tuple[Reach, ...]:
    """Return the ways by which a letter is tried; all of them for one who will not be written to.

    The row of such a letter shows what would have been sent, and why it was not.
    """
    kind = None if contact.mutes(letter.kind) else letter.kind
    gone = not contact.active and letter.caller
    ways = () if gone else contact.plan(letter.asked, letter.came_by, kind)
    return with_phone(ways, letter, contact.phone)


def _others(owner: str | None, reader: Contact) -> tuple[str, ...]:
    """Return the owner whose matter it is, unless that is who reads it."""
    return (owner,) if owner and owner != reader.person else ()


def _page(event: Event, contact: Contact, work: Work) -> str:
    """Return the row by which somebody says that they have seen a page of the ladder."""
    if not isinstance(event, RequestEscalated):
        return ""
    return row_id(work.cause.estate, contact.person, work.cause.id)
