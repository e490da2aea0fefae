"""Loop over what time brings: due requests, new rules, who left, everybody's load."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from services.router import handlers
from services.router.channels.rules import RulesInMemory
from services.router.domain.loads import Loads
from services.router.domain.rules import Rules
from services.router.ports import IncidentLists, Work
from services.router.store import RequestLists
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Seen, Unavailable
from shared.kernel.ids import derived_id
from shared.runtime.metrics import swept

log = structlog.get_logger()
AT_ONCE: Final = 64
_REST: Final = timedelta(minutes=1)
Handle = Callable[[str, Work], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Rounds:
    """The loops' turns; each act has a cause of its own, so that two routers act once."""

    lists: RequestLists
    known: IncidentLists
    book: RulesInMemory
    loads: Loads
    work: Callable[[Cause], Work]
    clock: Clock
    _sore: dict[str, datetime] = field(default_factory=dict)
    _timed: dict[str, int] = field(default_factory=dict)

    async def sweep(self) -> None:
        """Look at every request whose moment has come, the longest waiting first."""
        now = self.clock()
        self._sore = {key: until for key, until in self._sore.items() if until > now}
        waiting = await self.lists.waiting(now)
        swept("requests", [one.next_at for one in waiting], now)
        due = [one for one in waiting if one.request_id not in self._sore]
        for first in range(0, len(due), AT_ONCE):
            await asyncio.gather(
                *(
                    self._do(handlers.look, one.estate, one.request_id, one.next_at.isoformat())
                    for one in due[first : first + AT_ONCE]
                )
            )

    async def refresh(self) -> None:
        """Read the rules again; where they are new, provisional due times are worked out again."""
        for estate in self.book.estates:
            rules = await self.book.refresh(estate)
            if self._timed.get(estate) != rules.version and await self._retime(estate, rules):
                self._timed[estate] = rules.version

    async def pass_on(self) -> None:
        """Give to others what those who have left, or whose leave began, still had in hand."""
        for estate in self.book.estates:
            for gone, why in (await self.book.rules(estate)).absent(self.clock()):
                for request_id in await self.lists.held_by(estate, gone):
                    await self._do(handlers.look, estate, request_id, why)

    async def incidents(self) -> None:
        """Look at every incident whose moment has come."""
        now = self.clock()
        waiting = await self.known.waiting(now)
        swept("incidents", [one.next_at for one in waiting], now)
        for one in waiting:
            await self._do(handlers.look_at, one.estate, one.request_id, one.next_at.isoformat())

    async def recount(self) -> None:
        """Count everybody's load afresh."""
        self.loads.recount(await self.lists.count(self.clock()))

    async def _retime(self, estate: str, rules: Rules) -> bool:
        """Time all that is provisional by ``rules``; false if some of it must be tried again."""
        why, waiting = f"rules-{rules.version}", await self.lists.provisional(estate)
        return all([await self._do(handlers.retime, estate, one, why) for one in waiting])

    async def _do(self, handle: Handle, estate: str, request_id: str, why: str) -> bool:
        """Act on a request; false if it must be tried again."""
        now = self.clock()
        cause = Cause(
            id=derived_id(handle.__name__, request_id, why),
            estate=estate,
            at=now,
            correlation=request_id,
        )
        try:
            await handle(request_id, self.work(cause))
        except (Conflict, Seen) as faster:
            log.debug("request.looked-at-elsewhere", request=request_id)
            return isinstance(faster, Seen)
        except Exception as error:
            self._sore[request_id] = now + _REST
            log.warning("request.look-failed", request=request_id, exc_info=error)
            return not isinstance(error, Unavailable)
        return True
