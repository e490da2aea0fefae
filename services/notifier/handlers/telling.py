"""Turn an event into rows for everybody who is to be told, and post them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import structlog

from services.notifier.domain.contact import Contact, completed, of_reporter
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import Notification, begin
from services.notifier.domain.phone import with_phone
from services.notifier.domain.tellings import (
    Audience,
    Telling,
    caller_of,
    staff_told,
    subject_of,
    telling_for,
)
from services.notifier.handlers.sending import post_all
from services.notifier.ports import Work
from shared.contracts.event import Event
from shared.contracts.requests import RequestFedBack, RequestResolved
from shared.contracts.words import Urgency
from shared.kernel.errors import Unavailable

log = structlog.get_logger()
Known = Mapping[str, Contact]


async def tell(event: Event, work: Work) -> None:
    """Tell everybody in the table; those not registered here yet are told when they are.

    Raises ``Unavailable`` if the register has yet to speak of somebody, after the others have
    been told: the message comes again and makes their rows only.
    """
    staff = staff_told(event)
    known = await work.book.look_up(work.cause.estate, _named(event, staff))
    rows = [*_to_owner(event, known, work), *_to_staff(event, staff, known, work)]
    rows += await _to_clerks(event, work)
    await post_all(rows, work)
    if missing := sorted(_named(event, staff) - known.keys() - _self_sufficient(event)):
        raise Unavailable(f"not registered here yet: {', '.join(missing)}")


async def fed_back(event: RequestFedBack, work: Work) -> None:
    """Take the phone task back: the owner has the result by other means."""
    about = await work.lists.calls_about(work.cause.estate, event.request.request_id)
    for task in about:
        if task.letter.round <= event.request.round and task.suppress("fed back", work.now):
            await work.apart(task).save(task)


def _named(event: Event, staff: Iterable[str]) -> frozenset[str]:
    owner = subject_of(event).reporter.owner_id
    told = telling_for(Audience.OWNER, event) is not None
    return frozenset((*staff, owner) if owner and told else staff)


def _self_sufficient(event: Event) -> frozenset[str]:
    reporter = subject_of(event).reporter
    reachable = reporter.owner_id and (reporter.phone or reporter.address)
    return frozenset({reporter.owner_id} if reachable and reporter.owner_id else ())


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
        _letter(event, telling, contact, work),
        caller=caller_of(event),
        script=work.world.words.script(event),
    )
    first = event.prefers if isinstance(event, RequestResolved) else None
    came_by = subject.request.channel if subject.request else None
    plan = with_phone(contact.plan(first, came_by), letter, contact.phone)
    yield from _rows(letter, plan, contact, work)


def _to_staff(
    event: Event, staff: Mapping[str, Telling], known: Known, work: Work
) -> Iterator[Notification]:
    for person, telling in staff.items():
        if contact := known.get(person):
            letter = _letter(event, telling, contact, work)
            yield from _rows(letter, with_phone(contact.plan(), letter, None), contact, work)


async def _to_clerks(event: Event, work: Work) -> list[Notification]:
    telling = telling_for(Audience.CLERKS, event)
    if telling is None:
        return []
    clerks = {clerk.person: clerk for clerk in await work.book.clerks(work.cause.estate)}
    return list(_to_staff(event, dict.fromkeys(clerks, telling), clerks, work))


def _letter(event: Event, telling: Telling, contact: Contact, work: Work) -> Letter:
    subject = subject_of(event)
    urgent = subject.request is not None and subject.request.urgency is Urgency.URGENT
    return Letter(
        estate=work.cause.estate,
        recipient=contact.person,
        cause=work.cause.id,
        because=event.type,
        about=subject.about,
        text=work.world.words.tell(telling.template, event),
        round=subject.round,
        story=work.cause.correlation,
        urgent=urgent,
        chased=telling.chased,
        not_before=None if urgent else contact.quiet_until(work.now, work.world.zone),
    )


def _rows(
    letter: Letter, plan: tuple[Reach, ...], contact: Contact, work: Work
) -> Iterator[Notification]:
    if not plan:
        log.warning("notification.unreachable", recipient=contact.person, because=letter.because)
        return
    row = begin(letter, plan, work.now)
    if not contact.active:
        row.suppress("no longer registered", work.now)
    yield row
