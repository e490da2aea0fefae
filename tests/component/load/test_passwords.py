"""Everybody gets a first password once, and the gateway is told of it once."""

from pathlib import Path

from deploy.load.load import Estate
from deploy.load.passwords import new_password, passwords_for
from tests.component.load.conftest import FakeGateway, loaded


async def test_passwords_that_are_set_are_not_sent_again(
    gateway: FakeGateway, folder: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        await loaded(gateway, Estate.of(folder, tmp_path / "passwords.csv"))

    assert sent(gateway) == []


async def test_a_password_that_was_changed_at_either_end_is_sent_again(
    gateway: FakeGateway, folder: Path, tmp_path: Path
) -> None:
    passwords = tmp_path / "passwords.csv"
    await loaded(gateway, Estate.of(folder, passwords))
    lines = passwords.read_text().splitlines()
    passwords.write_text("\n".join([*lines[:-1], lines[-1].replace("m1,", "m1,x")]))
    gateway.marks["w1"] = "another mark"

    await loaded(gateway, Estate.of(folder, passwords))

    assert sent(gateway) == ["w1", "m1"]


async def test_an_empty_gateway_gets_all_passwords_again(
    gateway: FakeGateway, folder: Path, tmp_path: Path
) -> None:
    await loaded(gateway, Estate.of(folder, tmp_path / "passwords.csv"))
    gateway.marks.clear()

    await loaded(gateway, Estate.of(folder, tmp_path / "passwords.csv"))

    assert len(sent(gateway)) == 4


def sent(gateway: FakeGateway) -> list[str]:
    """Return whose passwords were in the last directory that was put."""
    rows = gateway.files["/api/v1/directory"]["passwords.csv"].splitlines()[1:]
    return [row.partition(",")[0] for row in rows]


def test_everybody_gets_a_password_once(folder: Path, tmp_path: Path) -> None:
    passwords = tmp_path / "var" / "passwords.csv"

    first = Estate.of(folder, passwords).directory["passwords.csv"]
    again = Estate.of(folder, passwords).directory["passwords.csv"]

    assert first == again
    assert first.count("\n") == 5
    assert passwords.stat().st_mode & 0o777 == 0o600


def test_a_newcomer_gets_one_and_nobody_loses_theirs(tmp_path: Path) -> None:
    file = tmp_path / "passwords.csv"
    passwords_for(["w01", "w02"], file)
    before = file.read_text()

    passwords_for(["w03"], file)

    assert file.read_text().startswith(before)


def test_a_faulty_staff_file_costs_nobody_the_password(folder: Path, tmp_path: Path) -> None:
    passwords = tmp_path / "passwords.csv"
    Estate.of(folder, passwords)
    before = passwords.read_text()
    (folder / "staff.csv").write_text("nonsense\n")

    Estate.of(folder, passwords)

    assert passwords.read_text() == before


def test_passwords_are_long_enough_and_not_alike() -> None:
    made = {new_password() for _ in range(200)}

    assert len(made) == 200
    assert {len(password) for password in made} == {18}
