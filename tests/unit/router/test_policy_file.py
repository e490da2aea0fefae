"""Estate files: what they say, and what is wrong with them."""

from pathlib import Path

import pytest

from services.router.domain.faults import Fault, Faults
from services.router.domain.policy_file import read_policy
from services.router.domain.rules import FILES as NAMES
from services.router.domain.rules import Rules, read_rules
from services.router.domain.spans import read_target
from shared.contracts.words import Category, ClockName, Urgency
from tests.support.routing import FILES, act_at, at, due_of, rules_of, taken_up

SAMPLE = Path(__file__).parents[3] / "deploy" / "estate"


def sample() -> Rules:
    return rules_of({name: (SAMPLE / name).read_text(encoding="utf-8") for name in NAMES})


def faults_of(**files: str) -> list[Fault]:
    faults = Faults()
    read_rules({**FILES, **{name.replace("_", "."): text for name, text in files.items()}}, faults)
    return faults.found


def test_the_sample_estate_has_no_fault() -> None:
    assert sample().department_of(Category.FEES)


def test_the_sample_policy_says_what_the_rule_book_says() -> None:
    assert sample().policy == rules_of({}).policy


@pytest.mark.parametrize("hour", range(0, 24 * 7, 3))
@pytest.mark.parametrize("department", ["engineering", "security", "service"])
def test_the_sample_roster_covers_every_hour(department: str, hour: int) -> None:
    rules = sample()
    day, rest = divmod(hour, 24)
    on_duty = rules.on_duty(at(f"2026-11-{23 + day} {rest:02}:00"))
    hands = {one for one in on_duty if not one.startswith(("h-", "m"))}
    assert any(rules.staff[one].department == department for one in hands)


def test_an_empty_policy_is_the_rule_book() -> None:
    promises = rules_of().policy.promises[Urgency.URGENT]
    assert promises[ClockName.ARRIVAL] == read_target("15分钟")


def test_a_policy_changes_only_what_it_says() -> None:
    policy = rules_of(policy_toml='[promises.urgent]\nresolution = "2小时"').policy
    promises = policy.promises[Urgency.URGENT]
    assert promises[ClockName.RESOLUTION] == read_target("2小时")
    assert promises[ClockName.ARRIVAL] == read_target("15分钟")


def test_a_pause_list_of_the_estates_own_replaces_the_rule_books() -> None:
    assert [*rules_of(policy_toml='[pause]\n"等晴天" = "5天"').policy.pause_reasons] == ["等晴天"]


def test_an_exception_sends_a_category_to_another_department() -> None:
    rules = rules_of(policy_toml='[departments]\n"邻里与噪音" = "security"')
    department = rules.department_of(Category.NEIGHBOUR)
    assert department
    assert department.id == "security"


@pytest.mark.parametrize(
    ("policy", "line", "word"),
    [
        ("x = 1", 1, "不认识"),
        ("\n[promises.urgent]\narrival = '很快'", 3, "看不懂的时长"),
        ("[promises.normal]\nx = '1天'", 1, "不认识"),
        ("[promises.urgent]\nnap = '1天'", 2, "不认识"),
        ("promises = 3", 1, "一节"),
        ("[ladder.general]\ndispatch = ['随便']", 2, "看不懂的催办步骤"),
        ("[ladder.general]\ndispatch = ['到期3小时 通知经理']", 2, "看不懂的催办步骤"),
        ("[ladder.general]\nagain = 5", 2, "应当是一段文字"),
        ("working_hours = ['9-5']", 1, "看不懂的时间"),
        ("working_hours = []", 1, "至少"),
        ("working_hours = ['18:00-13:30']", 1, "结束早于开始"),
        ("working_hours = ['18:00']", 1, "看不懂的工作时间"),
        ("working_hours = ['13:00-18:00', '09:00-12:00']", 1, "从早到晚"),
        ("time_zone = 'Mars/Olympus'", 1, "时区"),
        ("to_head = ['soon']", 1, "没有“soon”这种紧急程度"),
        ("[pause]\n'午休' = '一会儿'", 2, "看不懂的时长"),
        ("[departments]\nrepair = 'nix'", 2, "不在部门表里"),
        ("[hours]\nnix = ['08:00-20:00']", 2, "不在部门表里"),
        ("[hours]\nsecurity = ['20:00-08:00']", 2, "结束早于开始"),
        ("a = [", 1, "请检查引号、括号和等号"),
        ('\na = "b', 2, "请检查引号、括号和等号"),
    ],
)
def test_a_faulty_policy_is_told_with_line_and_reason(policy: str, line: int, word: str) -> None:
    (fault,) = faults_of(policy_toml=policy)
    assert (fault.file, fault.line) == ("policy.toml", line)
    assert word in fault.reason


