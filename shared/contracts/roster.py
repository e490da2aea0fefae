"""What changes in who is on duty: leave and swapped shifts."""

from datetime import date
from typing import ClassVar

from shared.contracts.event import Event, Id, Moment


class LeaveChanged(Event):
    """Leave was asked for, approved, refused or withdrawn (``state``)."""

    type: ClassVar[str] = "roster.leave-changed.v1"

    leave_id: Id
    staff_id: Id
    staff_name: str
    since: Moment
    until: Moment
    reason: str
    state: str
    by: str | None = None
    recipients: tuple[str, ...] = ()


class SwapChanged(Event):
    """A swap of shifts was proposed, accepted, declined or withdrawn (``state``)."""

    type: ClassVar[str] = "roster.swap-changed.v1"

    swap_id: Id
    staff_id: Id
    staff_name: str
    with_id: Id
    day: date
    back: date | None = None
    state: str
    by: str | None = None
    recipients: tuple[str, ...] = ()
