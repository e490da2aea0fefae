"""Read households.csv: who lives where, and by which outlets they want to hear from us."""

import re
from collections.abc import Mapping
from typing import Final

from services.gateway.domain.accounts import OwnerParticulars
from services.gateway.domain.directory.model import Estate, ListedOwner
from services.gateway.domain.directory.sheet import Column, Fault, Row, check_unique, read_sheet
from services.gateway.domain.directory.words import IDENTITY, LANDLINE, MOBILE, OUTLETS, phone_of
from shared.contracts.event import Place
from shared.contracts.words import Outlet

FILE: Final = "households.csv"
COLUMNS: Final = (
    Column("household_id", ("住户编号", "户号")),
    Column("building", ("楼栋",)),
    Column("unit", ("单元",)),
    Column("room", ("房号",)),
    Column("owner_id", ("业主编号",)),
    Column("name", ("姓名",)),
    Column("phone", ("手机", "电话"), needed=False),
    Column("wechat_openid", ("微信标识",), needed=False),
    Column("outlets", ("通知方式",), needed=False),
)

_ROOM: Final = re.compile(r"(\d{1,3})\d{2}", re.ASCII)

_NEEDS: Final[Mapping[Outlet, str]] = {
    Outlet.APP: "APP 用手机号登录，请填 11 位手机号",
    Outlet.SMS: "请填 11 位手机号",
    Outlet.WECHAT: "请填 wechat_openid(微信标识)",
    Outlet.PHONE: "请填电话号码",
}

Owners = list[tuple[Row, ListedOwner]]


def read_households(text: str, faults: list[Fault]) -> Owners:
    """Return each owner with the row; a household has a row for each of its members."""
    found = [(row, _listed(row)) for row in read_sheet(FILE, text, COLUMNS, faults)]
    check_unique(((row, each.id) for row, each in found), "业主编号")
    check_unique(((row, each.particulars.phone) for row, each in found), "手机")
    check_unique(((row, each.particulars.wechat_openid) for row, each in found), "微信标识")
    return found


def check_rooms(owners: Owners, estate: Estate) -> None:
    """Note each room that the estate has not, and each household that is not in one room."""
    room_of: dict[str, str] = {}
    household_of: dict[str, str] = {}
    for row, owner in owners:
        household, room = owner.particulars.household_id, str(owner.particulars.place)
        if room_of.setdefault(household, room) != room:
            row.wrong(f"住户“{household}”在前面登记的是 {room_of[household]}")
        elif household_of.setdefault(room, household) != household:
            row.wrong(f"{room} 在前面登记给了住户“{household_of[room]}”")
        if estate.buildings and (fault := room_fault(owner.particulars.place, estate)):
            row.wrong(fault)


def room_fault(place: Place, estate: Estate) -> str | None:
    """Return why the estate has no such room; None if it may have."""
    building = estate.building(place.building or "")
    if building is None:
        return f"没有 {place.building} 号楼，请对照 estate.toml"
    if place.unit not in building.units:
        return f"{place.building} 号楼没有 {place.unit} 单元，请对照 estate.toml"
    if _floor(place.room or "") > building.floors:
        return f"{place.building} 号楼只有 {building.floors} 层，没有 {place.room}"
    return None


def _floor(room: str) -> int:
    """Return the floor that a room's number tells (1203 is on the 12th), or 0."""
    number = _ROOM.fullmatch(room)
    return int(number[1]) if number else 0


def _listed(row: Row) -> ListedOwner:
    for name in ("household_id", "owner_id"):
        if row.text(name) and not IDENTITY.fullmatch(row.text(name)):
            row.wrong(f"{name} 只能用字母、数字、点、横线和下划线")
    return ListedOwner(
        id=row.text("owner_id"),
        particulars=OwnerParticulars(
            household_id=row.text("household_id"),
            name=row.text("name"),
            place=Place(
                building=row.text("building"), unit=row.text("unit"), room=row.text("room")
            ),
            phone=_phone(row),
            wechat_openid=row.text("wechat_openid") or None,
            outlets=_outlets(row),
        ),
    )


def _phone(row: Row) -> str | None:
    phone = phone_of(row.text("phone"))
    if phone and not (MOBILE.fullmatch(phone) or LANDLINE.fullmatch(phone)):
        row.wrong("phone(手机) 应为 11 位手机号，或带区号的固定电话")
    return phone or None


def _outlets(row: Row) -> tuple[Outlet, ...]:
    outlets = row.many("outlets", OUTLETS)
    can = possible(phone_of(row.text("phone")), row.text("wechat_openid"))
    for outlet in outlets:
        if not can[outlet]:
            row.wrong(f"通知方式 {outlet} 不可用：{_NEEDS[outlet]}")
    return outlets


def possible(phone: str, openid: str) -> Mapping[Outlet, bool]:
    """Tell which outlets reach somebody who has this phone and this WeChat."""
    mobile = bool(MOBILE.fullmatch(phone))
    return {
        Outlet.APP: mobile,
        Outlet.SMS: mobile,
        Outlet.WECHAT: bool(openid),
        Outlet.PHONE: bool(phone),
    }
