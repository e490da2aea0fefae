"""Turn an event into rows for everybody who is to be told, and post them."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import structlog

from services.notifier.domain.audience import Audience
from services.notifier.domain.contact import CAME_BY, Contact, completed, of_reporter
from services.notifier.domain.digest import ENDING
from services.notifier.domain.notification import Notification
from services.notifier.domain.subject import subject_of
from services.notifier.domain.tellings import (
    Telling,
    caller_of,
    heard_at,
    members_of,
    staff_told,
    telling_for,
)
from services.notifier.handlers import gathering
from services.notifier.handlers.composing import make_rows, ways_to, worded, write
from services.notifier.handlers.sending import post_all
from services.notifier.ports import Work
from shared.contracts.conversations import ConversationAnswered
from shared.contracts.event import Event
from shared.contracts.requests import RequestFedBack, RequestResolved
from shared.contracts.words import Outlet
from shared.kernel.errors import Unavailable

log = structlog.get_logger()
Known = Mapping[str, Contact]


async def tell(event: Event, work: Work) -> None:
    """Tell everybody in the table; those not registered here yet are told when they are.

    Raises ``Unavailable`` if the register has yet to speak of somebody, after the others have
    been told: the message comes again and makes their rows only.
    """
    work = await worded(work)
    staff = staff_told(event)
    whose = subject_of(event).reporter.owner_id
    asked = _named(event, staff) | ({whose} if whose else set())
    known = await work.book.look_up(work.cause.estate, asked)
    rows = [*_to_owner(event, known, work), *_to_staff(event, staff, known, work)]
    rows += _to_members(event, known, work)
    rows += await _to_clerks(event, work)
    if type(event) in ENDING:
        await asyncio.gather(*(gathering.release(row.letter, work) for row in rows))
    await post_all(rows, work, gathering.post)
    await _forget_again(known.get(whose or ""), work)
    if missing := sorted(_named(event, staff) - known.keys() - _self_sufficient(event)):
        raise Unavailable(f"not registered here yet: {', '.join(missing)}")


async def fed_back(event: RequestFedBack, work: Work) -> None:
    """Take the phone task back: the owner has the result; the first responder hears of it."""
    about = await work.lists.calls_about(work.cause.estate, event.request.request_id)
    for task in about:
        if task.letter.round <= event.request.round and task.suppress("fed back", work.now):
            await work.apart(task).save(task)
    await tell(event, work)


async def _forget_again(owner: Contact | None, work: Work) -> None:
    """Forget what is told of an owner after they were erased, as soon as it has been told."""
    if owner and owner.is_erased and work.memory is not None:
        await work.memory.erase(owner.person, work.cause)


def _named(event: Event, staff: Iterable[str]) -> frozenset[str]:
    owner = subject_of(event).reporter.owner_id
    told = telling_for(Audience.OWNER, event) is not None
    members = (one.owner_id for one in members_of(event) if one.owner_id)
    return frozenset((*staff, *members, *((owner,) if owner and told else ())))


def _self_sufficient(event: Event) -> frozenset[str]:
    reporters = (subject_of(event).reporter, *members_of(event))
    reachable = (one.owner_id for one in reporters if one.phone or one.address)
    return frozenset(owner for owner in reachable if owner)


def _to_owner(event: Event, known: Known, work: Work) -> Iterator[Notification]:
    telling = telling_for(Audience.OWNER, event)
    subject = subject_of(event)
    reporter = subject.reporter
    if telling is None or _named(event, ()) - known.keys() - _self_sufficient(event):
        return
    registered = known.get(reporter.owner_id or "")
    contact = (
        completed(registered, reporter)
        if registered
        else of_reporter(work.cause.estate, reporter, subject.about)
    )
    letter = replace(
        write(event, telling, contact, work),
        caller=caller_of(event),
        script=work.world.words.script(event),
        heard_at=heard_at(event, contact.heard_at),
        asked=_asked_for(event),
        came_by=subject.request.channel if subject.request else None,
    )
    yield from make_rows(letter, ways_to(contact, letter), contact, work)


def _asked_for(event: Event) -> Outlet | None:
    """Return the outlet that comes first: the one wished for, or that on which they asked."""
    if isinstance(event, ConversationAnswered):
        return CAME_BY[event.channel]
    return event.prefers if isinstance(event, RequestResolved) else None


def _to_members(event: Event, known: Known, work: Work) -> Iterator[Notification]:
    telling = telling_for(Audience.MEMBERS, event)
    missing = _named(event, ()) - known.keys() - _self_sufficient(event)
    for reporter in members_of(event) if telling else ():
        registered = known.get(reporter.owner_id or "")
        if telling is None or reporter.owner_id in missing:
            continue
        left = of_reporter(work.cause.estate, reporter, subject_of(event).about)
        contact = completed(registered, reporter) if registered else left
        letter = write(event, telling, contact, work)
        yield from make_rows(letter, ways_to(contact, letter), contact, work)


def _to_staff(
    event: Event, staff: Mapping[str, Telling], known: Known, work: Work
) -> Iterator[Notification]:
    for person, telling in staff.items():
        if contact := known.get(person):
            letter = write(event, telling, contact, work)
            yield from make_rows(letter, ways_to(contact, letter), contact, work)


async def _to_clerks(event: Event, work: Work) -> list[Notification]:
    telling = telling_for(Audience.CLERKS, event)
    if telling is None:
        return []
    clerks = {clerk.person: clerk for clerk in await work.book.clerks(work.cause.estate)}
    return list(_to_staff(event, dict.fromkeys(clerks, telling), clerks, work))
