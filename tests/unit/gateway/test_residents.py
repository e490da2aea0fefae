"""A property company's own list of owners is understood; what is not is told by its cell."""

from datetime import date

import pytest

from services.gateway.channels.workbook import grids_of
from services.gateway.domain.accounts import Owner, OwnerParticulars
from services.gateway.domain.directory.grid import Findings, Flaw
from services.gateway.domain.directory.model import Building, Estate, ListedOwner
from services.gateway.domain.directory.residents import read_residents
from services.gateway.domain.directory.rooms import Nowhere, place_of
from shared.contracts.event import Place
from shared.contracts.words import Outlet
from tests.support.sheets import Cell, xlsx

ESTATE = Estate(
    id="sample",
    name="云栖花园",
    buildings=(
        Building(name="1", units=("1",), floors=12),
        Building(name="3", units=("1", "2"), floors=18),
        Building(name="A", units=("1",), floors=30),
    ),
)
HEAD: list[Cell] = ["房号", "业主姓名", "联系电话"]


def read(content: bytes, *known: Owner) -> tuple[list[ListedOwner], Findings]:
    findings = Findings()
    return read_residents(grids_of(content, "名单.csv"), ESTATE, known, findings), findings


def clean(content: bytes, *known: Owner) -> list[ListedOwner]:
    owners, findings = read(content, *known)
    assert findings.flaws == []
    return owners


def said(owners: list[ListedOwner]) -> list[tuple[str, str, str | None]]:
    return [(str(o.particulars.place), o.particulars.name, o.particulars.phone) for o in owners]


def account(name: str = "何浩然", **more: object) -> Owner:
    particulars: dict[str, object] = {
        "household_id": "h-7",
        "name": name,
        "place": Place(building="3", unit="2", room="1201"),
        "phone": "13900000001",
        "wechat_openid": "o-1",
        "outlets": (Outlet.WECHAT, Outlet.SMS),
        **more,
    }
    return Owner(id="o7", estate="sample", particulars=OwnerParticulars(**particulars))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        *("3栋2单元1201", "3-2-1201", "3号楼2单元1201室", "云栖花园3幢2单元1201", "3#2-1201"),
        *("3/2/1201", "第3栋2单元1201房", "三栋二单元1201", "3栋-2单元-1201", "3 栋 2 单元 1201"),
    ],
)
def test_one_column_may_say_the_whole_room(text: str) -> None:
    assert place_of("", "", text, ESTATE) == Place(building="3", unit="2", room="1201")


@pytest.mark.parametrize(
    ("building", "unit", "room"),
    [("3栋", "2单元", "1201室"), ("3", "2", "1201"), ("3号楼", "", "2-1201"), ("03", "02", "1201")],
)
def test_three_columns_may_say_it_too(building: str, unit: str, room: str) -> None:
    assert place_of(building, unit, room, ESTATE) == Place(building="3", unit="2", room="1201")


def test_the_only_unit_of_a_building_need_not_be_written() -> None:
    assert place_of("", "", "A座2901", ESTATE) == Place(building="A", unit="1", room="2901")


@pytest.mark.parametrize("text", ["9栋1单元101", "3栋1201", "", "云栖花园"])
def test_what_names_no_room_is_told(text: str) -> None:
    with pytest.raises(Nowhere):
        place_of("", "", text, ESTATE)


def test_a_title_above_the_headings_and_a_sum_below_harm_nobody() -> None:
    rows: list[list[Cell]] = [
        ["云栖花园业主台账(2026年)", None, None],
        [None, None, None],
        ["房 号*", "业主姓名(必填)", "手机号码"],
        ["3-2-1201", "何浩然", "139-0000-0001"],
        [None, None, None],
        ["合计", "1户", None],
    ]
    owners, findings = read(xlsx(rows, "A1:C1"))
    assert said(owners) == [("3-2-1201", "何浩然", "13900000001")]
    assert [(one.row, findings.flaws) for one in findings.skipped] == [(6, [])]


def test_merged_cells_hold_for_every_row_that_they_cover() -> None:
    rows: list[list[Cell]] = [
        ["楼栋", "单元", "室", "姓名", "电话"],
        ["3栋", "2单元", 1201.0, "何浩然", 13900000001.0],
        [None, None, None, "何思远", 13900000002],
        [None, None, 1202, "林一鸣", None],
    ]
    owners = clean(xlsx(rows, "A2:A4", "B2:B4", "C2:C3"))
    assert said(owners) == [
        ("3-2-1201", "何浩然", "13900000001"),
        ("3-2-1201", "何思远", "13900000002"),
        ("3-2-1202", "林一鸣", None),
    ]


