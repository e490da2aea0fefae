"""Do for a due row what its state calls for: send, ask for the receipt, pass on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

import structlog

from services.notifier.domain.contact import Contact
from services.notifier.domain.letter import Reach
from services.notifier.domain.notification import Notification, State
from services.notifier.domain.rows import follow, revise
from services.notifier.domain.wishes import renewed, reordered
from services.notifier.handlers.sending import known, parcel_of, post, record, send
from services.notifier.ports import Found, Rejected, Work
from shared.contracts.words import Outlet
from shared.kernel.errors import Conflict, Unavailable

log = structlog.get_logger()


async def advance(row: Notification, work: Work) -> None:
    """Take the step that is due; somebody faster has taken it already."""
    with suppress(Conflict):
        await STEPS[row.state](row, work)


async def claim_all(rows: Sequence[Notification], work: Work) -> Sequence[Notification]:
    """Lease at one stroke those of one estate's untried rows that go out just as they were made.

    A row that gathers may have changed since it was read, and is claimed by itself.
    """
    plain = [row for row in rows if row.is_untried and not row.letter.parts]
    readers = await work.book.look_up(work.cause.estate, {row.letter.recipient for row in plain})
    ready = [row for row in plain if _as_made(row, readers.get(row.letter.recipient), work)]
    return await work.lists.claim(ready, work.clock()) if ready else ()


def _as_made(row: Notification, contact: Contact | None, work: Work) -> bool:
    if contact is None or row.letter.secret:
        return True
    known = (Reach(outlet=row.outlet, to=row.to), *row.rest)
    quiet = None if row.letter.urgent else contact.quiet_until(work.clock(), work.world.zone)
    same = renewed(known, contact, row.letter) == known
    return same and quiet is None and not contact.mutes(row.letter.kind)


async def _claim(row: Notification, work: Work) -> None:
    if row.is_untried and not await _as_wished(row, work):
        return
    row.claim(work.clock())
    await work.apart(row).save(row)
    await send(row, work)


async def _as_wished(row: Notification, work: Work) -> bool:
    """Take the reader's newest wishes for what has not gone yet; tell whether it may go now."""
    contact, letter = await _reader(row, work), row.letter
    if contact is None or letter.secret:
        return True
    if contact.mutes(letter.kind):
        await record(row, lambda row: row.suppress("not wanted", work.clock()), work)
        return False
    known = (Reach(outlet=row.outlet, to=row.to), *row.rest)
    ways, now = renewed(known, contact, letter), work.clock()
    until = None if letter.urgent else contact.quiet_until(now, work.world.zone)
    revise(row, ways or known, until)
    if until is not None:
        await work.apart(row).save(row)
    return until is None


async def _reader(row: Notification, work: Work) -> Contact | None:
    person = row.letter.recipient
    return (await work.book.look_up(row.estate, {person})).get(person)


async def _chase(row: Notification, work: Work) -> None:
    found = await _ask(row, work)
    if found and (found.delivered_at or found.failed):
        await record(row, known(found, work), work)
        return
    await record(row, lambda row: row.fail("no receipt in time", work.clock()), work)


async def _ask(row: Notification, work: Work) -> Found | None:
    if row.outlet is Outlet.PHONE:
        return None
    try:
        return await work.world.providers[row.outlet].find(parcel_of(row))
    except (Unavailable, Rejected):
        return None


async def _pass_on(row: Notification, work: Work) -> None:
    contact = await _reader(row, work) if row.rest else None
    rest = reordered(row.rest, contact, row.letter) if contact else row.rest
    if successor := follow(row, work.clock(), rest):
        await post(successor, work)
    await record(row, lambda row: row.settle(), work)


async def _rest(row: Notification, _: Work) -> None:
    log.warning("notification.due-at-rest", notification=row.id, state=row.state)


STEPS: Final[Mapping[State, Callable[[Notification, Work], Awaitable[None]]]] = {
    State.PENDING: _claim,
    State.SENDING: _claim,
    State.ACCEPTED: _chase,
    State.FAILED: _pass_on,
    State.DELIVERED: _rest,
    State.READ: _rest,
    State.SUPPRESSED: _rest,
}
