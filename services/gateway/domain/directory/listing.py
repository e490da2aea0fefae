"""Lay owners and staff out as rows, under headings that are read in again."""

from collections.abc import Sequence
from typing import Final

from services.gateway.domain.accounts import Owner, Staff

OWNER_HEADINGS: Final = (
    *("楼栋", "单元", "房号", "业主姓名", "联系电话", "通知方式", "微信标识"),
    *("业主编号", "住户编号"),
)
STAFF_HEADINGS: Final = (
    *("工号", "姓名", "岗位", "部门", "技能", "负责楼栋", "手机", "用户名", "微信标识"),
)
Rows = list[tuple[str, ...]]


def owner_rows(owners: Sequence[Owner]) -> Rows:
    """Return the headings and a row for each active owner, by room."""
    active = [one for one in owners if one.active]
    rows = sorted((_owner(one) for one in active), key=lambda row: (row[0], row[1], row[2], row[7]))
    return [OWNER_HEADINGS, *rows]


def staff_rows(staff: Sequence[Staff]) -> Rows:
    """Return the headings and a row for each active member of staff but ``admin``."""
    return [
        STAFF_HEADINGS,
        *sorted(_staff(one) for one in staff if one.active and one.id != "admin"),
    ]


def _owner(owner: Owner) -> tuple[str, ...]:
    known = owner.particulars
    return (
        known.place.building or "",
        known.place.unit or "",
        known.place.room or "",
        known.name,
        known.phone or "",
        ";".join(known.outlets),
        known.wechat_openid or "",
        owner.id,
        known.household_id,
    )


def _staff(staff: Staff) -> tuple[str, ...]:
    known = staff.particulars
    return (
        staff.id,
        known.name,
        known.role,
        known.department or "",
        ";".join(known.skills),
        ";".join(known.buildings),
        known.phone or "",
        known.username,
        known.wechat_openid or "",
    )
