"""Send a row that is leased to this process, and record what came of it.

The order that keeps a message from being lost or doubled, whatever kills the process: the row is
saved as leased, then sent, then recorded. A row whose lease ran out is asked for at the provider,
by its id, before it is sent again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from services.notifier.domain.notification import Notification, State
from services.notifier.domain.patience import REPORTED
from services.notifier.domain.phone import notice_of, with_phone
from services.notifier.domain.rows import begin
from services.notifier.ports import Found, Later, Parcel, Rejected, Work
from shared.contracts.notices import NoticePublished
from shared.contracts.words import Outlet
from shared.kernel.errors import Conflict, Unavailable

log = structlog.get_logger()
Mark = Callable[[Notification], bool]
Post = Callable[[Notification, Work], Awaitable[None]]
LEAST: Final = timedelta(seconds=4)
SPARE: Final = timedelta(seconds=0.5)
HOLD: Final = timedelta(seconds=2)
_TURNS: Final = 8


async def post_all(rows: Iterable[Notification], work: Work, one: Post | None = None) -> None:
    """Post rows side by side; all are tried before the first failure is raised."""
    act = one or post
    outcomes = await asyncio.gather(*(act(row, work) for row in rows), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def post(row: Notification, work: Work) -> None:
    """Save a new row and send it right away; one that exists already is its maker's affair."""
    with suppress(Conflict):
        await post_new(row, work)


async def post_new(row: Notification, work: Work) -> None:
    """Save a new row and send it right away; raises ``Conflict`` for one that exists."""
    await work.notifications.save(row)
    if row.state is State.SENDING:
        await send(row, work)


async def send(row: Notification, work: Work) -> None:
    """Make one attempt with a leased row; what cannot be recorded is left to the sweep."""
    left = (row.next_at or row.created_at) - work.clock()
    if left < LEAST:
        return
    try:
        async with asyncio.timeout((left - SPARE).total_seconds()):
            mark = await _attempt(row, work)
    except TimeoutError:
        mark = partial(_retry, "no answer in time", work)
    await work.world.records.put(row.id, partial(_record, row, mark, work), _hold(row, mark, work))


def _hold(row: Notification, mark: Mark, work: Work) -> timedelta:
    """Return how long the record may wait for a receipt: none comes from the app by itself."""
    if not _is_taking(mark) or row.outlet not in REPORTED:
        return timedelta()
    left = (row.next_at or row.created_at) - work.clock()
    return max(timedelta(), min(HOLD, left - LEAST))


async def _record(row: Notification, mark: Mark, work: Work) -> None:
    try:
        if _is_taking(mark) and not row.letter.secret:
            await _taken(row, mark, work)
        else:
            await record(row, mark, work)
    except (Conflict, Unavailable) as error:
        log.warning("notification.unrecorded", notification=row.id, error=error.slug)


async def _taken(row: Notification, mark: Mark, work: Work) -> None:
    """Record together with others that the provider took it; alone if somebody was faster."""
    if mark(row) and await work.world.takings.record(row):
        log.info(f"notification.{row.state}", **keys(row))
        return
    await record(await work.apart(row).get(row.id), mark, work)


async def record(row: Notification, mark: Mark, work: Work) -> Notification:
    """Save what ``mark`` changes, on the newest state if somebody was faster; return the row."""
    for _ in range(_TURNS):
        if not mark(row):
            return row
        try:
            await work.apart(row).save(row)
        except Conflict:
            row = await work.apart(row).get(row.id)
            continue
        log.info(f"notification.{row.state}", **keys(row))
        return row
    raise Conflict(f"notification {row.id} keeps changing")


def keys(row: Notification) -> dict[str, str | int]:
    """Return what a log line says of a row: no text, no address."""
    letter = row.letter
    return {
        "notification": row.id,
        "estate": row.estate,
        "correlation": letter.story or row.id,
        "recipient": letter.recipient,
        "outlet": row.outlet,
        "because": letter.because,
        "about": letter.about,
        "tries": row.tries,
        "reason": row.reason,
    }


async def _attempt(row: Notification, work: Work) -> Mark:
    if needless := await _needless(row, work):
        return lambda row: row.suppress(needless, work.clock())
    if row.outlet is Outlet.PHONE:
        return await _ask_caller(row, work)
    try:
        return await _carry(row, work)
    except Later as error:
        return partial(_put_off, error, work)
    except Unavailable as error:
        return partial(_retry, str(error), work)
    except Rejected as error:
        return partial(_fail, str(error), work)


async def _needless(row: Notification, work: Work) -> str:
    """Return why it need not be sent any more; nothing if it must be."""
    letter = row.letter
    if letter.expires_at and letter.expires_at <= work.clock():
        return "expired"
    notice = letter.because == NoticePublished.type
    return "withdrawn" if notice and await work.board.is_withdrawn(letter.about) else ""


async def _carry(row: Notification, work: Work) -> Mark:
    provider, parcel = work.world.providers[row.outlet], parcel_of(row)
    if row.is_doubtful and (found := await provider.find(parcel)):
        return known(found, work)
    return partial(_accept, await provider.send(parcel), work)


def parcel_of(row: Notification) -> Parcel:
    """Return what a provider is handed, or asked after."""
    letter = row.letter
    return Parcel(
        token=row.id,
        to=row.to,
        text=letter.text,
        about=letter.about,
        because=letter.because,
        estate=row.estate,
        fields=letter.fields,
        urgent=letter.urgent,
        chased=letter.chased,
        since=row.created_at,
        tried_at=row.tried_at,
        heard_at=letter.heard_at,
        provider_id=row.provider_id,
    )


async def _ask_caller(task: Notification, work: Work) -> Mark:
    letter = notice_of(task)
    found = await work.book.look_up(task.estate, {letter.recipient})
    ways = found[letter.recipient].plan() if letter.recipient in found else ()
    if plan := with_phone(ways, letter, None):
        notice = begin(letter, plan, work.clock())
        await post(notice, work)
    return partial(_accept, "phone-task", work)


def known(found: Found, work: Work) -> Mark:
    """Return the change that a provider's knowledge of a token calls for."""
    if found.failed:
        return partial(_fail, "provider: not delivered", work)
    if found.delivered_at:
        at = found.delivered_at
        return lambda row: row.deliver(at)
    return partial(_accept, found.provider_id, work)


def _is_taking(mark: Mark) -> bool:
    return isinstance(mark, partial) and mark.func is _accept


def _accept(provider_id: str, work: Work, row: Notification) -> bool:
    return row.accept(provider_id, work.clock(), work.world.waits.get(row.outlet))


def _retry(reason: str, work: Work, row: Notification) -> bool:
    return row.retry(reason, work.clock())


def _put_off(error: Later, work: Work, row: Notification) -> bool:
    return row.put_off(str(error), error.until, work.clock())


def _fail(reason: str, work: Work, row: Notification) -> bool:
    return row.fail(reason, work.clock())
