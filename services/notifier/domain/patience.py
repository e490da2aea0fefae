"""Say how long a message is tried by one way, and how long its receipt is waited for."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from services.notifier.domain.letter import Letter, Reach
from shared.contracts.words import Outlet

UNREPORTED: Final = "unreported"
REPORTED: Final = frozenset({Outlet.SMS, Outlet.WECHAT})
MUTE: Final = ("wecom:", "robot:")
URGENT_WAIT: Final = timedelta(seconds=60)
PATIENCE: Final = timedelta(minutes=10)
PUTS_OFF: Final = 10
PAUSES: Final = tuple(timedelta(seconds=s) for s in (3, 10, 30, 120))


def bears(letter: Letter, wait: timedelta, puts_off: int) -> bool:
    """Tell whether a letter may wait so long for its provider once more."""
    return wait <= (URGENT_WAIT if letter.urgent else PATIENCE) and puts_off < PUTS_OFF


def receipt_within(letter: Letter, wait: timedelta) -> timedelta:
    """Return how long the receipt of a letter may take."""
    return min(wait, URGENT_WAIT) if letter.urgent else wait


def needs_receipt(letter: Letter, way: Reach, rest: Sequence[Reach], provider_id: str) -> bool:
    """Tell whether silence sends a letter on from this way.

    A provider that will never report on a message calls it ``UNREPORTED``; WeCom reports on none.
    """
    named = provider_id != UNREPORTED and not way.to.startswith(MUTE)
    return letter.chased or bool(rest and named and way.outlet in REPORTED)
