"""Stay within what a provider lets an account send a day, over all replicas."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final, Protocol

from services.notifier.channels.shanghai import LOCAL
from services.notifier.ports import Found, Later, Parcel, Provider
from shared.kernel.clock import Clock

DAILY: Final[Mapping[str, int]] = {"wechat": 100_000}
_LARGEST: Final = 100


class Purse(Protocol):
    """Hands out a day's messages, a block at a time."""

    async def draw(self, name: str, block: int, most: int, until: datetime) -> bool:
        """Take ``block`` of the ``most`` that ``name`` holds until then; False if it is empty."""
        ...


class Budgeted:
    """A provider within its day's budget: a block of messages costs one update.

    What a replica has drawn and not sent by midnight is lost, which errs on the safe side.
    """

    def __init__(
        self, name: str, provider: Provider, purse: Purse, most: int, clock: Clock
    ) -> None:
        self._name = name
        self._provider = provider
        self._purse = purse
        self._most = most
        self._clock = clock
        self._block = max(1, min(_LARGEST, most // 100))
        self._left = 0
        self._until = clock()

    async def send(self, parcel: Parcel) -> str:
        """Hand over; raises ``Later`` until midnight in Shanghai when the day's budget is spent."""
        if self._clock() >= self._until:
            self._until, self._left = _midnight(self._clock()), 0
        if not self._left:
            await self._draw()
        self._left -= 1
        return await self._provider.send(parcel)

    async def find(self, parcel: Parcel) -> Found | None:
        """Ask; questions are free."""
        return await self._provider.find(parcel)

    async def _draw(self) -> None:
        name = f"{self._name}:{self._until:%Y%m%d}"
        if not await self._purse.draw(name, self._block, self._most, self._until):
            raise Later(f"{self._name}: the day's budget is spent", self._until)
        self._left += self._block


def _midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(LOCAL).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), LOCAL)
