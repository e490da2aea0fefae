"""Read a property company's own list of its staff, and its roster."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from services.gateway.domain.accounts import Staff, StaffParticulars
from services.gateway.domain.directory.grid import Findings, Grid, Line
from services.gateway.domain.directory.headings import lines_of
from services.gateway.domain.directory.model import Department, Estate, ListedStaff
from services.gateway.domain.directory.words import CATEGORIES, IDENTITY, MOBILE, ROLES, phone_of
from shared.contracts.words import Category, Role

STAFF_TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("工号", "编号", "员工编号", "员工号", "人员编号"),
    "name": ("姓名", "员工姓名", "员工", "人员"),
    "role": ("角色", "岗位", "职务", "职位", "工种"),
    "department": ("部门", "所属部门", "部门名称", "班组"),
    "skills": ("技能", "负责类别", "类别"),
    "buildings": ("负责楼栋", "楼栋", "责任楼栋", "管辖楼栋"),
    "phone": ("手机", "手机号", "手机号码", "电话", "联系电话", "联系方式"),
    "username": ("用户名", "登录名"),
    "wechat_openid": ("微信标识",),
}
ROSTER_TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "staff_id": ("工号", "姓名", "员工", "员工编号", "值班人", "值班人员", "人员"),
    "weekday": ("星期", "周", "周次", "日期", "值班日"),
    "start": ("开始", "上班", "上班时间", "开始时间", "起"),
    "end": ("结束", "下班", "下班时间", "结束时间", "止"),
    "hours": ("时间", "班次时间", "值班时间", "时段"),
    "post": ("班次", "岗位", "班别", "备注"),
}
ROSTER_COLUMNS: Final = ("staff_id", "weekday", "start", "end", "post")
_POSTS: Final[Mapping[str, Role]] = {
    **ROLES,
    **dict.fromkeys(("管家", "前台", "客服专员", "客服人员", "客服管家"), Role.CLERK),
    **dict.fromkeys(("维修工", "水电工", "电工", "保安", "保洁", "保洁员", "绿化工"), Role.WORKER),
    **dict.fromkeys(("工程师傅", "秩序维护员", "安管员"), Role.WORKER),
    **dict.fromkeys(("项目经理", "物业经理"), Role.MANAGER),
    **dict.fromkeys(("部门主管", "工程主管", "客服主管", "保洁主管", "安保主管"), Role.HEAD),
}
_BETWEEN: Final = re.compile(r"[;,、|\s]+")
_TO: Final = re.compile(r"[-~至到—–]+")
_DAYS: Final = {han: str(n) for n, han in enumerate("一二三四五六日", start=1)} | {"天": "7"}
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


def read_crew(
    grids: tuple[Grid, ...],
    estate: Estate,
    departments: Sequence[Department],
    known: Sequence[Staff],
    findings: Findings,
) -> list[ListedStaff]:
    """Return the staff that the sheets name; blanks leave what is known. Flaws: ``findings``."""
    lines = lines_of(grids, STAFF_TITLES, ("id", "name", "role"), findings)
    parts = {word: one.id for one in departments for word in (one.id, one.name)}
    before = {one.id: one.particulars for one in known}
    found = [_listed(line, before.get(line.text("id")), parts, estate) for line in lines]
    for name in ("id", "username", "phone"):
        _check_once(lines, name)
    return found


def _listed(
    line: Line, known: StaffParticulars | None, parts: Mapping[str, str], estate: Estate
) -> ListedStaff:
    identity = line.text("id")
    username = line.text("username") or (known.username if known else identity)
    for name, text in (("id", identity), ("username", username)):
        if not IDENTITY.fullmatch(text) or text == "admin":
            line.wrong(name, f"“{text}”不能用作工号或用户名：只能用字母、数字、点、横线")
    said = StaffParticulars(
        name=line.text("name"),
        role=_role(line),
        username=username,
        department=_department(line, parts) or (known.department if known else None),
        skills=_skills(line) or (known.skills if known else ()),
        buildings=_buildings(line, estate) or (known.buildings if known else ()),
        phone=_phone(line) or (known.phone if known else None),
        wechat_openid=line.text("wechat_openid") or (known.wechat_openid if known else None),
    )
    if not said.name:
        line.wrong("name", "姓名不能为空")
    if not said.department and said.role not in {Role.MANAGER, Role.ADMIN}:
        line.wrong("department", "部门不能为空")
    return ListedStaff(id=identity, particulars=said)


def _role(line: Line) -> Role:
    text = line.text("role")
    if text.lower() not in _POSTS:
        line.wrong("role", f"不认识岗位“{text}”，可填：客服、员工、主管、经理")
    return _POSTS.get(text.lower(), Role.WORKER)


def _department(line: Line, parts: Mapping[str, str]) -> str:
    text = line.text("department")
    if text and text not in parts:
        line.wrong("department", f"没有部门“{text}”，请对照部门表")
    return parts.get(text, "")


def _skills(line: Line) -> tuple[Category, ...]:
    words = [one for one in _BETWEEN.split(line.text("skills")) if one]
    for word in words:
        if word not in CATEGORIES:
            line.wrong("skills", f"不认识“{word}”，可填：{'、'.join(CATEGORIES)}")
    return tuple(dict.fromkeys(CATEGORIES[word] for word in words if word in CATEGORIES))


def _buildings(line: Line, estate: Estate) -> tuple[str, ...]:
    texts = [re.sub(r"(号楼|栋|幢|座|楼)$", "", t) for t in _BETWEEN.split(line.text("buildings"))]
    for text in filter(None, texts):
        if estate.buildings and estate.building(text) is None:
            line.wrong("buildings", f"没有 {text} 号楼，请对照小区资料")
    return tuple(filter(None, texts))


def _phone(line: Line) -> str | None:
    phone = phone_of(line.text("phone")).removeprefix("0086")
    if phone and not MOBILE.fullmatch(phone):
        line.wrong("phone", "应为 11 位手机号")
    return phone or None


def _check_once(lines: Sequence[Line], name: str) -> None:
    first: dict[str, Line] = {}
    for line in lines:
        text = line.text(name)
        if text and first.setdefault(text, line) is not line:
            line.wrong(name, f"与“{first[text].sheet}”第 {first[text].row} 行重复")


def read_shifts(
    grids: tuple[Grid, ...], known: Sequence[Staff], findings: Findings
) -> list[tuple[Line, tuple[str, ...]]]:
    """Return the roster's rows in the columns of ``roster.csv``, each with its line."""
    lines = lines_of(grids, ROSTER_TITLES, ("staff_id", "weekday"), findings)
    names = dict(_names(known))
    return [(line, _shift(line, names)) for line in lines]


