"""Keep an estate's leave and swaps: asked for, agreed to by the other side, told to all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from services.router.domain.act import Act
from services.router.domain.asked import Leave, State, Swap
from services.router.domain.duty import Away, Duty, Swapped
from services.router.domain.people import Staff
from services.router.domain.refusals import AlreadyDecided, LeaveOverlaps, NoShift, UnknownStaff
from shared.contracts.roster import LeaveChanged, SwapChanged
from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Forbidden, Invalid, Missing

KEPT: Final = timedelta(days=90)
LONGEST: Final = timedelta(days=366)
_OVER_ALL: Final = frozenset({Role.MANAGER, Role.ADMIN})
T = TypeVar("T", Leave, Swap)
_DECIDED: Final[Mapping[State, str]] = {
    State.AGREED: "同意",
    State.REFUSED: "谢绝",
    State.WITHDRAWN: "撤回",
}


@dataclass(slots=True, kw_only=True)
class DutyBook(Aggregate):
    """The leave and the swaps of one estate; what is long over is dropped."""

    leaves: list[Leave] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)

    @property
    def duty(self) -> Duty:
        """Return what holds."""
        return Duty(
            aways=tuple(
                Away(staff_id=one.staff_id, since=one.since, until=one.until)
                for one in self.leaves
                if one.state is State.AGREED
            ),
            swaps=tuple(
                Swapped(staff_id=one.staff_id, with_id=one.with_id, day=one.day, back=one.back)
                for one in self.swaps
                if one.state is State.AGREED
            ),
        )

    def ask_leave(self, act: Act, leave: Leave) -> None:
        """Ask for leave; asked by a lead for somebody of theirs, it holds at once."""
        member = _known(act, leave.staff_id)
        if not act.at - KEPT < leave.since < leave.until <= leave.since + LONGEST:
            raise Invalid("请假的结束时间要晚于开始时间，最长一年；请修改后再提交")
        if act.by != leave.staff_id:
            _check_above(leave.staff_id, act)
        if any(_overlaps(one, leave) for one in self.leaves):
            raise LeaveOverlaps(f"{member.name}在这段时间已经有请假；请先撤回原来的再提交")
        own = act.by == leave.staff_id and member.role not in _OVER_ALL
        held = leave if own else replace(leave, state=State.AGREED, decided_by=act.by)
        self._prune(act.at)
        self.leaves.append(held)
        self._tell_leave(held, act, (*_leads(member, act), leave.staff_id))

    def decide_leave(self, act: Act, leave_id: str, *, agreed: bool) -> None:
        """Agree to somebody's leave, or refuse it; never one's own."""
        leave = _find(self.leaves, leave_id)
        _check_above(leave.staff_id, act)
        self._settle_leave(leave, act, State.AGREED if agreed else State.REFUSED)

    def withdraw_leave(self, act: Act, leave_id: str) -> None:
        """Take leave back, also one that holds; what is passed on stays where it is."""
        leave = _find(self.leaves, leave_id)
        if act.by != leave.staff_id:
            _check_above(leave.staff_id, act)
        self._settle_leave(leave, act, State.WITHDRAWN)

    def propose_swap(self, act: Act, swap: Swap) -> None:
        """Ask a colleague to stand one's shifts of a day; raises ``NoShift``."""
        for who, day in ((swap.staff_id, swap.day), (swap.with_id, swap.back)):
            member = _known(act, who)
            if day and not act.rules.shifts_of(who, day):
                raise NoShift(f"{member.name}在 {day} 没有班；请按值班表选择日期")
        if swap.staff_id == swap.with_id:
            raise NoShift("不能和自己换班；请选择另一位同事")
        if swap.day < act.rules.calendar.local(act.at).date():
            raise NoShift("这一天已经过去；请选择今天或以后的班")
        self._prune(act.at)
        self.swaps.append(swap)
        self._tell_swap(swap, act, (swap.with_id, *_leads(_known(act, swap.staff_id), act)))

    def answer_swap(self, act: Act, swap_id: str, *, agreed: bool) -> None:
        """Accept or decline; only the one who was asked can."""
        swap = _find(self.swaps, swap_id)
        if act.by != swap.with_id:
            raise Forbidden("这次换班请的是另一位员工，只有他本人可以答复")
        self._settle_swap(swap, act, State.AGREED if agreed else State.REFUSED)

    def withdraw_swap(self, act: Act, swap_id: str) -> None:
        """Take a swap back while the other has not answered."""
        swap = _find(self.swaps, swap_id)
        if act.by != swap.staff_id:
            raise Forbidden("只有提出换班的本人可以撤回；如需调整请联系部门负责人")
        self._settle_swap(swap, act, State.WITHDRAWN)

    def _settle_leave(self, leave: Leave, act: Act, state: State) -> None:
        held = state is State.WITHDRAWN and leave.state is State.AGREED
        if leave.state is not State.ASKED and not held:
            raise AlreadyDecided(f"这次请假已由{_decision(leave, act)};请刷新后查看")
        settled = replace(leave, state=state, decided_by=act.by)
        self.leaves = [settled if one.id == leave.id else one for one in self.leaves]
        member = _known(act, leave.staff_id)
        self._tell_leave(settled, act, (leave.staff_id, *_leads(member, act)))

    def _settle_swap(self, swap: Swap, act: Act, state: State) -> None:
        if swap.state is not State.ASKED:
            raise AlreadyDecided(f"这次换班已由{_decision(swap, act)};请刷新后查看")
        settled = replace(swap, state=state, decided_by=act.by)
        self.swaps = [one for one in self.swaps if one.id != swap.id] + [settled]
        member = _known(act, swap.staff_id)
        self._tell_swap(settled, act, (swap.staff_id, swap.with_id, *_leads(member, act)))

    def _tell_leave(self, leave: Leave, act: Act, to: Sequence[str]) -> None:
        self.record(
            LeaveChanged(
                leave_id=leave.id,
                staff_id=leave.staff_id,
                staff_name=_known(act, leave.staff_id).name,
                since=leave.since,
                until=leave.until,
                reason=leave.reason,
                state=leave.state,
                by=act.by,
                recipients=_others(to, act),
            )
        )

    def _tell_swap(self, swap: Swap, act: Act, to: Sequence[str]) -> None:
        self.record(
            SwapChanged(
                swap_id=swap.id,
                staff_id=swap.staff_id,
                staff_name=_known(act, swap.staff_id).name,
                with_id=swap.with_id,
                day=swap.day,
                back=swap.back,
                state=swap.state,
                by=act.by,
                recipients=_others(to, act),
            )
        )

    def _prune(self, now: datetime) -> None:
        self.leaves = [one for one in self.leaves if one.until > now - KEPT]
        over = (now - KEPT).date()
        self.swaps = [one for one in self.swaps if max(one.day, one.back or one.day) > over]


