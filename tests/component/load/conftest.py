"""A gateway that notes what the loader puts, and a folder of an estate's files."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from deploy.load.gateway import Fault, at_gateway
from deploy.load.load import Estate, load
from tests.support.estate_files import FILES

Put = tuple[str, bool]
POLICY_ONLY = {"policy.toml": "", "roster.csv": "staff_id\n", "holidays.csv": ""}


@dataclass
class FakeGateway:
    """Notes what is put; finds the faults that it is told to."""

    url: str = ""
    faults: list[dict[str, object]] = field(default_factory=list)
    puts: list[Put] = field(default_factory=list)
    files: dict[str, Mapping[str, str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    policy_faults: list[dict[str, object]] = field(default_factory=list)

    async def passwords(self, request: web.Request) -> web.Response:
        return web.json_response({"marks": self.marks})

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
        faults = self.policy_faults if "policy" in request.path else self.faults
        if not form["dry_run"]:
            self._set(form["files"].get("passwords.csv", ""))
        return web.json_response({"faults": faults, "applied": not (faults or form["dry_run"])})

    def _set(self, passwords: str) -> None:
        for line in passwords.splitlines()[1:]:
            username, _, password = line.partition(",")
            self.marks[username] = f"mark of {password}"


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    fake = FakeGateway()
    app = web.Application()
    app.router.add_post("/api/v1/auth/staff", fake.log_in)
    app.router.add_put("/api/v1/directory", fake.put)
    app.router.add_put("/api/v1/policy", fake.put)
    app.router.add_put("/api/v1/survey-rules", fake.put)
    app.router.add_get("/api/v1/directory/passwords", fake.passwords)
    async with TestServer(app) as server:
        fake.url = str(server.make_url("/"))
        yield fake


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {**FILES, **POLICY_ONLY, "notes.txt": "x"}.items():
        (tmp_path / name).write_text(text, "utf-8-sig")
    return tmp_path


async def loaded(fake: FakeGateway, estate: Estate, *, only_check: bool = False) -> list[Fault]:
    async with at_gateway(fake.url) as gateway:
        await gateway.log_in("admin", "open sesame")
        return await load(estate, gateway, only_check=only_check)
