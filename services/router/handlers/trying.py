"""Make a change again on what somebody else has just left, so that its rules can say who did."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, TypeVar

from shared.kernel.errors import Conflict

TRIES: Final = 4
T = TypeVar("T")


async def trying(change: Callable[[], Awaitable[T]]) -> T:
    """Load, change, save; when somebody was faster, once more on what they left."""
    for _ in range(TRIES - 1):
        with suppress(Conflict):
            return await change()
    return await change()
