"""Accept the field's terms in Chinese or English where people write files."""

from collections.abc import Mapping
from typing import Final

from shared.contracts.words import Category, Role

_CATEGORIES: Final[Mapping[str, Category]] = {
    "房屋维修": Category.REPAIR,
    "维修": Category.REPAIR,
    "房屋维修与设施": Category.REPAIR,
    "环境卫生": Category.SANITATION,
    "保洁": Category.SANITATION,
    "安保": Category.SECURITY,
    "安保秩序": Category.SECURITY,
    "邻里": Category.NEIGHBOUR,
    "邻里与噪音": Category.NEIGHBOUR,
    "收费": Category.FEES,
    "物业服务": Category.SERVICE,
    "其他": Category.OTHER,
    **{category.value: category for category in Category},
}
_ROLES: Final[Mapping[str, Role]] = {
    "客服": Role.CLERK,
    "员工": Role.WORKER,
    "主管": Role.HEAD,
    "负责人": Role.HEAD,
    "部门负责人": Role.HEAD,
    "经理": Role.MANAGER,
    "管理员": Role.ADMIN,
    **{role.value: role for role in Role if role not in (Role.OWNER, Role.SERVICE)},
}


def category_named(text: object) -> Category:
    """Read a category; raises ``ValueError``."""
    try:
        return _CATEGORIES[str(text).strip()]
    except KeyError as error:
        raise ValueError(f"没有“{text}”这个类别，可用：{'、'.join(Category)}") from error


def role_named(text: str) -> Role:
    """Read a role of staff; raises ``ValueError``."""
    try:
        return _ROLES[text.strip()]
    except KeyError as error:
        raise ValueError(
            f"没有“{text}”这个岗位角色，可用:clerk、worker、head、manager、admin"
        ) from error


def listed(text: str) -> tuple[str, ...]:
    """Split a cell that lists several things with ``;`` (or the Chinese ones)."""
    for mark in ";,,、":
        text = text.replace(mark, ";")
    return tuple(part.strip() for part in text.split(";") if part.strip())
