"""The loader checks everything first, and changes nothing if anything is wrong."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from deploy.load.gateway import Fault, NotLoaded, at_gateway
from deploy.load.load import Estate, counts, load
from deploy.load.passwords import new_password, passwords_for
from tests.support.estate_files import FILES

Put = tuple[str, bool]


@dataclass
class FakeGateway:
    """Notes what is put; finds the faults that it is told to."""

    url: str = ""
    faults: list[dict[str, object]] = field(default_factory=list)
    puts: list[Put] = field(default_factory=list)
    files: dict[str, Mapping[str, str]] = field(default_factory=dict)

    async def log_in(self, request: web.Request) -> web.Response:
        form = await request.json()
        if form != {"username": "admin", "password": "open sesame"}:
            return web.json_response({"detail": "用户名或密码不对"}, status=401)
        return web.json_response({"access_token": "token"})

    async def put(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer token"
        form: dict[str, Any] = await request.json()
        self.puts.append((request.path, form["dry_run"]))
        self.files[request.path] = form["files"]
        applied = not (self.faults or form["dry_run"])
        return web.json_response({"faults": self.faults, "applied": applied})


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    fake = FakeGateway()
    app = web.Application()
    app.router.add_post("/api/v1/auth/staff", fake.log_in)
    app.router.add_put("/api/v1/directory", fake.put)
    app.router.add_put("/api/v1/policy", fake.put)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("/"))
        yield fake


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {**FILES, "roster.csv": "staff_id\n", "notes.txt": "x"}.items():
        (tmp_path / name).write_text(text, "utf-8-sig")
    return tmp_path


async def loaded(fake: FakeGateway, estate: Estate, *, only_check: bool = False) -> list[Fault]:
    async with at_gateway(fake.url) as gateway:
        await gateway.log_in("admin", "open sesame")
        return await load(estate, gateway, only_check=only_check)


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
    assert set(gateway.files["/api/v1/policy"]) == {"departments.csv", "staff.csv", "roster.csv"}


async def test_a_wrong_password_is_told_in_the_gateways_words(gateway: FakeGateway) -> None:
    async with at_gateway(gateway.url) as session:
        with pytest.raises(NotLoaded, match="用户名或密码不对"):
            await session.log_in("admin", "guess")


async def test_a_gateway_that_is_away_is_no_traceback() -> None:
    async with at_gateway("http://127.0.0.1:9") as session:
        with pytest.raises(NotLoaded, match="ClientConnector"):
            await session.log_in("admin", "open sesame")


def test_a_file_saved_by_a_chinese_excel_is_read(folder: Path) -> None:
    (folder / "households.csv").write_bytes(FILES["households.csv"].encode("gb18030"))

    assert Estate.of(folder, None).directory["households.csv"] == FILES["households.csv"]


def test_the_counts_can_be_read_aloud(folder: Path) -> None:
    assert counts(Estate.of(folder, None)) == "云栖花园:2 栋楼,2 个部门,4 名员工,2 户 3 位业主"


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
