"""Read staff.csv: who works here, as what, and how they are reached."""

from typing import Final

from services.gateway.domain.accounts import StaffParticulars
from services.gateway.domain.directory.departments import Departments
from services.gateway.domain.directory.model import Estate, ListedStaff
from services.gateway.domain.directory.sheet import Column, Fault, Row, check_unique, read_sheet
from services.gateway.domain.directory.words import CATEGORIES, IDENTITY, MOBILE, ROLES, phone_of
from shared.contracts.words import Role

FILE: Final = "staff.csv"
COLUMNS: Final = (
    Column("id", ("工号", "编号", "员工编号")),
    Column("name", ("姓名",)),
    Column("role", ("角色", "岗位")),
    Column("department", ("部门",), needed=False),
    Column("skills", ("技能",), needed=False),
    Column("buildings", ("负责楼栋", "楼栋"), needed=False),
    Column("phone", ("手机", "电话")),
    Column("username", ("用户名", "登录名"), needed=False),
    Column("wechat_openid", ("微信标识",), needed=False),
)
_RESERVED: Final = "admin"
_FREE: Final = frozenset({Role.MANAGER, Role.ADMIN})

Staff = list[tuple[Row, ListedStaff]]


def read_staff(text: str, faults: list[Fault]) -> Staff:
    """Return each member of staff with the row."""
    found = [(row, _listed(row)) for row in read_sheet(FILE, text, COLUMNS, faults)]
    check_unique(((row, each.id) for row, each in found), "工号")
    check_unique(((row, each.particulars.username) for row, each in found), "用户名")
    check_unique(((row, each.particulars.phone) for row, each in found), "手机")
    check_unique(((row, each.particulars.wechat_openid) for row, each in found), "微信标识")
    return found


def check_posts(staff: Staff, estate: Estate, departments: Departments) -> None:
    """Note whoever is of a department or has a building that there is not."""
    known = {department.id for _, department in departments}
    for row, each in staff:
        department = each.particulars.department
        if known and department and department not in known:
            row.wrong(f"部门“{department}”不在 departments.csv 中")
        if not department and each.particulars.role not in _FREE:
            row.wrong("department(部门) 不能为空")
        _check_buildings(row, each.particulars.buildings, estate)


def _check_buildings(row: Row, names: tuple[str, ...], estate: Estate) -> None:
    for name in names:
        if estate.buildings and estate.building(name) is None:
            row.wrong(f"没有 {name} 号楼，请对照 estate.toml")


def _listed(row: Row) -> ListedStaff:
    identity = row.text("id")
    username = row.text("username") or identity
    for name in filter(None, (identity, username)):
        if not IDENTITY.fullmatch(name) or name == _RESERVED:
            row.wrong(f"“{name}”不能用作编号或用户名：只能用字母、数字、点、横线，且 admin 已保留")
    return ListedStaff(
        id=identity,
        particulars=StaffParticulars(
            name=row.text("name"),
            role=row.one("role", ROLES) or Role.WORKER,
            username=username,
            department=row.text("department") or None,
            skills=row.many("skills", CATEGORIES),
            buildings=row.parts("buildings"),
            phone=_mobile(row),
            wechat_openid=row.text("wechat_openid") or None,
        ),
    )


def _mobile(row: Row) -> str | None:
    phone = phone_of(row.text("phone"))
    if phone and not MOBILE.fullmatch(phone):
        row.wrong("phone(手机) 应为 11 位手机号")
    return phone or None
