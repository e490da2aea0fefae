"""The loader checks everything first, and changes nothing if anything is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.load.gateway import NotLoaded, at_gateway
from deploy.load.load import Estate, counts
from tests.component.load.conftest import POLICY_ONLY, FakeGateway, loaded
from tests.support.estate_files import FILES


async def test_both_doors_are_asked_before_either_is_told(
    gateway: FakeGateway, folder: Path
) -> None:
    assert await loaded(gateway, Estate.of(folder, None)) == []

    directory, policy = "/api/v1/directory", "/api/v1/policy"
    assert gateway.puts == [
        (directory, True),
        (policy, True),
        (directory, False),
        (policy, False),
    ]


async def test_a_fault_keeps_everything_as_it_was(gateway: FakeGateway, folder: Path) -> None:
    gateway.faults = [{"file": "staff.csv", "line": 3, "reason": "手机重复"}]

    [fault] = await loaded(gateway, Estate.of(folder, None))

    assert str(fault) == "staff.csv:3: 手机重复"
    assert all(dry_run for _, dry_run in gateway.puts)


async def test_only_checking_changes_nothing(gateway: FakeGateway, folder: Path) -> None:
    await loaded(gateway, Estate.of(folder, None), only_check=True)

    assert all(dry_run for _, dry_run in gateway.puts)


async def test_each_door_gets_its_own_files(gateway: FakeGateway, folder: Path) -> None:
    await loaded(gateway, Estate.of(folder, None))

    assert set(gateway.files["/api/v1/directory"]) == set(FILES)
    shared = {"departments.csv", "staff.csv", "estate.toml"}
    assert set(gateway.files["/api/v1/policy"]) == shared | set(POLICY_ONLY)


async def test_a_wrong_password_is_told_in_the_gateways_words(gateway: FakeGateway) -> None:
    async with at_gateway(gateway.url) as session:
        with pytest.raises(NotLoaded, match="用户名或密码不对"):
            await session.log_in("admin", "guess")


async def test_a_gateway_that_is_away_is_told_with_what_to_do() -> None:
    async with at_gateway("http://127.0.0.1:9") as session:
        with pytest.raises(NotLoaded, match=r"^连不上 http://127\.0\.0\.1:9:请确认"):
            await session.log_in("admin", "open sesame")


async def test_an_address_without_its_scheme_is_told() -> None:
    with pytest.raises(NotLoaded, match="http://"):
        async with at_gateway("127.0.0.1:18080"):
            pass


@pytest.mark.parametrize("name", POLICY_ONLY)
async def test_a_missing_file_is_a_fault_and_the_old_one_does_not_stay_in_force(
    gateway: FakeGateway, folder: Path, name: str
) -> None:
    (folder / name).unlink()

    [fault] = await loaded(gateway, Estate.of(folder, None))

    assert (fault.file, fault.reason[:6]) == (name, "缺少这个文件")
    assert all(dry_run for _, dry_run in gateway.puts)


async def test_a_line_that_both_doors_refuse_is_told_once(
    gateway: FakeGateway, folder: Path
) -> None:
    gateway.faults = [{"file": "staff.csv", "line": 3, "reason": "不认识“烹饪”"}]
    gateway.policy_faults = [
        {"file": "staff.csv", "line": 3, "reason": "没有“烹饪”这个类别"},
        {"file": "roster.csv", "line": 3, "reason": "看不懂的星期"},
    ]

    faults = await loaded(gateway, Estate.of(folder, None))

    assert [fault.file for fault in faults] == ["roster.csv", "staff.csv"]


@pytest.mark.parametrize("lacking", ["estate.toml", "password"])
def test_the_command_says_in_one_chinese_line_what_is_not_there(
    folder: Path, tmp_path: Path, lacking: str
) -> None:
    (tmp_path / "password").write_text("open sesame")
    (tmp_path / lacking).unlink()
    command = [sys.executable, "-m", "deploy.load", str(folder), "--password-file"]

    told = subprocess.run(
        [*command, str(tmp_path / "password")], capture_output=True, text=True, check=False
    )

    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert told.stderr.startswith(f"没有载入：没有 {tmp_path / lacking};")


def test_a_file_saved_by_a_chinese_excel_is_read(folder: Path) -> None:
    (folder / "households.csv").write_bytes(FILES["households.csv"].encode("gb18030"))

    assert Estate.of(folder, None).directory["households.csv"] == FILES["households.csv"]


def test_the_counts_can_be_read_aloud(folder: Path) -> None:
    assert counts(Estate.of(folder, None)) == "云栖花园：2 栋楼，2 个部门，4 名员工，2 户 3 位业主"
