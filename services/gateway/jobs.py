"""Loop over what a crash has left: imports that were begun and not ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import structlog

from services.gateway.domain.journal import Import
from services.gateway.handlers import journal
from services.gateway.ports import Work
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Seen
from shared.kernel.ids import derived_id

log = structlog.get_logger()
EVERY: Final = 10.0


class Overdue(Protocol):
    """Finds imports that somebody should go on with."""

    async def overdue(self, now: datetime) -> list[Import]:
        """Return those of any estate, the oldest first."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Rounds:
    """The loop's turns; two replicas that finish the same come out the same."""

    lists: Overdue
    work: Callable[[Cause], Work]
    clock: Clock

    async def imports(self) -> None:
        """Finish what is overdue."""
        for one in await self.lists.overdue(self.clock()):
            try:
                await journal.finish(one.id, self.work(self._cause(one)))
                log.info("import.finished", subject=one.id)
            except (Conflict, Seen):
                log.debug("import.finished-elsewhere", subject=one.id)

    def _cause(self, one: Import) -> Cause:
        return Cause(
            id=derived_id("finish", one.id, self.clock().isoformat()),
            estate=one.estate,
            at=self.clock(),
            correlation=one.id,
        )