def test_full_width_signs_are_the_same() -> None:
    rows: list[list[Cell]] = [HEAD, ["3-2-1201", "何浩然", "+86 139 0000 0001"]]
    assert said(clean(xlsx(rows))) == [("3-2-1201", "何浩然", "13900000001")]


def test_several_owners_in_one_cell_get_a_number_each() -> None:
    rows: list[list[Cell]] = [HEAD, ["3-2-1201", "何浩然、何思远", "13900000001/13900000002"]]
    assert [phone for _, _, phone in said(clean(xlsx(rows)))] == ["13900000001", "13900000002"]


def test_a_csv_from_a_chinese_excel_is_read() -> None:
    text = "房号;姓名;电话\r\n3-2-1201;何浩然;13900000001\r\n".encode("gb18030")
    assert said(clean(text)) == [("3-2-1201", "何浩然", "13900000001")]


def test_who_is_known_keeps_number_household_wechat_and_outlets() -> None:
    rows: list[list[Cell]] = [HEAD, ["3-2-1201", "何浩然", "13900000009"]]
    owner = clean(xlsx(rows), account())[0]
    assert (owner.id, owner.particulars.household_id) == ("o7", "h-7")
    assert owner.particulars.wechat_openid == "o-1"
    assert owner.particulars.outlets == (Outlet.WECHAT, Outlet.SMS)


def test_a_corrected_name_is_the_same_person_by_the_phone() -> None:
    rows: list[list[Cell]] = [HEAD, ["3-2-1201", "何皓然", "13900000001"]]
    assert clean(xlsx(rows), account())[0].id == "o7"


def test_a_new_owner_has_the_same_number_on_every_reading() -> None:
    rows: list[list[Cell]] = [HEAD, ["A座1-101", "林一鸣", None]]
    first, again = clean(xlsx(rows)), clean(xlsx(rows))
    assert first[0].id == again[0].id
    assert first[0].particulars.household_id == "hA-1-101"


def test_a_vacant_room_is_passed_over_and_said_to_be() -> None:
    rows: list[list[Cell]] = [[*HEAD, "面积"], ["3-2-1201", None, None, 88.5]]
    owners, findings = read(xlsx(rows))
    assert (owners, findings.flaws, findings.ignored) == ([], [], ["面积"])
    assert findings.skipped[0].row == 2


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["9-1-101", "何浩然", None], "A(房号)", "没有 9 号楼"),
        (["3-2-9901", "何浩然", None], "A(房号)", "只有 18 层"),
        (["3-2-1201", "何浩然", "1390000"], "C(联系电话)", "不是 11 位手机号"),
        (["3-2-1201", None, "13900000001"], "B(业主姓名)", "不能为空"),
        (["3-2-1201", "何浩然", "1.39E+10"], "C(联系电话)", "改写"),
        ([date(2026, 3, 2), "何浩然", None], "A(房号)", "改写"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_row_and_column(
    row: list[Cell], column: str, reason: str
) -> None:
    _, findings = read(xlsx([HEAD, row]))
    flaw: Flaw = findings.flaws[0]
    assert (flaw.sheet, flaw.row, flaw.column) == ("业主台账", 2, column)
    assert any(reason in one.reason for one in findings.flaws)


def test_two_people_with_one_number_are_a_flaw_and_one_with_two_rooms_is_not() -> None:
    same: list[Cell] = ["3-2-1202", "何浩然", "13900000001"]
    other: list[Cell] = ["3-2-1203", "林一鸣", "13900000001"]
    first: list[Cell] = ["3-2-1201", "何浩然", "13900000001"]
    assert len(clean(xlsx([HEAD, first, same]))) == 2
    assert "何浩然" in read(xlsx([HEAD, first, other]))[1].flaws[0].reason


def test_a_row_that_stands_there_twice_is_a_flaw() -> None:
    row: list[Cell] = ["3-2-1201", "何浩然", None]
    _, findings = read(xlsx([HEAD, [*row], [*row]]))
    assert "第 2 行重复" in findings.flaws[0].reason


def test_a_sheet_without_headings_is_a_flaw() -> None:
    _, findings = read("3-2-1201,何浩然\n".encode())
    assert "没有找到表头" in findings.flaws[0].reason
