"""The estate's files become a directory; whatever is wrong is told by file, line and reason."""

import pytest

from services.gateway.domain.directory import Directory, parse
from shared.contracts.words import Category, Outlet, Role
from tests.support.estate_files import FILES, SAMPLE, spoilt

CHINESE = {
    "household_id": "住户编号",
    "building": "楼栋",
    "unit": "单元",
    "room": "房号",
    "owner_id": "业主编号",
    "name": "姓名",
    "phone": "手机",
    "wechat_openid": "微信标识",
    "outlets": "通知方式",
}


def clean(files: dict[str, str]) -> Directory:
    directory, faults = parse(files)
    assert faults == []
    return directory


def test_an_owner_comes_with_room_and_outlets_in_their_order() -> None:
    owner = clean(FILES).owners[0]

    assert (owner.id, str(owner.particulars.place)) == ("o1", "1-1-1201")
    assert owner.particulars.outlets == (Outlet.WECHAT, Outlet.APP)


def test_a_landline_is_kept_without_its_dash() -> None:
    assert clean(FILES).owners[2].particulars.phone == "057188880000"


def test_a_mobile_number_is_kept_as_eleven_digits() -> None:
    files = spoilt("households.csv", "13900000001", "+86 139-0000-0001")

    assert clean(files).owners[0].particulars.phone == "13900000001"


def test_a_member_of_staff_logs_in_by_number_unless_a_username_is_given() -> None:
    names = [each.particulars.username for each in clean(FILES).staff]

    assert names == ["h1", "cai", "w1", "m1"]


def test_a_department_knows_its_head_and_categories() -> None:
    department = clean(FILES).departments[1]

    assert (department.head, department.categories[0]) == ("h2", Category.SERVICE)


def test_chinese_headings_and_words_say_the_same() -> None:
    text = FILES["households.csv"]
    for name, heading in CHINESE.items():
        text = text.replace(name, heading, 1)
    text = text.replace("wechat;app", "微信、APP").replace(",sms", ",短信")

    assert clean({**FILES, "households.csv": text}).owners == clean(FILES).owners


def test_roles_may_be_written_in_chinese() -> None:
    files = spoilt("staff.csv", "m1,曾明哲,manager", "m1,曾明哲,经理")

    assert clean(files).staff[3].particulars.role is Role.MANAGER


def test_excels_mark_blank_lines_and_a_notes_column_harm_nobody() -> None:
    text = FILES["departments.csv"].replace("categories", "categories,备注")
    text = "\ufeff" + text.replace("\n", ",老徐\r\n,,,,\r\n")
    text = text.replace("categories,备注,老徐", "categories,备注")

    assert clean({**FILES, "departments.csv": text}).departments == clean(FILES).departments


def test_a_password_belongs_to_the_one_with_the_username() -> None:
    files = {**FILES, "passwords.csv": "username,password\ncai,mountain-tea-42\n"}

    assert clean(files).passwords == {"h2": "mountain-tea-42"}


def test_passwords_do_not_show() -> None:
    files = {**FILES, "passwords.csv": "username,password\ncai,mountain-tea-42\n"}

    assert "mountain" not in repr(clean(files))


def test_the_sample_estate_is_without_fault() -> None:
    files = {path.name: path.read_text("utf-8-sig") for path in SAMPLE.glob("*.*")}

    directory = clean(files)

    assert len({owner.particulars.household_id for owner in directory.owners}) == 60
    assert len(directory.staff) == 24


def test_the_sample_estate_uses_every_outlet_first() -> None:
    files = {path.name: path.read_text("utf-8-sig") for path in SAMPLE.glob("*.*")}

    first = [owner.particulars.outlets[0] for owner in clean(files).owners]

    assert min(first.count(outlet) for outlet in (Outlet.APP, Outlet.SMS, Outlet.WECHAT)) >= 20


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_the_only_fault(name: str) -> None:
    files = {other: text for other, text in FILES.items() if other != name}

    [fault] = parse(files)[1]

    assert (fault.file, fault.line) == (name, 1)
