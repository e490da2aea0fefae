"""Read departments.csv: who is answerable for which category."""

from collections.abc import Sequence
from typing import Final

from services.gateway.domain.directory.model import Department, ListedStaff
from services.gateway.domain.directory.sheet import Column, Fault, Row, check_unique, read_sheet
from services.gateway.domain.directory.words import CATEGORIES, IDENTITY
from shared.contracts.words import Role

FILE: Final = "departments.csv"
COLUMNS: Final = (
    Column("id", ("编号", "部门编号")),
    Column("name", ("名称", "部门", "部门名称")),
    Column("head", ("负责人",)),
    Column("categories", ("类别", "负责类别"), needed=False),
)
_MAY_HEAD: Final = frozenset({Role.HEAD, Role.MANAGER})

Departments = list[tuple[Row, Department]]


def read_departments(text: str, faults: list[Fault]) -> Departments:
    """Return each department with its row."""
    found = [(row, _department(row)) for row in read_sheet(FILE, text, COLUMNS, faults)]
    check_unique(((row, each.id) for row, each in found), "编号")
    check_unique(((row, each.name) for row, each in found), "名称")
    check_unique(((row, one) for row, each in found for one in each.categories), "类别")
    return found


def check_heads(departments: Departments, staff: Sequence[tuple[Row, ListedStaff]]) -> None:
    """Note each department whose head is nobody, of another department, or no head."""
    people = {each.id: each.particulars for _, each in staff}
    for row, department in departments:
        head = people.get(department.head)
        if not (department.head and people):
            continue
        if head is None:
            row.wrong(f"负责人“{department.head}”不在 staff.csv 中")
        elif head.department != department.id:
            row.wrong(f"负责人“{department.head}”不属于本部门")
        elif head.role not in _MAY_HEAD:
            row.wrong(f"负责人“{department.head}”的角色应为 head(负责人)或 manager(经理)")


def _department(row: Row) -> Department:
    identity = row.text("id")
    if identity and not IDENTITY.fullmatch(identity):
        row.wrong("id(编号) 只能用字母、数字、点、横线和下划线")
    return Department(
        id=identity,
        name=row.text("name"),
        head=row.text("head"),
        categories=row.many("categories", CATEGORIES),
    )
