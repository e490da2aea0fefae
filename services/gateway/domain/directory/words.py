"""The words that cells may use, in code or in Chinese, and their meaning."""

import re
from collections.abc import Mapping
from typing import Final

from shared.contracts.words import STAFF, Category, Outlet, Role

ROLES: Final[Mapping[str, Role]] = {
    **{role.value: role for role in sorted(STAFF)},
    "客服": Role.CLERK,
    "员工": Role.WORKER,
    "主管": Role.HEAD,
    "部门负责人": Role.HEAD,
    "负责人": Role.HEAD,
    "经理": Role.MANAGER,
    "管理员": Role.ADMIN,
}
CATEGORIES: Final[Mapping[str, Category]] = {
    **{category.value: category for category in Category},
    "房屋维修": Category.REPAIR,
    "维修": Category.REPAIR,
    "房屋维修与设施": Category.REPAIR,
    "保洁": Category.SANITATION,
    "安保": Category.SECURITY,
    "邻里与噪音": Category.NEIGHBOUR,
    "环境卫生": Category.SANITATION,
    "安保秩序": Category.SECURITY,
    "邻里": Category.NEIGHBOUR,
    "收费": Category.FEES,
    "物业服务": Category.SERVICE,
    "其他": Category.OTHER,
}
OUTLETS: Final[Mapping[str, Outlet]] = {
    **{outlet.value: outlet for outlet in Outlet},
    "短信": Outlet.SMS,
    "微信": Outlet.WECHAT,
    "电话": Outlet.PHONE,
}
MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
LANDLINE: Final = re.compile(r"0[0-9]{9,11}")
IDENTITY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def phone_of(text: str) -> str:
    """Return a phone number without its country code, blanks and dashes."""
    return re.sub("[\\s()\uff08\uff09-]", "", text).removeprefix("+86")
