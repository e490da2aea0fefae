"""Know who is on leave and who stands in for whom: what changes a roster for single days."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(slots=True, frozen=True, kw_only=True)
class Away:
    """Somebody is on leave from ``since`` until just before ``until``."""

    staff_id: str
    since: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        """Tell whether they are away at ``at``."""
        return self.since <= at < self.until


@dataclass(slots=True, frozen=True, kw_only=True)
class Swapped:
    """``with_id`` stands what ``staff_id`` would from ``day`` on; ``back`` is in return."""

    staff_id: str
    with_id: str
    day: date
    back: date | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Duty:
    """The leave that was approved and the swaps that were accepted, in that order."""

    aways: tuple[Away, ...] = ()
    swaps: tuple[Swapped, ...] = ()

    def away(self, staff_id: str | None, at: datetime) -> Away | None:
        """Return the leave that somebody is on."""
        return next(
            (one for one in self.aways if one.staff_id == staff_id and one.covers(at)), None
        )

    def stands(self, staff_id: str, day: date) -> str:
        """Return who stands a shift of ``staff_id`` that begins on ``day``."""
        for swap in self.swaps:
            if (staff_id, day) == (swap.staff_id, swap.day):
                staff_id = swap.with_id
            elif (staff_id, day) == (swap.with_id, swap.back):
                staff_id = swap.staff_id
        return staff_id
