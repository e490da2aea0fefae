"""Do for a due row what its state calls for: send, ask for the receipt, pass on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final

import structlog

from services.notifier.domain.notification import Notification, State
from services.notifier.handlers.sending import known, parcel_of, post, record, send
from services.notifier.handlers.wishing import as_made, as_wished, readers_of, successor
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
    readers = await readers_of(plain, work) if plain else {}
    ready = [row for row in plain if as_made(row, readers.get(row.letter.recipient), work)]
    return await work.lists.claim(ready, work.clock()) if ready else ()


async def _claim(row: Notification, work: Work) -> None:
    if row.is_unsent and not await as_wished(row, work):
        return
    row.claim(work.clock())
    await work.apart(row).save(row)
    await send(row, work)


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
    if follower := await successor(row, work):
        await post(follower, work)
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
