"""Know the members of staff and the departments, from their files or from what gateway tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from services.router.domain.faults import Faults
from services.router.domain.tables import Row, Sheet
from services.router.domain.words_in_files import category_named, listed, role_named
from shared.contracts.people import StaffChanged
from shared.contracts.words import Category, Role
from shared.kernel.aggregate import Aggregate

T = TypeVar("T", "Staff", "Department")
STAFF_SHEET: Final = Sheet(
    "staff.csv",
    {
        "id": ("工号", "编号", "staff_id"),
        "name": ("姓名",),
        "role": ("角色",),
        "department": ("部门",),
        "skills": ("技能",),
        "buildings": ("楼栋", "负责楼栋"),
    },
    ("id", "name", "role"),
)
DEPARTMENTS_SHEET: Final = Sheet(
    "departments.csv",
    {"id": ("编号",), "name": ("名称", "部门"), "head": ("负责人",), "categories": ("类别",)},
    ("id", "name"),
)


@dataclass(slots=True, frozen=True, kw_only=True)
class Staff:
    """What the router needs to know of a member of staff."""

    id: str
    name: str
    role: Role
    department: str | None = None
    skills: tuple[Category, ...] = ()
    buildings: tuple[str, ...] = ()
    active: bool = True


@dataclass(slots=True, kw_only=True)
class StaffCard(Aggregate):
    """A member of staff as gateway last told of them; ``told`` is the version of its telling."""

    staff: Staff
    told: int

    def hear(self, event: StaffChanged) -> bool:
        """Take over what is newer than what we know, and tell whether it was."""
        newer = event.version > self.told
        if newer:
            self.staff, self.told = staff_of(event), event.version
        return newer


@dataclass(slots=True, frozen=True, kw_only=True)
class Department:
    """A department, its head, and the categories that fall to it."""

    id: str
    name: str
    head: str | None = None
    categories: frozenset[Category] = frozenset()


def staff_of(event: StaffChanged) -> Staff:
    """Keep of an event what the router needs."""
    return Staff(
        id=event.staff_id,
        name=event.name,
        role=event.role,
        department=event.department,
        skills=event.skills,
        buildings=event.buildings,
        active=event.active,
    )


def read_staff(text: str, faults: Faults) -> dict[str, Staff]:
    """Read ``staff.csv``."""
    return _by_id(STAFF_SHEET, STAFF_SHEET.read(text, faults, _staff), faults)


def read_departments(text: str, staff: frozenset[str], faults: Faults) -> dict[str, Department]:
    """Read ``departments.csv``; a head must be among the staff when there are any."""
    rows = DEPARTMENTS_SHEET.read(text, faults, _department)
    for line, department in rows:
        if staff and department.head and department.head not in staff:
            faults.add(DEPARTMENTS_SHEET.file, line, f"负责人“{department.head}”不在员工表里")
    return _by_id(DEPARTMENTS_SHEET, rows, faults)


def _staff(row: Row) -> Staff:
    return Staff(
        id=row.need("id"),
        name=row.need("name"),
        role=role_named(row.need("role")),
        department=row["department"] or None,
        skills=tuple(map(category_named, listed(row["skills"]))),
        buildings=listed(row["buildings"]),
    )


def _department(row: Row) -> Department:
    return Department(
        id=row.need("id"),
        name=row.need("name"),
        head=row["head"] or None,
        categories=frozenset(map(category_named, listed(row["categories"]))),
    )


def _by_id(sheet: Sheet, rows: Iterable[tuple[int, T]], faults: Faults) -> dict[str, T]:
    known: dict[str, T] = {}
    for line, thing in rows:
        if thing.id in known:
            faults.add(sheet.file, line, f"“{thing.id}”出现了两次")
        known[thing.id] = thing
    return known
