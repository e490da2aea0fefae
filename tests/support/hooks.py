"""Webhooks over memory, and a receiver by hand that answers what a test wants."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.notifier.domain.webhooks import Delivery, Hook
from services.notifier.handlers.hook_erasure import hear
from services.notifier.handlers.webhooks import HookWork, carry
from shared.contracts.envelope import Cause
from shared.contracts.event import Event
from shared.kernel.errors import Unavailable
from tests.support.memory import Memory
from tests.support.told import ESTATE, NOON


@dataclass(slots=True)
class Hooks:
    """Hooks, their deliveries, what was posted, and the clock; ``answers`` are used up in turn.

    An answer of None is silence.
    """

    hooks_kept: Memory[Hook] = field(default_factory=Memory)
    kept: Memory[Delivery] = field(default_factory=Memory)
    answers: list[int | None] = field(default_factory=list)
    posted: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)
    now: datetime = NOON
    private: bool = False

    def work(self, cause: Cause) -> HookWork:
        """Return everything that a handler may touch."""
        return HookWork(
            cause=cause,
            hooks=self.hooks_kept.under(cause),
            deliveries=self.kept.under(cause),
            lists=self,
            under=self.work,
            post=self.post,
            private=self.private,
        )

    def fresh(self, identity: str, estate: str = ESTATE) -> HookWork:
        """Return work that a cause of this name set going now."""
        return self.work(Cause(id=identity, estate=estate, at=self.now, correlation=identity))

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Take a body and answer."""
        self.posted.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else 200
        if answer is None:
            raise Unavailable("silence")
        return answer

    async def hear(self, event: Event, identity: str = "event-1") -> None:
        """Have an event told."""
        await hear(event, self.fresh(identity))

    async def turn(self, **by: float) -> None:
        """Let time pass, and make an attempt at each delivery that is due."""
        self.now += timedelta(**by)
        for number, one in enumerate(await self.due(self.now)):
            work = self.fresh(f"turn-{self.now.isoformat()}-{number}")
            await carry(one, work, lambda: self.now)

    async def hooks(self, estate: str) -> Sequence[Hook]:
        """Return an estate's hooks."""
        return [one for one in self.hooks_kept.kept.values() if one.estate == estate]

    async def due(self, now: datetime) -> Sequence[Delivery]:
        """Return what is due."""
        kept = self.kept.kept.values()
        found = [one for one in kept if one.next_at is not None and one.next_at <= now]
        return [deepcopy(one) for one in found]

    async def of_hook(self, hook_id: str, since: datetime, until: datetime) -> Sequence[Delivery]:
        """Return a hook's deliveries of a span."""
        kept = [one for one in self.kept.kept.values() if one.hook_id == hook_id]
        found = [one for one in kept if since <= one.at < until]
        return [deepcopy(one) for one in sorted(found, key=lambda one: one.at, reverse=True)]

    async def speaking_of(self, estate: str, owner_id: str) -> Sequence[Delivery]:
        """Return what holds an owner's particulars."""
        kept = [one for one in self.kept.kept.values() if one.estate == estate]
        return [deepcopy(one) for one in kept if owner_id in one.owners]

    def forget(self) -> None:
        """Nothing is remembered."""
