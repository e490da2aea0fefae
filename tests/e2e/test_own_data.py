"""Keys turn over without logging anybody out; owners see what is kept, and have it erased."""

import asyncio

import jwt
import pytest
from aiohttp import ClientSession

from deploy.rotate import rotate
from tests.support.caller import Caller, Json, owner, rows
from tests.support.eventually import eventually
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


async def test_an_owner_who_asks_is_forgotten_everywhere(
    leaver: tuple[str, Caller], people: People, hudong: Installation
) -> None:
    owner_id, caller = leaver
    row = rows(ESTATE / "households.csv")[-1]
    assert (await caller.post("/api/v1/me/erasure", {"sure": True})).status == 202

    async def is_gone() -> bool:
        found = await people.staff("c01").get("/api/v1/desk/owners", q=row["phone"])
        held = [await _held(hudong, name, caller) for name in ("intake", "notifier")]
        items = [one for part in held for one in part["items"]]
        said = str([one["says"] for one in items if one["kind"] != "notifications"])
        return found.json == [] and row["name"] not in said and row["phone"] not in said

    await eventually(is_gone)
    assert (await caller.get("/api/v1/me/data")).status == 401
    trail = await people.admin().get("/api/v1/audit")
    assert ("owner.erased", owner_id) in {
        (one["what"], one["about"]) for one in trail.json["lines"]
    }


async def _held(hudong: Installation, service: str, caller: Caller) -> Json:
    """Ask a service itself: at the public door whoever is forgotten is logged out."""
    answer = await caller.get(f"{hudong.place.url(service)}/api/v1/me/data")
    return answer.json


def _kid(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])
