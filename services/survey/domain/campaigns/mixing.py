"""Say which waiting answers are counted together, so that none can be told from its neighbours.

Whoever sees the counts grow sees them grow by ``FEWEST`` answers or more; so does whoever reads
the database at any two moments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Final

FEWEST: Final = 5
MOST: Final = 500
_CHANCE: Final = SystemRandom()
Waiting = Mapping[str, Sequence[str]]


@dataclass(slots=True, frozen=True, kw_only=True)
class Batch:
    """Tickets, or envelopes, that are counted together; ``building`` empty: of no building."""

    building: str
    tickets: tuple[str, ...]


def batches(waiting: Waiting, *, anonymous: bool, final: bool) -> Iterator[Batch]:
    """Return what of ``waiting`` (tickets by building) is to be counted now."""
    if not anonymous:
        for building, tickets in waiting.items():
            yield from _cut(building, list(tickets))
    elif final:
        yield from _last(waiting)
    else:
        for building, tickets in waiting.items():
            yield from _cut(building, _spared(tickets))


def _spared(tickets: Sequence[str]) -> list[str]:
    """Return all but ``FEWEST``, by lot: those left hide whoever comes last in the building."""
    spare = len(tickets) - FEWEST
    return _CHANCE.sample(list(tickets), spare) if spare >= FEWEST else []


def _last(waiting: Waiting) -> Iterator[Batch]:
    """Count everything; groups too small to hide in are counted together, of no building.

    Are even these too few, some of a large group join them: as few as leave that one large.
    """
    small = {b: list(t) for b, t in waiting.items() if len(t) < FEWEST}
    large = {b: list(t) for b, t in waiting.items() if len(t) >= FEWEST}
    lost = [ticket for tickets in small.values() for ticket in tickets]
    if 0 < len(lost) < FEWEST and large:
        lost += _joiners(large)
    for building, tickets in large.items():
        yield from _cut(building, tickets)
    yield from _cut("", lost)


def _joiners(large: dict[str, list[str]]) -> list[str]:
    most = max(large, key=lambda building: (len(large[building]), building))
    if len(large[most]) < 2 * FEWEST:
        return large.pop(min(large, key=lambda building: (len(large[building]), building)))
    _CHANCE.shuffle(large[most])
    joiners, large[most] = large[most][:FEWEST], large[most][FEWEST:]
    return joiners


def _cut(building: str, tickets: list[str]) -> Iterator[Batch]:
    _CHANCE.shuffle(tickets)
    parts = max(1, -(-len(tickets) // MOST))
    for part in range(parts):
        if chosen := tuple(tickets[part::parts]):
            yield Batch(building=building, tickets=chosen)
