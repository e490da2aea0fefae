"""Say how what came of a send is written down: a little later, and many at one stroke."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Protocol

from services.notifier.domain.notification import Notification

ON_TAKING: Final = frozenset({"state", "provider_id", "accepted_at", "next_at"})


class Records(Protocol):
    """Makes the record of a send a little later, if a receipt has not made it idle by then."""

    async def put(self, token: str, act: Callable[[], Awaitable[object]], hold: timedelta) -> None:
        """Take a record over."""
        ...

    def spare(self, token: str) -> None:
        """Note that the row's receipt is recorded."""
        ...


class Takings(Protocol):
    """Records together the rows that a provider has taken; nothing but ``ON_TAKING`` changes."""

    async def record(self, row: Notification) -> bool:
        """Write an accepted row down; False if it may not be, as when somebody was faster."""
        ...
