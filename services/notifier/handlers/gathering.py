"""Gather what is told of one request within a short window; nothing is lost, nothing told twice.

The row's id comes from the person, the request and the window. Whoever comes second adds to it as
long as it waits, under the cause of their own message, which the row remembers; once it has gone,
a message makes a row of its own.
"""

from contextlib import suppress

from services.notifier.domain.digest import open_rows
from services.notifier.domain.letter import Letter
from services.notifier.domain.notification import Notification
from services.notifier.domain.rows import alone, gather
from services.notifier.handlers import sending
from services.notifier.handlers.wishing import as_wished
from services.notifier.ports import Work
from shared.kernel.errors import Conflict, Seen

_TURNS = 8


async def post(row: Notification, work: Work) -> None:
    """Save a new row and send it if it is due; one that exists takes in what it gathers."""
    if not row.letter.parts:
        await sending.post(row, work)
        return
    with suppress(Conflict):
        await sending.post_new(row, work)
        return
    for _ in range(_TURNS):
        with suppress(Conflict):
            await _add(row, work)
            return
    raise Conflict(f"notification {row.id} keeps changing")


async def release(letter: Letter, work: Work) -> None:
    """Send what still waits of the same request before its end is told, if it may go now."""
    for identity in open_rows(letter, work.world.window):
        row = await work.lists.row(identity)
        if row is None or not row.is_untried or row.estate != letter.estate:
            continue
        with suppress(Conflict):
            if await as_wished(row, work):
                row.claim(work.clock())
                await work.apart(row).save(row)
                await sending.send(row, work)


async def _add(row: Notification, work: Work) -> None:
    try:
        kept = await work.notifications.get(row.id)
    except Seen:
        return
    if gather(kept, row.letter):
        await work.notifications.save(kept)
    else:
        await sending.post(alone(row, work.now), work)
