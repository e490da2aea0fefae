"""Who complains of a neighbour, the desk and whoever answers for it know, and nobody else."""

from typing import Any, Final

import pytest

from shared.contracts.requests import RequestEvent
from shared.contracts.words import Category, Role
from tests.component.router.conftest import Client
from tests.support.router_world import World
from tests.support.tokens import Tokens

NOISE: Final = "楼上邻居半夜一直放音乐吵得睡不着"
SAYING: Final = ("何浩然", "13800001111", "1201", "o1")


@pytest.fixture
async def seen(client: Client, world: World, token: Tokens) -> Any:
    request = await world.submit(NOISE)
    assert request.category is Category.NEIGHBOUR

    async def by(role: Role, who: str, path: str = f"/requests/{request.id}", **claims: Any) -> str:
        headers = {"Authorization": f"Bearer {token(role, who, **claims)}"}
        async with client.get(f"/api/v1{path}", headers=headers) as answer:
            return await answer.text()

    return by


async def test_a_colleague_of_the_department_does_not_learn_who_complains(
    seen: Any, world: World
) -> None:
    [request] = world.requests.kept.values()
    text = await seen(Role.WORKER, "somebody", department=request.department)
    assert not [one for one in SAYING if f'"{one}"' in text]


async def test_whoever_answers_for_it_does(seen: Any, world: World) -> None:
    [request] = world.requests.kept.values()
    assert "何浩然" in await seen(Role.WORKER, request.assignee)


async def test_the_desk_does(seen: Any) -> None:
    assert "何浩然" in await seen(Role.CLERK, "c01")


@pytest.mark.parametrize("path", ["/requests", "/incidents"])
async def test_another_owner_finds_no_trace_of_it_in_any_list(seen: Any, path: str) -> None:
    text = await seen(Role.OWNER, "neighbour", path, place={"building": "3", "unit": "1"})
    assert "音乐" not in text
    assert "何浩然" not in text


async def test_the_one_complained_of_is_not_told_that_somebody_complained(seen: Any) -> None:
    """Asked for what looks the same, in the very words."""
    path = f"/requests/similar?text={NOISE}"
    text = await seen(Role.OWNER, "neighbour", path, place={"building": "3", "unit": "1"})
    assert '"requests":[]' in text


async def test_no_event_of_it_names_another_owner_as_its_audience(world: World) -> None:
    await world.submit(NOISE)
    told = [one for one in world.requests.told if isinstance(one, RequestEvent)]
    assert {one.request.reporter.owner_id for one in told} == {"o1"}
