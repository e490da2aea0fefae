"""Everybody at work can read which rules hold, and which days count otherwise."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from shared.contracts.words import Role
from tests.support.router_world import World
from tests.support.routing import ESTATE
from tests.support.tokens import Tokens

PATH = "/api/v1/policy/rules"
OWN = """
urge_every = "45分钟"
[promises.urgent]
arrival = "10分钟"
[pause]
"等雨停" = "2天"
"""


@pytest.fixture
def rules(client: TestClient[Any, Any], token: Tokens) -> Any:
    async def read(role: Role = Role.WORKER) -> tuple[int, Any]:
        bearer = {"Authorization": f"Bearer {token(role, 'w01')}"}
        answer = await client.get(PATH, headers=bearer)
        return answer.status, await answer.json()

    return read


def put(world: World, name: str, text: str) -> None:
    world.files.kept[ESTATE].files[name] = text


async def test_a_plumber_reads_the_rules_in_the_words_of_their_file(
    rules: Any, world: World
) -> None:
    put(world, "policy.toml", OWN)
    status, found = await rules()
    assert status == 200
    assert found["urge_every"] == "45分钟"
    assert found["promises"]["urgent"]["arrival"] == "10分钟"


async def test_what_the_estate_does_not_say_stands_as_in_the_rule_book(
    rules: Any, world: World
) -> None:
    put(world, "policy.toml", OWN)
    _, found = await rules()
    assert found["promises"]["urgent"]["dispatch"] == "3分钟"
    assert found["promises"]["general"]["resolution"] == "3个工作日"
    assert found["ladder"]["urgent"]["again"] == "10分钟"


async def test_a_list_that_the_estate_writes_takes_the_place_of_the_books(
    rules: Any, world: World
) -> None:
    put(world, "policy.toml", OWN)
    assert (await rules())[1]["pause"] == {"等雨停": "2天"}


async def test_days_that_count_otherwise_are_shown_with_their_reason(
    rules: Any, world: World
) -> None:
    put(world, "holidays.csv", "date,working,note\n2026-12-31,no,年终盘点\n")
    days = {one["day"]: one for one in (await rules())[1]["days"]}
    assert (days["2026-12-31"]["works"], days["2026-12-31"]["why"]) == (False, "年终盘点")
    assert (days["2027-01-01"]["works"], days["2027-01-01"]["own"]) == (False, False)
    assert "2026-11-30" not in days


async def test_owners_do_not_read_the_ladder(rules: Any) -> None:
    assert (await rules(Role.OWNER))[0] == 403
