"""Take what a reader wishes now for whatever has not gone yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.notifier.domain.contact import Contact
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import Notification
from services.notifier.domain.rows import begin, follow, revise
from services.notifier.domain.tongues import spoken_in
from services.notifier.domain.wishes import renewed, reordered
from services.notifier.handlers.sending import record
from services.notifier.ports import Work

NOT_WANTED = "not wanted"


async def readers_of(rows: Sequence[Notification], work: Work) -> Mapping[str, Contact]:
    """Return what is known of those whom rows of one estate are for."""
    return await work.book.look_up(rows[0].estate, {row.letter.recipient for row in rows})


async def as_wished(row: Notification, work: Work) -> bool:
    """Take the reader's newest wishes for what has not gone yet; tell whether it may go now."""
    contact = (await readers_of([row], work)).get(row.letter.recipient)
    if contact is None or row.letter.secret:
        return True
    if contact.mutes(row.letter.kind):
        await record(row, lambda row: row.suppress(NOT_WANTED, work.clock()), work)
        return False
    known = (Reach(outlet=row.outlet, to=row.to), *row.rest)
    row.letter = spoken_in(row.letter, contact.language)
    until = _quiet(row.letter, contact, work)
    revise(row, renewed(known, contact, row.letter) or known, until)
    if until is not None:
        await work.apart(row).save(row)
    return until is None


def as_made(row: Notification, contact: Contact | None, work: Work) -> bool:
    """Tell whether a row goes out just as it was made: its reader wishes nothing else now."""
    if contact is None or row.letter.secret:
        return True
    known = (Reach(outlet=row.outlet, to=row.to), *row.rest)
    same = renewed(known, contact, row.letter) == known
    same = same and spoken_in(row.letter, contact.language) is row.letter
    return same and not contact.mutes(row.letter.kind) and not _quiet(row.letter, contact, work)


async def successor(row: Notification, work: Work) -> Notification | None:
    """Return the row that follows one that failed, as wished now; None after the last.

    What is not wanted any more by any way that is left is kept unsent.
    """
    if not row.rest:
        return None
    contact, now = (await readers_of([row], work)).get(row.letter.recipient), work.clock()
    if contact is None:
        return follow(row, now)
    spoken = spoken_in(row.letter, contact.language)
    letter = replace(spoken, not_before=_quiet(spoken, contact, work))
    if ways := reordered(row.rest, contact, letter):
        return begin(letter, ways, now, row.rung + 1)
    kept = begin(letter, row.rest, now, row.rung + 1)
    kept.suppress(NOT_WANTED, now)
    return kept


def _quiet(letter: Letter, contact: Contact, work: Work) -> datetime | None:
    return None if letter.urgent else contact.quiet_until(work.clock(), work.world.zone)