def _known(act: Act, staff_id: str) -> Staff:
    member = act.rules.staff.get(staff_id)
    if member is None:
        raise UnknownStaff(f"没有工号为“{staff_id}”的员工，请从员工列表里选择")
    return member


def _check_above(staff_id: str, act: Act) -> None:
    """Refuse who is not above somebody: their own head, or a manager."""
    member, by = act.rules.staff.get(staff_id), act.rules.staff.get(act.by or "")
    heads = by is not None and by.role is Role.HEAD
    stranger = heads and by is not None and member and member.department != by.department
    below = by is not None and by.role in (Role.WORKER, Role.CLERK)
    if act.by == staff_id or stranger or below:
        raise Forbidden("只有本部门负责人或经理可以这样做；自己的请假请由上级审批")


def _leads(member: Staff, act: Act) -> tuple[str, ...]:
    head = act.rules.head_of(member.department)
    if head and head.id != member.id:
        return (head.id,)
    return tuple(one.id for one in act.rules.holding(Role.MANAGER))


def _others(people: Sequence[str], act: Act) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in people if one != act.by))


def _overlaps(one: Leave, other: Leave) -> bool:
    holds = one.state in (State.ASKED, State.AGREED) and one.staff_id == other.staff_id
    return holds and one.since < other.until and other.since < one.until


def _decision(one: Leave | Swap, act: Act) -> str:
    return f"{act.rules.named(one.decided_by)}{_DECIDED[one.state]}"


def _find(asked: Sequence[T], identity: str) -> T:
    found = next((one for one in asked if one.id == identity), None)
    if found is None:
        raise Missing("没有找到这条记录，请检查编号")
    return found
