"""Loop over what time brings: questions that nobody answers, drafts that nobody goes on with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from services.intake.domain.conversation import Conversation
from services.intake.domain.draft import Draft
from services.intake.handlers import drafts, talks
from services.intake.ports import Talks, Turns, Work
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Failure, Seen
from shared.kernel.ids import derived_id
from shared.runtime.metrics import swept

log = structlog.get_logger()
EVERY: Final = 5.0
Act = Callable[[str, Work], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Rounds:
    """The loops' turns; each act has a cause of its own, so that two processes act once."""

    talks: Talks
    turns: Turns
    work: Callable[[Cause], Work]
    clock: Clock

    async def questions(self) -> None:
        """Page whoever is late with an answer."""
        now = self.clock()
        waiting = await self.talks.waiting(now)
        swept("questions", [one.next_at or now for one in waiting], now)
        for one in waiting:
            await self._do(talks.page, one, one.next_at or now)

    async def drafts(self) -> None:
        """Take in what was told in drafts that have fallen silent."""
        now = self.clock()
        for one in await self.turns.lapsed(now):
            await self._do(drafts.lapse, one, one.next_at or now)

    async def _do(self, act: Act, one: Conversation | Draft, since: datetime) -> None:
        """Act on one; what cannot be done now is due again at the next turn."""
        cause = Cause(
            id=derived_id(act.__name__, one.id, since.isoformat()),
            estate=one.estate,
            at=self.clock(),
            correlation=one.id,
        )
        try:
            await act(one.id, self.work(cause))
        except (Conflict, Seen):
            log.debug("conversation.looked-at-elsewhere", subject=one.id)
        except Failure as error:
            log.warning("conversation.look-failed", subject=one.id, reason=error.slug)