def _names(known: Sequence[Staff]) -> Iterator[tuple[str, str]]:
    """Yield each active member of staff under the number, and under a name that only one has."""
    active = [one for one in known if one.active]
    called = [one.particulars.name for one in active]
    for one in active:
        yield one.id, one.id
        if called.count(one.particulars.name) == 1:
            yield one.particulars.name, one.id


def _shift(line: Line, names: Mapping[str, str]) -> tuple[str, ...]:
    who = line.text("staff_id")
    if who not in names:
        line.wrong("staff_id", f"员工里没有“{who}”，或有几位同名，请写工号")
    start, end = line.text("start"), line.text("end")
    if not start and not end and line.text("hours"):
        start, _, end = _TO.sub("-", line.text("hours")).partition("-")
    column = "start" if line.has("start") else "hours"
    return (
        names.get(who, who),
        _weekdays(line),
        _clock(line, column, start.strip()),
        _clock(line, "end" if line.has("end") else "hours", end.strip()),
        line.text("post"),
    )


def _weekdays(line: Line) -> str:
    text = re.sub(r"星期|周|礼拜", "", line.text("weekday"))
    if text in {"每天", "每日", "全", "*"}:
        return "1-7"
    text = _TO.sub("-", "".join(_DAYS.get(sign, sign) for sign in text))
    text = re.sub(r"(?<=\d)(?=\d)", ";", text)
    days = ";".join(one for one in _BETWEEN.split(text) if one)
    if not re.fullmatch(r"[1-7](-[1-7])?(;[1-7](-[1-7])?)*", days):
        line.wrong("weekday", f"看不懂“{line.text('weekday')}”，请写 周一至周五、一三五 或 每天")
    return days


def _clock(line: Line, column: str, text: str) -> str:
    found = _CLOCK.fullmatch(text.replace("次日", "").strip())
    if found is None or int(found[1]) > 24:
        line.wrong(column, f"看不懂时间“{text}”，请写成 08:00")
        return text
    return f"{int(found[1]):02d}:{found[2]}"
