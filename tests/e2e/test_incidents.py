"""A burst main in one building, from the first report to the question, through the public door."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pytest
from aiohttp import ClientSession

from tests.support.caller import Json, person
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.matter import People
from tests.support.tokens import Tokens

OWNERS: Final = ("o021", "o022", "o023", "o024")
TEXTS: Final = (
    "楼下主水管爆裂,水往外喷",
    "一楼水管爆了,水往外喷",
    "水管爆裂了,水一直往外喷",
    "水管爆裂,楼下全是水,水往外喷",
)

SAID: Final = {"text": "3栋主水管爆裂,正在抢修", "places": [{"building": "3"}]}


@dataclass(slots=True, frozen=True)
class Mishap:
    """What was seen of it at its end: the incident, and what each owner was sent."""

    incident: Json
    sent: dict[str, list[Json]]


@pytest.fixture(scope="module")
def mishap(hudong: Installation) -> Mishap:
    return asyncio.run(_played(hudong))


def test_the_first_three_and_a_later_one_are_its_members(mishap: Mishap) -> None:
    assert [one["joined"] for one in mishap.incident["members"]] == [True] * 4


def test_its_end_resolved_them_all(mishap: Mishap) -> None:
    assert {one["status"] for one in mishap.incident["members"]} == {"resolved"}


@pytest.mark.parametrize("owner", OWNERS)
def test_each_owner_was_told_each_thing_once(mishap: Mishap, owner: str) -> None:
    texts = [one["text"] for one in mishap.sent[owner]]
    for once in ("不必重复反映", "已关阀", "已更换水管"):
        assert sum(once in text for text in texts) == 1, texts


def test_the_fourth_was_not_placed_with_anybody_by_a_page(mishap: Mishap) -> None:
    fourth = mishap.incident["members"][-1]["request_id"]
    assert not [
        one
        for one in mishap.sent["staff"]
        if one["about"] == fourth and one["because"] == "request.assigned.v1"
    ]


async def _played(hudong: Installation) -> Mishap:
    async with ClientSession(hudong.door) as session:
        people = People(session, Tokens(hudong.place.keys))
        clerk = people.staff("c02")
        told = [await _report(people, number) for number in range(3)]
        incident_id = await _proposed(people, told)
        path = f"/api/v1/incidents/{incident_id}"
        await clerk.done(f"{path}/confirm", SAID)
        await _members(people, path, 3)
        told.append(await _report(people, 3))
        await _members(people, path, 4)
        await clerk.done(f"{path}/updates", {"text": "已关阀"})
        await clerk.done(f"{path}/resolve", {"outcome": "已更换水管"})
        return await _at_the_end(hudong, people, path, incident_id, told)


async def _report(people: People, number: int) -> str:
    owner = people.owner(OWNERS[number])
    told = await owner.done("/api/v1/app/requests", {"text": TEXTS[number]})
    return str(told["request_id"])


async def _proposed(people: People, told: Sequence[str]) -> str:
    found: list[str] = []

    async def is_there() -> bool:
        page = await people.staff("c02").get("/api/v1/incidents", status="proposed")
        for one in page.json["incidents"]:
            whole = await people.staff("c02").get(f"/api/v1/incidents/{one['incident_id']}")
            if set(told) & set(whole.json["requests"]):
                found.append(one["incident_id"])
        return bool(found)

    await eventually(is_there)
    return found[0]


async def _members(people: People, path: str, number: int) -> None:
    async def are_there() -> bool:
        whole = await people.staff("c02").get(path)
        return len([one for one in whole.json["members"] if one["joined"]]) >= number

    await eventually(are_there)


async def _at_the_end(
    hudong: Installation, people: People, path: str, incident_id: str, told: Sequence[str]
) -> Mishap:
    sent: dict[str, list[Json]] = {}

    async def is_over() -> bool:
        whole = (await people.staff("c02").get(path)).json
        every = [await _about(people, hudong, one) for one in (*told, incident_id)]
        messages = [one for some in every for one in some]
        for owner in OWNERS:
            own = _ways(owner)
            sent[owner] = [one for one in messages if one["to"] in own]
        reached = set().union(*(_ways(owner) for owner in OWNERS))
        sent["staff"] = [one for one in messages if one["to"] not in reached]
        results = sum("已更换水管" in one["text"] for one in messages)
        return {one["status"] for one in whole["members"]} == {"resolved"} and results >= 4

    await eventually(is_over)
    return Mishap((await people.staff("c02").get(path)).json, sent)


async def _about(people: People, hudong: Installation, subject: str) -> list[Json]:
    found = await people.nobody().get(f"{hudong.sandbox}/messages", about=subject)
    return list(found.json["messages"])


def _ways(owner_id: str) -> frozenset[str]:
    row = person("households.csv", "owner_id", owner_id)
    return frozenset({owner_id, row["phone"], row["wechat_openid"]} - {""})
