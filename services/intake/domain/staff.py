"""What intake keeps of the staff: enough to page them, and to know who writes by WeCom."""

from dataclasses import dataclass
from typing import Self

from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id


@dataclass(slots=True, kw_only=True)
class Staff(Aggregate):
    """A member of staff as the gateway last told it; ``edition`` is the gateway's version."""

    staff_id: str
    name: str = ""
    role: Role = Role.WORKER
    department: str | None = None
    address: str | None = None  # wecom:USERID or an openid
    active: bool = False
    edition: int = -1

    @classmethod
    def unheard_of(cls, staff_id: str, estate: str) -> Self:
        """Return somebody of whom nothing has been told yet."""
        return cls(id=derived_id("staff", estate, staff_id), estate=estate, staff_id=staff_id)

    def learn(self, told: StaffChanged) -> None:
        """Take over the particulars, unless newer ones are known already."""
        if told.version > self.edition:
            self.edition, self.active = told.version, told.active
            self.name, self.role, self.department = told.name, told.role, told.department
            self.address = told.wechat_openid


def paged(step: str, taken_by: str | None, staff: list[Staff]) -> tuple[str, ...]:
    """Return whom ``step`` pages: the clerk at it or every clerk; then the clerks' heads."""
    clerks = [one for one in staff if one.role is Role.CLERK]
    if step == "clerk":
        return (taken_by,) if taken_by else tuple(one.staff_id for one in clerks)
    theirs = {one.department for one in clerks}
    heads = [one for one in staff if one.role is Role.HEAD]
    near = [one for one in heads if one.department in theirs] or heads
    near = near or [one for one in staff if one.role is Role.MANAGER]
    return tuple(one.staff_id for one in near)
