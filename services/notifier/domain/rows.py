"""Make the row of a letter, the next one after it, and change one that has not gone yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import LEASE, USUAL, Notification, State
from services.notifier.domain.tongues import with_more

URGENT: Final = 0
BULK: Final = 2
FORMER: Final = None
RANKS: Final[tuple[int | None, ...]] = (URGENT, USUAL, FORMER, BULK)


def begin(
    letter: Letter,
    plan: tuple[Reach, ...],
    now: datetime,
    rung: int = 0,
    identity: str | None = None,
) -> Notification:
    """Return the row for the first of ``plan``: leased already, or pending if it must wait."""
    waits = letter.not_before is not None and letter.not_before > now
    return Notification(
        id=identity or letter.row_id(rung),
        estate=letter.estate,
        letter=letter,
        rung=rung,
        outlet=plan[0].outlet,
        to=plan[0].to,
        rest=plan[1:],
        state=State.PENDING if waits else State.SENDING,
        created_at=now,
        next_at=letter.not_before if waits else now + LEASE,
        tries=0 if waits else 1,
        rank=_rank(letter),
    )


def _rank(letter: Letter) -> int:
    if letter.urgent:
        return URGENT
    return BULK if letter.bulk else USUAL


def follow(row: Notification, now: datetime) -> Notification | None:
    """Return the row on the next outlet after this one failed, or None if there is none."""
    return begin(row.letter, row.rest, now, row.rung + 1) if row.rest else None


def alone(row: Notification, now: datetime) -> Notification:
    """Return the row that a letter has by itself, when what gathers it has gone already."""
    letter = replace(row.letter, parts=(), not_before=None)
    return begin(letter, (Reach(outlet=row.outlet, to=row.to), *row.rest), now)


def gather(row: Notification, letter: Letter) -> bool:
    """Take in what is told besides, as long as the row has not gone; tell whether it did."""
    if not row.is_untried:
        return False
    row.letter = with_more(row.letter, letter)
    return True


def revise(row: Notification, ways: Sequence[Reach], not_before: datetime | None) -> None:
    """Take the person's newest wishes: the ways, and until when they want to be left alone."""
    row.outlet, row.to, row.rest = ways[0].outlet, ways[0].to, tuple(ways[1:])
    if not_before is not None:
        row.next_at = not_before
