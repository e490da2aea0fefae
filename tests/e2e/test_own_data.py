"""Keys turn over without logging anybody out; owners see what is kept, and have it erased."""

import asyncio

import jwt
import pytest
from aiohttp import ClientSession

from deploy.rotate import rotate
from tests.support.caller import Caller, owner, rows
from tests.support.eventually import eventually
from tests.support.everything import everything
from tests.support.installation import ESTATE, Installation
from tests.support.matter import People


@pytest.fixture
async def leaver(door: ClientSession, hudong: Installation) -> tuple[str, Caller]:
    """Return the last owner of the register, logged in."""
    row = rows(ESTATE / "households.csv")[-1]
    return row["owner_id"], await owner(door, hudong, row["phone"])


async def test_new_keys_log_nobody_out(
    hudong: Installation, door: ClientSession, people: People
) -> None:
    password = hudong.place.keys.admin_password_file.read_text()
    nobody = Caller(door)
    before = await nobody.done("/api/v1/auth/staff", {"username": "admin", "password": password})
    await asyncio.to_thread(rotate, hudong.place.keys.folder, ("tokens",))
    await asyncio.to_thread(rotate, hudong.place.keys.folder, ("phones",))
    await asyncio.sleep(1.5)  # as long as a file may be remembered
    after = await nobody.done(
        "/api/v1/auth/refresh", {"refresh_token": before["refresh_token"], "kind": "staff"}
    )
    for token in (before["access_token"], after["access_token"]):
        caller = nobody.bearing(token)
        for path in (
            "/api/v1/me",
            "/api/v1/requests",
            "/api/v1/phone-tasks",
            "/api/v1/desk/owners?q=1201",
        ):
            assert (await caller.get(path)).status == 200
    assert _kid(before["access_token"]) != _kid(after["access_token"])


async def test_an_owner_sees_all_that_is_kept_about_them(
    leaver: tuple[str, Caller], hudong: Installation
) -> None:
    _, caller = leaver
    told = await caller.done("/api/v1/app/requests", {"text": "信箱的锁坏了"})

    async def is_known() -> bool:
        held = await caller.get("/api/v1/me/data")
        kinds = {one["kind"] for kept in held.json["services"].values() for one in kept["items"]}
        return {"owners", "sessions", "submissions", "requests", "contacts"} <= kinds

    await eventually(is_known)
    services = (await caller.get("/api/v1/me/data")).json["services"]
    assert told["request_id"] in str(services)
    phone = rows(ESTATE / "households.csv")[-1]["phone"]
    assert phone in str(services)
    assert not [
        word for word in ("digest", "phone_tail", "current", "tel:") if word in str(services)
    ]


async def test_an_owner_who_asks_is_forgotten_everywhere(
    leaver: tuple[str, Caller], people: People, hudong: Installation
) -> None:
    owner_id, caller = leaver
    row = rows(ESTATE / "households.csv")[-1]
    await caller.done("/api/v1/app/conversations", {"text": "信箱什么时候能修好"})
    await eventually(lambda: _staff_were_told(hudong, row["name"]))
    assert (await caller.post("/api/v1/me/erasure", {"sure": True})).status == 202

    async def is_gone() -> bool:
        found = await people.staff("c01").get("/api/v1/desk/owners", q=row["phone"])
        named = {where for where, kept in everything(hudong) if row["name"] in repr(kept)}
        return found.json == [] and named <= {"router.requests"}

    await eventually(is_gone)
    assert (await caller.get("/api/v1/me/data")).status == 401
    trail = await people.admin().get("/api/v1/audit")
    assert ("owner.erased", owner_id) in {
        (one["what"], one["about"]) for one in trail.json["lines"]
    }


def _staff_were_told(hudong: Installation, name: str) -> bool:
    """Tell whether members of staff have been sent messages that name an owner, all to the end."""
    rows = [kept for where, kept in everything(hudong) if where == "notifier.notifications"]
    told = [one for one in rows if name in one["letter"]["text"]]
    return bool(told) and not {one["state"] for one in told} & {"pending", "sending"}


def _kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])
