"""A list may be asked for by category, by whether it is over, and by the time it came in."""

from typing import Any
from urllib.parse import quote

import pytest
from aiohttp.test_utils import TestClient

from shared.contracts.words import Role, Status
from tests.support.router_world import World
from tests.support.tokens import Tokens

LIGHT = "楼道灯坏了一个"
LITTER = "垃圾房两天没清了"


@pytest.fixture
async def known(world: World) -> dict[str, str]:
    """Submit three requests an hour apart, the middle one cancelled; return their names by id."""
    made = {}
    for name, text in (("light", LIGHT), ("ended", LIGHT), ("litter", LITTER)):
        made[(await world.submit(text)).id] = name
        world.pass_time(hours=1)
    ended = next(one for one, name in made.items() if name == "ended")
    world.requests.kept[ended].status = Status.CANCELLED
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("over=true", {"ended"}),
        ("over=false", {"light", "litter"}),
        ("category=sanitation", {"litter"}),
        ("category=sanitation,repair&over=false", {"light", "litter"}),
        ("until=2026-11-23T10:30:00+08:00", {"light"}),
        ("since=2026-11-23T10:30:00+08:00", {"ended", "litter"}),
        ("since=2026-11-23T10:30:00+08:00&until=2026-11-23T11:30:00+08:00", {"ended"}),
    ],
)
async def test_a_list_is_narrowed(
    client: TestClient[Any, Any],
    token: Tokens,
    known: dict[str, str],
    query: str,
    expected: set[str],
) -> None:
    headers = {"Authorization": f"Bearer {token(Role.MANAGER, 'm01')}"}
    answer = await client.get(f"/api/v1/requests?{quote(query, safe='=&,:')}", headers=headers)
    page = await answer.json()
    assert {known[one["request_id"]] for one in page["requests"]} == expected


@pytest.mark.parametrize("query", ["category=potholes", "category=", "since=soon", "over=maybe"])
async def test_what_cannot_be_understood_is_refused(
    client: TestClient[Any, Any], token: Tokens, query: str
) -> None:
    headers = {"Authorization": f"Bearer {token(Role.MANAGER, 'm01')}"}
    assert (await client.get(f"/api/v1/requests?{query}", headers=headers)).status == 422
