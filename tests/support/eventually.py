"""Wait for what must come true, and no longer."""

import asyncio
import time
from collections.abc import Awaitable, Callable

Truth = Callable[[], Awaitable[bool]] | Callable[[], bool]


async def eventually(true: Truth, within: float = 60.0) -> None:
    """Return once ``true()`` holds; fail after ``within`` seconds."""
    until = time.monotonic() + within
    while True:
        answer = true()
        if answer if isinstance(answer, bool) else await answer:
            return
        if time.monotonic() > until:
            raise AssertionError(f"not within {within:g} s: {true}")
        await asyncio.sleep(0.02)