@pytest.mark.parametrize(
    ("file", "text", "line", "word"),
    [
        ("roster_csv", "staff_id,weekday,start,end\nnobody,1,08:00,09:00", 2, "不在员工表里"),
        ("roster_csv", "# 注释\nstaff_id,weekday,start,end\nw01,8,08:00,09:00", 3, "星期"),
        ("roster_csv", "staff_id,weekday,start,end\nw01,1,08:00,08:00", 2, "同一时间"),
        ("roster_csv", "staff_id,weekday,start,end\nw01,1,8,09:00", 2, "看不懂的时间"),
        ("roster_csv", "staff_id,weekday,start\nw01,1,08:00", 1, "表头缺少"),
        ("holidays_csv", "date,working\n2026-13-01,yes", 2, "看不懂的日期"),
        ("holidays_csv", "date,working\n2026-10-01,maybe", 2, "看不懂"),
        ("holidays_csv", "日期,上班\n2026-10-01,是\n2026-10-01,否", 3, "两次"),
        ("departments_csv", "id,name,head,categories\nx,某部,h-eng,gardening", 2, "gardening"),
        ("odd_txt", "?", 0, "不认识这个文件"),
    ],
)
def test_a_faulty_table_is_told_with_line_and_reason(
    file: str, text: str, line: int, word: str
) -> None:
    found = faults_of(**{file: text})
    assert any(
        fault.file == file.replace("_", ".") and fault.line == line and word in fault.reason
        for fault in found
    ), found


def test_a_faulty_member_of_staff_is_one_fault_and_still_known_to_the_roster() -> None:
    staff = FILES["staff.csv"].replace(
        "h-eng,徐工,head,engineering,repair", "h-eng,徐工,head,x,烹饪"
    )
    staff = staff.replace("w01,刘一,worker", "w01,刘一,chef")
    found = faults_of(staff_csv=staff)
    assert [fault.file for fault in found] == ["staff.csv", "staff.csv"]


def test_a_faulty_department_is_one_fault_whatever_refers_to_it() -> None:
    departments = FILES["departments.csv"].replace(";fees", ";fees;烹饪")
    found = faults_of(departments_csv=departments, policy_toml='[departments]\nfees = "service"')
    assert [(fault.file, fault.line) for fault in found] == [("departments.csv", 5)]


def test_a_category_that_nobody_answers_for_is_a_fault() -> None:
    found = faults_of(departments_csv="id,name,head,categories\nengineering,工程部,h-eng,repair")
    assert "类别 sanitation 没有部门负责" in [fault.reason for fault in found]


def test_all_faults_are_told_at_once() -> None:
    found = faults_of(policy_toml="x = 1", roster_csv="staff_id,weekday,start,end\nno,9,1,2")
    assert {fault.file for fault in found} == {"policy.toml", "roster.csv"}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[confirm]\nbelow = "高"', 1, "0 到 1"),
        ("[confirm]\nbelow = 2", 1, "0 到 1"),
        ('[confirm]\nwithin = "一会儿"', 1, "看不懂的时长"),
        ("[confirm]\nunder = 1", 1, "不认识“under”"),
        ('\n[grab.soon]\nwait = "60秒"', 2, "没有“soon”这种紧急程度"),
        ('[grab.general]\nwho = "谁都行"', 1, "有技能的"),
        ('[grab.general]\ncategories = ["烹饪"]', 1, "没有“烹饪”这个类别"),
        ("grab = 1", 1, "应当是一节"),
        ('transfer_within = "3个工作日"', 1, "看不懂的时长"),
    ],
)
def test_what_is_wrong_with_doubts_and_grabbing_is_told_with_its_line(
    text: str, line: int, reason: str
) -> None:
    faults = Faults()
    read_policy(text, faults)
    assert [(fault.line, reason in fault.reason) for fault in faults.found] == [(line, True)]


def test_the_samples_policy_is_the_rule_books() -> None:
    text, faults = (SAMPLE / "policy.toml").read_text(encoding="utf-8"), Faults()
    assert read_policy(text, faults) == read_policy("", Faults())
    assert not faults.found


def test_a_posts_own_hours_are_those_of_its_clocks_and_of_no_others() -> None:
    rules = rules_of(policy_toml='[hours]\nsecurity = ["00:00-24:00"]')
    late = "2026-11-23 19:00"
    guarded = taken_up(late, Category.SECURITY, rules=rules)
    repaired = taken_up(late, Category.REPAIR, rules=rules)
    assert due_of(guarded, ClockName.DISPATCH) == ("11-24 00:00", True)
    assert due_of(repaired, ClockName.DISPATCH) == ("11-24 18:00", True)


def test_a_request_that_turns_out_another_posts_is_timed_by_that_ones_hours() -> None:
    rules = rules_of(policy_toml='[hours]\nsecurity = ["00:00-24:00"]')
    request = taken_up("2026-11-23 19:00", Category.REPAIR, rules=rules)
    request.reclassify(
        act_at("2026-11-23 19:05", "c01", rules), Category.SECURITY, None, "是安保的事"
    )
    assert due_of(request, ClockName.DISPATCH) == ("11-24 00:00", True)
