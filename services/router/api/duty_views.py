"""Show leave and swaps to whom they concern."""

from datetime import date, datetime
from typing import Final

from services.router.domain.asked import Leave, State, Swap
from services.router.domain.duty_book import DutyBook
from services.router.domain.rules import Rules
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import View

LEADS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})


class LeaveView(View):
    """Leave as it stands."""

    leave_id: str
    staff_id: str
    name: str | None
    since: datetime
    until: datetime
    reason: str
    state: State
    decided_by: str | None


class SwapView(View):
    """A swap as it stands."""

    swap_id: str
    staff_id: str
    name: str | None
    with_id: str
    with_name: str | None
    day: date
    back: date | None
    reason: str
    state: State
    decided_by: str | None


class DutyChanges(View):
    """What the caller may see: their own, a lead everybody's; of the last three months."""

    leave: list[LeaveView]
    swaps: list[SwapView]


def changes_of(book: DutyBook | None, rules: Rules, who: Principal) -> DutyChanges:
    """Show an estate's leave and swaps to ``who``."""
    leaves, swaps = (book.leaves, book.swaps) if book else ([], [])
    return DutyChanges(
        leave=[_leave(one, rules) for one in leaves if _open(who, one.staff_id)],
        swaps=[_swap(one, rules) for one in swaps if _open(who, one.staff_id, one.with_id)],
    )


def _open(who: Principal, *parties: str) -> bool:
    return who.role in LEADS or who.id in parties


def _leave(one: Leave, rules: Rules) -> LeaveView:
    return LeaveView(
        leave_id=one.id,
        staff_id=one.staff_id,
        name=_name(one.staff_id, rules),
        since=one.since,
        until=one.until,
        reason=one.reason,
        state=one.state,
        decided_by=one.decided_by,
    )


def _swap(one: Swap, rules: Rules) -> SwapView:
    return SwapView(
        swap_id=one.id,
        staff_id=one.staff_id,
        name=_name(one.staff_id, rules),
        with_id=one.with_id,
        with_name=_name(one.with_id, rules),
        day=one.day,
        back=one.back,
        reason=one.reason,
        state=one.state,
        decided_by=one.decided_by,
    )


def _name(staff_id: str, rules: Rules) -> str | None:
    member = rules.staff.get(staff_id)
    return member.name if member else None
