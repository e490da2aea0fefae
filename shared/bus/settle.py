"""Decide what becomes of a message, by one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.kernel.errors import Conflict, Failure, Refused, Seen, Unavailable


class Settled(StrEnum):
    """What becomes of a message."""

    ACK = "ack"
    RETRY = "retry"
    DEAD = "dead"


SETTLE: Final[Mapping[type[Exception], Settled]] = {
    Seen: Settled.ACK,
    Conflict: Settled.RETRY,
    Unavailable: Settled.RETRY,
    Refused: Settled.DEAD,
    Exception: Settled.RETRY,
}


def settle(error: Exception) -> Settled:
    """Look the error up by its ancestry; a bug is retried, then dead."""
    return next(SETTLE[kind] for kind in type(error).__mro__ if kind in SETTLE)


def reason_of(error: Exception) -> str:
    """Return what stands in a dead message's header; a bug's words may be private."""
    if isinstance(error, Failure):
        return f"{error.slug}: {error}"[:500]
    return f"bug: {type(error).__name__}"
