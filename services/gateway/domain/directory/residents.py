"""Read a property company's own list of owners: several owners a room, in its own words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from services.gateway.domain.accounts import Owner, OwnerParticulars
from services.gateway.domain.directory.grid import Findings, Flaw, Grid, Line
from services.gateway.domain.directory.headings import lines_of
from services.gateway.domain.directory.households import possible, room_fault
from services.gateway.domain.directory.model import Estate, ListedOwner
from services.gateway.domain.directory.rooms import Nowhere, place_of
from services.gateway.domain.directory.words import IDENTITY, LANDLINE, MOBILE, OUTLETS, phone_of
from shared.contracts.event import Place
from shared.contracts.words import Outlet
from shared.kernel.ids import derived_id

TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    "room": (
        *("房号", "门牌", "门牌号", "室", "室号", "房间", "房间号", "房屋", "户室", "房产"),
        *("房屋编号", "地址", "房屋地址", "住址", "户室号", "房屋坐落"),
    ),
    "name": (
        *("业主姓名", "姓名", "业主", "住户", "住户姓名", "户主", "户主姓名", "产权人"),
        *("业主名称", "客户姓名", "客户名称", "联系人"),
    ),
    "phone": (
        *("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "移动电话"),
        *("业主电话", "联系手机", "业主手机"),
    ),
    "building": ("楼栋", "楼号", "栋", "幢", "栋号", "幢号", "楼", "楼幢", "座", "楼宇"),
    "unit": ("单元", "单元号", "门洞"),
    "owner_id": ("业主编号",),
    "household_id": ("住户编号", "户号"),
    "wechat_openid": ("微信标识",),
    "outlets": ("通知方式",),
}
NEEDED: Final = ("room", "name")
_AND: Final = re.compile(r"[;,、/|&]|\s+和\s*|(?<=\d)\s+(?=\d{7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """One owner out of a row."""

    line: Line
    place: Place
    name: str
    phone: str | None


def read_residents(
    grids: tuple[Grid, ...], estate: Estate, known: Sequence[Owner], findings: Findings
) -> list[ListedOwner]:
    """Return the owners that the sheets name, each under the number that they have already.

    What a sheet has no column or no word for stays as it is known. Flaws go to ``findings``.
    """
    lines = lines_of(grids, TITLES, NEEDED, findings)
    people = [one for line in lines for one in _people(line, estate, findings)]
    _check(people)
    homes, by_room = _households(known), _by_room(known)
    return [_listed(one, by_room[str(one.place)], homes, estate) for one in people]


def _people(line: Line, estate: Estate, findings: Findings) -> Iterator[_Person]:
    if not line.text("name") and not line.text("phone"):
        findings.skipped.append(_note(line, "没有业主，没有读"))
        return
    place, names, phones = _place(line, estate), _names(line), list(_phones(line))
    if len(phones) > len(names) > 1:
        line.wrong("phone", f"{len(names)} 位业主写了 {len(phones)} 个电话，请分成几行")
    if len(phones) > 1 == len(names):
        findings.skipped.append(_note(line, f"只用第一个电话，其余 {len(phones) - 1} 个没有读"))
    if place:
        for name, phone in zip_longest(names, phones[: len(names)]):
            yield _Person(line=line, place=place, name=name, phone=phone)


def _note(line: Line, reason: str) -> Flaw:
    return Flaw(sheet=line.sheet, row=line.row, column="", reason=reason)


def _names(line: Line) -> list[str]:
    names = [one for one in _AND.split(line.text("name")) if one]
    if not names:
        line.wrong("name", "姓名不能为空")
    return names


def _place(line: Line, estate: Estate) -> Place | None:
    try:
        place = place_of(line.text("building"), line.text("unit"), line.text("room"), estate)
        fault = room_fault(place, estate)
    except Nowhere as error:
        place, fault = None, str(error)
    if fault:
        line.wrong("room", fault)
        return None
    return place


def _phones(line: Line) -> Iterator[str]:
    for text in filter(None, _AND.split(line.text("phone"))):
        phone = phone_of(text).removeprefix("0086")
        if MOBILE.fullmatch(phone) or LANDLINE.fullmatch(phone):
            yield phone
        else:
            line.wrong("phone", f"“{text}”不是 11 位手机号，也不是带区号的固定电话")


def _check(people: list[_Person]) -> None:
    """Note who stands there twice, and different people with one number."""
    seen: dict[tuple[str, str], Line] = {}
    whose: dict[str, _Person] = {}
    for one in people:
        first = seen.setdefault((str(one.place), one.name), one.line)
        if first is not one.line:
            one.line.wrong("name", f"“{one.name}”与{_where(first)}重复")
        other = whose.setdefault(one.phone, one) if one.phone else one
        if other.name != one.name:
            one.line.wrong("phone", f"电话与{_where(other.line)}的“{other.name}”相同")


def _where(line: Line) -> str:
    return f"“{line.sheet}”第 {line.row} 行"


def _by_room(known: Sequence[Owner]) -> dict[str, list[Owner]]:
    rooms: dict[str, list[Owner]] = defaultdict(list)
    for owner in sorted(known, key=lambda one: not one.active):
        rooms[str(owner.particulars.place)].append(owner)
    return rooms


def _households(known: Sequence[Owner]) -> dict[str, str]:
    ordered = sorted(known, key=lambda one: one.active)
    return {str(one.particulars.place): one.particulars.household_id for one in ordered}


def _listed(
    one: _Person, there: Sequence[Owner], homes: Mapping[str, str], estate: Estate
) -> ListedOwner:
    before = _before(one, there)
    known = before.particulars if before else None
    household = homes.get(str(one.place)) or one.line.text("household_id") or home_of(one.place)
    said = OwnerParticulars(
        household_id=household,
        name=one.name,
        place=one.place,
        phone=one.phone or (known.phone if known else None),
        wechat_openid=one.line.text("wechat_openid") or (known.wechat_openid if known else None),
        outlets=known.outlets if known else (),
    )
    outlets = _outlets(one.line) or said.outlets
    given = one.line.text("owner_id")
    identity = before.id if before else given or owner_id_of(estate.id, one.place, one.name)
    if given and not IDENTITY.fullmatch(given):
        one.line.wrong("owner_id", "业主编号只能用字母、数字、点、横线和下划线")
    return ListedOwner(id=identity, particulars=replace(said, outlets=_fit(outlets, said)))


def _before(one: _Person, there: Sequence[Owner]) -> Owner | None:
    """Return the account that this is: by number, by name, or by the phone that it has there."""
    given, phone = one.line.text("owner_id"), one.phone
    by_number = [each for each in there if each.id == given]
    by_name = [each for each in there if each.particulars.name == one.name]
    by_phone = [each for each in there if phone and each.particulars.phone == phone]
    return next(iter([*by_number, *by_name, *by_phone]), None)


def owner_id_of(estate: str, place: Place, name: str) -> str:
    """Return the number of an owner who has none yet."""
    return derived_id("owner", estate, str(place), name)


def home_of(place: Place) -> str:
    """Return the number of a household that has none yet."""
    plain = f"h{place}"
    return plain if IDENTITY.fullmatch(plain) else derived_id("household", str(place))


def _outlets(line: Line) -> tuple[Outlet, ...]:
    words = [one for one in re.split(r"[;,、|\s]+", line.text("outlets").lower()) if one]
    for word in words:
        if word not in OUTLETS:
            line.wrong("outlets", f"不认识“{word}”，可填：{'、'.join(OUTLETS)}")
    return tuple(dict.fromkeys(OUTLETS[word] for word in words if word in OUTLETS))


def _fit(outlets: tuple[Outlet, ...], said: OwnerParticulars) -> tuple[Outlet, ...]:
    can = possible(said.phone or "", said.wechat_openid or "")
    return tuple(one for one in outlets if can[one])
