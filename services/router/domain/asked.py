"""Hold what staff ask of each other for the roster: leave and swapped shifts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """Where an asking stands."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(slots=True, frozen=True, kw_only=True)
class Leave:
    """Leave (请假) from ``since`` until ``until``, once a head has agreed."""

    id: str
    staff_id: str
    since: datetime
    until: datetime
    reason: str
    asked_by: str
    state: State = State.ASKED
    decided_by: str | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Swap:
    """Swapped shifts (换班): those of ``day``, and of ``back`` in return, once the other agreed."""

    id: str
    staff_id: str
    with_id: str
    day: date
    back: date | None
    reason: str
    state: State = State.ASKED
    decided_by: str | None = None
