"""Stop asking a provider that does not answer, and try again after a while."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from shared.kernel.errors import Unavailable


class Breaker:
    """Opens after ``most`` failures in a row; after ``rest`` seconds lets one through to see."""

    def __init__(
        self, most: int = 5, rest: float = 5.0, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._rest = rest
        self._seconds = seconds
        self._failures = 0
        self._opens_at = 0.0

    @asynccontextmanager
    async def guarding(self) -> AsyncIterator[None]:
        """Count what comes of the block; raises ``Unavailable`` at once while open."""
        if self._failures >= self._most:
            if self._seconds() < self._opens_at:
                raise Unavailable("the provider rests after failures")
            self._opens_at = self._seconds() + self._rest
        try:
            yield
        except Unavailable:
            self._failures += 1
            self._opens_at = self._seconds() + self._rest
            raise
        self._failures = 0
