"""Carry a notice to everybody on its list, page by page, whatever kills the process.

Whom it goes to is written down before the first is told; the notice counts how many have been.
A page that is told twice makes the same rows again, which exist already.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog

from services.notifier.domain.addressees import Reached, Scope, reached
from services.notifier.domain.audience import Audience
from services.notifier.domain.contact import Contact
from services.notifier.domain.letter import Letter
from services.notifier.domain.notice import (
    LEASE,
    CountChanged,
    NobodyMeant,
    Notice,
    Standing,
    published,
)
from services.notifier.domain.notification import Notification
from services.notifier.domain.phone import with_phone
from services.notifier.domain.rows import begin
from services.notifier.domain.tellings import Telling
from services.notifier.handlers.composing import make_rows, ways_to, worded, write
from services.notifier.handlers.sending import post
from services.notifier.ports import Work
from shared.contracts.envelope import Cause
from shared.kernel.errors import Conflict
from shared.kernel.ids import derived_id, new_id

log = structlog.get_logger()
PAGE: Final = 100
QUEUED: Final = "每小时最多发出 {} 条普通公告，这一条排到 {} 发出。等不及的请取消后改为紧急公告。"
AT_ONCE: Final = 16
TELLING: Final = Telling(Audience.OWNER, "owner.notice")


async def addressees(scope: Scope, work: Work) -> Sequence[Contact]:
    """Return whom a scope means now; a mere list of owners costs no look at all of them."""
    if scope.owners and not (scope.buildings or scope.units):
        named = await work.book.look_up(work.cause.estate, scope.owners)
        return [one for one in named.values() if scope.covers(one)]
    return [one for one in await work.board.owners(work.cause.estate) if scope.covers(one)]


async def count(notice: Notice, work: Work) -> Reached:
    """Count whom a notice would reach, and by what, before it is sent."""
    said = notice.wording
    return reached(await addressees(said.scope, work), emergency=said.emergency)


async def check(notice: Notice, counted: int | None, work: Work) -> None:
    """Raise ``NobodyMeant``, or ``CountChanged`` if the sender was shown another number."""
    found = len(await addressees(notice.wording.scope, work))
    if not found:
        raise NobodyMeant
    if counted is not None and counted != found:
        raise CountChanged(found)


async def carry(identity: str, work: Work, pages: int | None = None) -> None:
    """Take a notice whose moment has come, and go on until all or ``pages`` have been told."""
    with suppress(Conflict):
        notice = await work.notices.get(identity)
        if notice.next_at is None or notice.next_at > work.clock():
            return
        if notice.standing is Standing.WAITING and not await _begin(notice, work):
            return
        await _go_on(notice, work, pages)


async def _go_on(notice: Notice, work: Work, pages: int | None) -> None:
    people, told = await work.board.whom(notice.id), 0
    while notice.standing is Standing.SENDING and told != pages:
        page = people[notice.done : notice.done + PAGE]
        await _tell(notice, page, work)
        told += 1
        hold = timedelta() if told == pages else LEASE
        notice.go_on(len(page) or notice.recipients, work.clock(), hold)
        await _save(notice, work)


async def _begin(notice: Notice, work: Work) -> bool:
    now = work.clock()
    if notice.lapse(now) or not await _has_turn(notice, work):
        await _save(notice, work)
        return False
    people = sorted(one.person for one in await addressees(notice.wording.scope, work))
    await work.board.write_down(notice, people)
    notice.begin(len(await work.board.whom(notice.id)), now)
    await _save(notice, work)
    log.info("notice.begun", notice=notice.id, recipients=notice.recipients)
    return True


async def _has_turn(notice: Notice, work: Work) -> bool:
    """Take a turn of the hour for an ordinary notice; one that gets none is told why it waits."""
    if notice.wording.emergency:
        return True
    most = work.world.notices_an_hour
    until = await work.board.turn(notice, work.clock(), most)
    if until is not None:
        notice.put_off(until, QUEUED.format(most, f"{until.astimezone(work.world.zone):%H:%M}"))
    return until is None


async def _tell(notice: Notice, people: Sequence[str], work: Work) -> None:
    """Tell one page; its rows are made under causes that a repeat makes again."""
    work = await worded(work)
    known = await work.book.look_up(notice.estate, people)
    slots = asyncio.Semaphore(AT_ONCE)
    rows = [row for one in people if one in known for row in _rows(notice, known[one], work)]
    await asyncio.gather(*(_post(row, slots, work) for row in rows))


async def _post(row: Notification, slots: asyncio.Semaphore, work: Work) -> None:
    async with slots:
        await post(row, work)


def _rows(notice: Notice, contact: Contact, work: Work) -> Sequence[Notification]:
    caused = replace(work, cause=work.cause.model_copy(update={"id": notice.id}))
    event, said = published(notice), notice.wording
    letter = replace(
        write(event, TELLING, contact, caused),
        urgent=said.emergency,
        chased=said.must_read,
        bulk=True,
        expires_at=said.expires_at,
    )
    if not said.emergency:
        return tuple(make_rows(letter, ways_to(contact, letter), contact, work))
    return _by_all(replace(letter, kind=None, chased=False, not_before=None), contact, work)


def _by_all(letter: Letter, contact: Contact, work: Work) -> Sequence[Notification]:
    """Return a row for every outlet at once; which is which does not hang on their order."""
    return tuple(
        begin(replace(letter, cause=derived_id(letter.cause, way.outlet)), (way,), work.clock())
        for way in with_phone(contact.plan(), letter, None)
    )


async def _save(notice: Notice, work: Work) -> None:
    """Save as a unit of work of its own: one round makes many steps."""
    cause = Cause(id=new_id(), estate=notice.estate, at=work.clock(), correlation=notice.id)
    await work.notices_under(cause).save(notice)
