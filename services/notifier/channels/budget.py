"""Stay within what a provider lets an account send a day and a second, over all replicas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Protocol

from services.notifier.channels.shanghai import LOCAL
from services.notifier.ports import Found, Later, Parcel, Provider
from shared.kernel.clock import Clock

DAILY: Final[Mapping[str, int]] = {"wechat": 100_000}
A_SECOND: Final[Mapping[str, int]] = {"aliyun": 5000, "tencent": 3000}
_LARGEST: Final = 100


def _midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(LOCAL).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), LOCAL)


def _next_second(now: datetime) -> datetime:
    return now.replace(microsecond=0) + timedelta(seconds=1)


@dataclass(slots=True, frozen=True)
class Budget:
    """At most ``most`` messages until the moment that ``ends`` names."""

    most: int
    ends: Callable[[datetime], datetime]


def a_day(most: int) -> Budget:
    """Return a day's budget; days end at midnight in Shanghai."""
    return Budget(most, _midnight)


def a_second(most: int) -> Budget:
    """Return a second's budget."""
    return Budget(most, _next_second)


class Purse(Protocol):
    """Hands out a stretch's messages, a block at a time."""

    async def draw(self, name: str, block: int, most: int, until: datetime) -> bool:
        """Take ``block`` of the ``most`` that ``name`` holds until then; False if it is empty."""
        ...


class Budgeted:
    """A provider within a budget: a block of messages costs one update.

    What a replica has drawn and not sent by the end is lost, which errs on the safe side.
    """

    def __init__(
        self, name: str, provider: Provider, purse: Purse, budget: Budget, clock: Clock
    ) -> None:
        self._name = name
        self._provider = provider
        self._purse = purse
        self._budget = budget
        self._clock = clock
        self._block = max(1, min(_LARGEST, budget.most // 100))
        self._left = 0
        self._until = clock()

    async def send(self, parcel: Parcel) -> str:
        """Hand over; raises ``Later`` with the end of the stretch when its budget is spent."""
        if self._clock() >= self._until:
            self._until, self._left = self._budget.ends(self._clock()), 0
        if not self._left:
            await self._draw()
        self._left -= 1
        return await self._provider.send(parcel)

    async def find(self, parcel: Parcel) -> Found | None:
        """Ask; questions are free."""
        return await self._provider.find(parcel)

    async def _draw(self) -> None:
        until, most = self._until, self._budget.most
        name = f"{self._name}:{most}:{until:%Y%m%dT%H%M%S}"
        if not await self._purse.draw(name, self._block, most, until):
            raise Later(f"{self._name}: the budget is spent", until)
        self._left += self._block
