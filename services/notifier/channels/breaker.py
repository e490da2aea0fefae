"""Stop asking a provider that does not answer, and try again after a while."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from services.notifier.ports import Later, Rejected
from shared.kernel.errors import Unavailable
from shared.runtime.metrics import PROVIDER_CALLS, PROVIDER_RESTING

log = structlog.get_logger()


class Breaker:
    """Opens after ``most`` failures in a row; after ``rest`` seconds lets one through to see.

    A provider that refuses, or says when to come again, is there: only silence counts.
    """

    def __init__(
        self,
        name: str = "provider",
        most: int = 5,
        rest: float = 5.0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
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
                raise Unavailable(f"{self._name} rests after failures")
            self._opens_at = self._seconds() + self._rest
        try:
            yield
        except (Later, Rejected) as error:
            self._close("later" if isinstance(error, Later) else "refused")
            raise
        except Unavailable:
            self._fail()
            raise
        self._close("taken")

    def _fail(self) -> None:
        PROVIDER_CALLS.labels(self._name, "failed").inc()
        self._failures += 1
        self._opens_at = self._seconds() + self._rest
        if self._failures == self._most:
            PROVIDER_RESTING.labels(self._name).set(1)
            log.warning("provider.rests", provider=self._name, seconds=self._rest)

    def _close(self, outcome: str) -> None:
        PROVIDER_CALLS.labels(self._name, outcome).inc()
        PROVIDER_RESTING.labels(self._name).set(0)
        if self._failures >= self._most:
            log.info("provider.answers-again", provider=self._name)
        self._failures = 0
