"""Every fault is told with the line on which its editor will find it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.domain.directory import Fault, parse
from tests.support.estate_files import FILES, spoilt

HOMES, STAFF, PARTS, ESTATE = "households.csv", "staff.csv", "departments.csv", "estate.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        (HOMES, ",outlets", "", 1, "缺少列 outlets(通知方式)"),
        (HOMES, ",outlets", ",outlet", 1, "不认识的列“outlet”"),
        (HOMES, ",name", ",room", 1, "缺少列 name(姓名)"),
        (HOMES, "何思远", "", 3, "name(姓名) 不能为空"),
        (HOMES, "o2", "o1", 3, "业主编号“o1”与第 2 行重复"),
        (HOMES, "13900000002", "13900000001", 3, "手机“13900000001”与第 2 行重复"),
        (HOMES, "13900000002,", "13900000002,o-1", 3, "微信标识“o-1”与第 2 行重复"),
        (HOMES, "13900000002", "1390000000", 3, "11 位手机号"),
        (HOMES, "13900000002", "1.39E+10", 3, "科学计数"),
        (HOMES, "h-2,2,1", "h-2,3,1", 4, "没有 3 号楼"),
        (HOMES, "h-2,2,1", "h-2,2,2", 4, "2 号楼没有 2 单元"),
        (HOMES, "602", "702", 4, "2 号楼只有 6 层"),
        (HOMES, "h-2,2,1,602", "h-1,2,1,602", 4, "住户“h-1”在前面登记的是 1-1-1201"),
        (HOMES, "h-2,2,1,602", "h-2,1,1,1201", 4, "1-1-1201 在前面登记给了住户“h-1”"),
        (HOMES, ",sms", ",wechat", 3, "通知方式 wechat 不可用"),
        (HOMES, ",,phone", ",,sms", 4, "通知方式 sms 不可用"),
        (HOMES, ",sms", ",pigeon", 3, "不认识“pigeon”"),
        (HOMES, "o-1,wechat;app", "o-1,wechat;app,x", 2, "格数比表头多"),
        (HOMES, "林一鸣", '"林一鸣', 4, "引号没有成对"),
        (STAFF, "w1,", "h1,", 4, "工号“h1”与第 2 行重复"),
        (STAFF, ",,s-1", ",cai,s-1", 4, "用户名“cai”与第 3 行重复"),
        (STAFF, ",,s-1", ",admin,s-1", 4, "admin 已保留"),
        (STAFF, "13900090003", "13900090002", 4, "手机“13900090002”与第 3 行重复"),
        (STAFF, "13900090003", "", 4, "phone(手机) 不能为空"),
        (STAFF, "worker", "owner", 4, "不认识“owner”"),
        (STAFF, "worker,engineering", "worker,garden", 4, "部门“garden”不在"),
        (STAFF, "worker,engineering", "worker,", 4, "department(部门) 不能为空"),
        (STAFF, "repair,1;2", "repair,1;9", 4, "没有 9 号楼"),
        (STAFF, "repair,1;2", "plumbing,1;2", 4, "不认识“plumbing”"),
        (PARTS, "h1,repair", "nobody,repair", 2, "负责人“nobody”不在 staff.csv 中"),
        (PARTS, "h1,repair", "h2,repair", 2, "负责人“h2”不属于本部门"),
        (PARTS, "h1,repair", "w1,repair", 2, "负责人“w1”的角色应为"),
        (PARTS, "h1,repair", ",repair", 2, "head(负责人) 不能为空"),
        (PARTS, "service;", "repair;", 3, "类别“repair”与第 2 行重复"),
        (PARTS, "service;", "garden;", 3, "不认识“garden”"),
        (PARTS, "service,", "engineering,", 3, "编号“engineering”与第 2 行重复"),
        (ESTATE, "floors = 6", 'floors = "6"', 12, "floors 要填数字"),
        (ESTATE, "floors = 6", "floors = 0", 12, "floors 太小"),
        (ESTATE, 'id = "sample"', 'id = "sample"\nphone = "前台"', 2, "phone 要填电话号码"),
        (ESTATE, "floors = 6", "flors = 6", 12, "不认识 flors"),
        (ESTATE, "floors = 6\n", "", 9, "缺少 floors"),
        (ESTATE, 'units = ["1"]', "units = [1]", 11, "units 要用引号"),
        (ESTATE, 'name = "2"', 'name = "1"', 9, "1 号楼重复"),
        (ESTATE, 'name = "2"', "name = 2", 10, "name 要用引号"),
        (ESTATE, 'name = "2"', 'name = "2', 10, "格式有误"),
        (ESTATE, 'id = "sample"', 'id = "样板"', 1, "id 填写有误"),
    ],
)
def test_a_fault_is_found_on_its_line(
    file: str, old: str, new: str, line: int, reason: str
) -> None:
    faults = parse(spoilt(file, old, new))[1]

    assert [f for f in faults if (f.file, f.line) == (file, line) and reason in f.reason], faults


def test_a_cell_of_several_lines_does_not_shift_the_lines_below() -> None:
    files = spoilt("households.csv", "何浩然", '"何\n浩然"')
    files["households.csv"] = files["households.csv"].replace("602", "999")

    [fault] = parse(files)[1]

    assert fault == Fault("households.csv", 5, "2 号楼只有 6 层，没有 999")


def test_all_faults_are_told_at_once_in_the_files_order() -> None:
    files = spoilt("households.csv", ",sms", ",pigeon")
    files["households.csv"] = files["households.csv"].replace("602", "702")

    assert [fault.line for fault in parse(files)[1]] == [3, 4]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("cai,short", "密码至少 8 位"),
        ("nobody,mountain-tea", "用户名“nobody”不在"),
        ("cai," + "x" * 129, "至多 128 位"),
        ("cai,", "不能为空"),
    ],
)
def test_a_password_that_does_not_fit_is_a_fault(row: str, reason: str) -> None:
    faults = parse({**FILES, "passwords.csv": f"username,password\n{row}\n"})[1]

    assert any(fault.line == 2 and reason in fault.reason for fault in faults)


@given(st.sampled_from([*FILES, "passwords.csv"]), st.text())
def test_no_text_whatever_breaks_the_reading(name: str, text: str) -> None:
    parse({**FILES, name: text})


@given(st.sampled_from([*FILES]), st.integers(0, 400), st.text(max_size=5))
def test_no_slip_of_the_pen_breaks_the_reading(name: str, at: int, slip: str) -> None:
    text = FILES[name]

    parse({**FILES, name: text[:at] + slip + text[at:]})
