"""Sweep for rows in which something is due: left by a crash, put off, or without a receipt."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from services.notifier.domain.notice import Notice
from services.notifier.domain.notice_board import NoticeBoard
from services.notifier.domain.notification import Notification
from services.notifier.domain.rows import RANKS
from services.notifier.domain.webhooks import Delivery
from services.notifier.handlers.notices import carry
from services.notifier.handlers.sending import Post, send
from services.notifier.handlers.sweeping import advance, claim_all
from services.notifier.handlers.webhooks import HookLists, HookWork
from services.notifier.handlers.webhooks import carry as carry_delivery
from services.notifier.ports import Lists, Work
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.runtime.metrics import swept

log = structlog.get_logger()
MOST: Final = 2000
LOAD: Final = 200
AT_ONCE: Final = 50


class Sweep:
    """Takes due rows a load at a time; several processes may sweep side by side.

    It reads ``MOST`` at a time and leases ``LOAD`` of them at once, which must have gone before the
    lease ends; whoever has been faster with a row that was read a while ago keeps it. Each of the
    ``ranks`` has a sweep of its own, so that no load of announcements, however slow its provider,
    stands before an urgent message.
    """

    def __init__(
        self,
        lists: Lists,
        work: Callable[[Cause], Work],
        clock: Clock,
        ranks: Sequence[int | None] = RANKS,
    ) -> None:
        self._lists = lists
        self._ranks = ranks
        self._work = work
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def turn(self) -> bool:
        """See to what is due; tell whether there may be more at once."""
        now = self._clock()
        rows: Sequence[Notification] = ()
        async for rows in self._lists.due(now, MOST, self._ranks):
            swept("notifications", [row.next_at for row in rows if row.next_at], now)
            for start in range(0, len(rows), LOAD):
                await self._see_to(rows[start : start + LOAD])
        if not rows:
            swept("notifications", [], now)
        return len(rows) == MOST

    async def _see_to(self, rows: Sequence[Notification]) -> None:
        leased = await self._claimed(rows)
        acts = [self._do(send, leased[row.id]) for row in rows if row.id in leased]
        acts += [self._do(advance, row) for row in rows if row.id not in leased]
        await asyncio.gather(*acts)

    async def _claimed(self, rows: Sequence[Notification]) -> dict[str, Notification]:
        """Lease by one command an estate what needs no second look."""
        found: dict[str, Notification] = {}
        for estate in {row.estate for row in rows}:
            theirs = [row for row in rows if row.estate == estate]
            work = self._work(self._cause(estate, "sweep"))
            found |= {row.id: row for row in await claim_all(theirs, work)}
        return found

    async def _do(self, act: Post, row: Notification) -> None:
        cause = self._cause(row.estate, row.letter.story or row.id)
        async with self._slots:
            try:
                await act(row, self._work(cause))
            except Exception as error:  # noqa: BLE001 - an edge loop: one row harms no neighbour
                log.warning("sweep.row-failed", notification=row.id, error=repr(error))

    def _cause(self, estate: str, story: str) -> Cause:
        return Cause(id=new_id(), estate=estate, at=self._clock(), correlation=story)


class Round:
    """Carries on the notices whose moment has come, emergencies in a round of their own."""

    def __init__(
        self,
        board: NoticeBoard,
        work: Callable[[Cause], Work],
        clock: Clock,
        *,
        emergency: bool,
    ) -> None:
        self._board = board
        self._work = work
        self._clock = clock
        self._emergency = emergency

    async def turn(self) -> bool:
        """See to the notices that are due."""
        found = await self._board.due(self._clock())
        due = [one for one in found if one.wording.emergency is self._emergency]
        swept("notices", [one.next_at for one in due if one.next_at], self._clock())
        for notice in due:
            await self._carry(notice)
        return False

    async def _carry(self, notice: Notice) -> None:
        cause = Cause(id=new_id(), estate=notice.estate, at=self._clock(), correlation=notice.id)
        try:
            await carry(notice.id, self._work(cause))
        except Exception as error:  # noqa: BLE001 - an edge loop: one notice harms no neighbour
            log.warning("round.notice-failed", notice=notice.id, error=repr(error))


class HookRound:
    """Carries webhook deliveries whose moment has come; several processes may do so."""

    def __init__(self, lists: HookLists, work: Callable[[Cause], HookWork], clock: Clock) -> None:
        self._lists = lists
        self._work = work
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def turn(self) -> bool:
        """Make an attempt at each delivery that is due; tell whether there was any."""
        due = await self._lists.due(self._clock())
        swept("webhooks", [one.next_at for one in due if one.next_at], self._clock())
        await asyncio.gather(*(self._carry(one) for one in due))
        return bool(due)

    async def _carry(self, one: Delivery) -> None:
        cause = Cause(id=new_id(), estate=one.estate, at=self._clock(), correlation=one.event_id)
        async with self._slots:
            try:
                await carry_delivery(one, self._work(cause), self._clock)
            except Conflict:
                log.info("webhook.taken", delivery=one.id)
            except Exception as error:  # noqa: BLE001 - an edge loop: one delivery harms no neighbour
                log.warning("webhook.failed", delivery=one.id, error=repr(error))
            else:
                log.info("webhook.tried", delivery=one.id, state=one.state, status=one.status)
