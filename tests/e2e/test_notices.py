"""A notice (公告) goes from a clerk's draft to its readers, and what they read is known."""

import asyncio
from dataclasses import dataclass
from typing import Final

import pytest
from aiohttp import ClientSession

from shared.contracts.words import Role
from tests.support.caller import Caller, Json
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.tokens import Tokens

AT: Final = "/api/v1/notices"
READER: Final = "o021"
GAS: Final = {
    "title": "燃气泄漏",
    "text": "请立即关闭燃气阀门,等候通知。",
    "emergency": True,
    "must_read": True,
    "scope": {"owners": [READER]},
}


@dataclass(slots=True, frozen=True)
class Chronicle:
    """What was seen of a notice, from the draft to the list of its readers."""

    counted: Json
    refused: int
    sent: list[Json]
    shown: Json
    readers: Json
    wall: str


@pytest.fixture(scope="module")
def told(hudong: Installation) -> Chronicle:
    return asyncio.run(_told(hudong))


def test_it_is_counted_before_it_is_sent(told: Chronicle) -> None:
    assert told.counted["people"] == 1


def test_a_clerk_does_not_send_it(told: Chronicle) -> None:
    assert told.refused == 403


def test_an_emergency_goes_by_every_outlet_once(told: Chronicle) -> None:
    outlets = [one["outlet"] for one in told.sent]
    assert set(outlets) >= {"app", "sms"}
    assert len(outlets) == len(set(outlets))


def test_whoever_it_is_for_finds_it_unread(told: Chronicle) -> None:
    assert (told.shown["unread"], told.shown["notices"][0]["title"]) == (1, "燃气泄漏")


def test_who_has_read_it_is_known(told: Chronicle) -> None:
    assert (told.readers["recipients"], told.readers["read"]) == (1, 1)


def test_what_is_for_single_owners_is_not_on_the_wall(told: Chronicle) -> None:
    assert "公告栏" in told.wall
    assert "燃气泄漏" not in told.wall


async def _told(hudong: Installation) -> Chronicle:
    tokens = Tokens(hudong.place.keys)
    async with ClientSession(hudong.door) as door:
        clerk, manager = (Caller(door, tokens.header(role)) for role in (Role.CLERK, Role.MANAGER))
        reader = Caller(door, tokens.header(Role.OWNER, READER))
        notice = (await clerk.done(AT, GAS))["notice_id"]
        counted = (await clerk.get(f"{AT}/{notice}/recipients")).json
        refused = (await clerk.post(f"{AT}/{notice}/send", {})).status
        await manager.done(f"{AT}/{notice}/send", {"counted": 1})
        sent: list[Json] = []

        async def all_sent() -> bool:
            found = await Caller(door).get(f"{hudong.sandbox}/messages", about=notice)
            sent[:] = found.json["messages"]
            return {"app", "sms"} <= {one["outlet"] for one in sent}

        await eventually(all_sent)
        shown = (await reader.get(f"{AT}/current")).json
        await reader.post(f"{AT}/{notice}/read", {})
        readers = (await clerk.get(f"{AT}/{notice}/readers")).json
        wall = (await Caller(door).get(f"{AT}/board")).body.decode()
    return Chronicle(counted, refused, sent, shown, readers, wall)
