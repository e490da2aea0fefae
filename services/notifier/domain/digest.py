"""Gather what is told of one request within a short window into one message."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Final
from uuid import UUID

from services.notifier.domain.letter import Letter
from shared.contracts import requests
from shared.contracts.event import Event
from shared.kernel.ids import derived_id

GATHERED: Final = frozenset(
    {
        requests.RequestAccepted,
        requests.RequestArrived,
        requests.RequestNoted,
        requests.RequestPaused,
        requests.RequestResumed,
        requests.RequestReclassified,
    }
)
ENDING: Final = frozenset({requests.RequestResolved, requests.RequestCancelled})
SEVERAL: Final[Mapping[str, str]] = {"zh": "有 {} 条进展：", "en": "{} updates: "}
_LEAST: Final = 6


def minted_at(identity: str) -> datetime | None:
    """Return when an id was made, as a UUIDv7 tells; a repeat of a message tells the same."""
    try:
        found = UUID(identity)
    except ValueError:
        return None
    if found.version != 7:
        return None
    return datetime.fromtimestamp((found.int >> 80) / 1000, UTC)


def window_of(letter: Letter, window: timedelta) -> tuple[str, datetime] | None:
    """Return the id of the row that gathers what is told like ``letter``, and when it goes out.

    By the moment at which the event was made, so that a repeat of it finds the same row again.
    """
    at = minted_at(letter.cause)
    if at is None or not window:
        return None
    number = int(at.timestamp() // window.total_seconds())
    ends = datetime.fromtimestamp((number + 1) * window.total_seconds(), UTC)
    return row_of(letter, number), ends


def open_rows(letter: Letter, window: timedelta) -> tuple[str, ...]:
    """Return the rows in which something may still wait that happened before ``letter``'s event."""
    at = minted_at(letter.cause)
    if at is None or not window:
        return ()
    number = int(at.timestamp() // window.total_seconds())
    return tuple(row_of(letter, one) for one in (number - 1, number))


def row_of(letter: Letter, number: int) -> str:
    """Return the id of the row of one window."""
    parts = (letter.estate, letter.recipient, letter.about, str(number))
    return derived_id("digest", *parts)


def is_gathered(event: Event, urgent: bool) -> bool:
    """Tell whether an event may wait a moment for others of its request; urgent never does."""
    return type(event) in GATHERED and not urgent


def joined(texts: Sequence[str], language: str = "zh") -> str:
    """Return one text for several: what they all begin with stands once."""
    if len(texts) < 2:
        return "".join(texts)
    head = "".join(signs[0] for signs in takewhile(_same, zip(*texts, strict=False)))
    head = head[: head.rfind(")") + 1]
    if len(head) < _LEAST:
        head = ""
    lines = [f"{number}. {text[len(head) :].strip()}" for number, text in enumerate(texts, 1)]
    return head + SEVERAL[language].format(len(texts)) + " ".join(lines)


def _same(signs: tuple[str, ...]) -> bool:
    return len(set(signs)) == 1
