"""Make records of sends without waiting, for tests that look at rows."""

from collections.abc import Awaitable, Callable
from datetime import timedelta


class AtOnce:
    """Makes each record right away, so that a test sees what came of a send."""

    async def put(self, token: str, act: Callable[[], Awaitable[object]], hold: timedelta) -> None:
        """Make the record."""
        await act()

    def spare(self, token: str) -> None:
        """Nothing waits here."""
