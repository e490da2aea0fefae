"""An owner who sees that a neighbour has reported the same may follow it instead of filing."""

from typing import Any
from urllib.parse import urlencode

import pytest

from services.router import handlers
from services.router.domain.request import Request
from services.router.domain.rights import Person
from shared.contracts.event import Place
from shared.contracts.requests import RequestAssigned, RequestResolved
from shared.contracts.words import Role, Status
from tests.component.router.conftest import Client
from tests.component.router.test_merging import carry
from tests.support.reports import report
from tests.support.router_world import World
from tests.support.tokens import Tokens

LIFT = "电梯坏了停在一楼"
HOME = Place(building="3", unit="2", room="0901")
AWAY = Place(building="1", unit="1", room="0101")
W02 = Person(id="w02", role=Role.WORKER, department="engineering")


@pytest.fixture
def says(client: Client, token: Tokens) -> Any:
    """Return what an owner of 3-2-0901 says at the door: method, path → status and answer."""

    async def call(method: str, path: str, home: Place = HOME) -> tuple[int, Any]:
        speaks = token(Role.OWNER, "o9", place=home.model_dump())
        headers = {"Authorization": f"Bearer {speaks}"}
        form: dict[str, str] | None = {} if method == "POST" else None
        answer = await client.request(method, f"/api/v1{path}", json=form, headers=headers)
        return answer.status, await answer.json()

    return call


async def shown(says: Any, text: str) -> list[Any]:
    _, found = await says("GET", f"/requests/similar?{urlencode({'text': text})}")
    return list(found["requests"])


async def followed(world: World, says: Any) -> tuple[Request, Request]:
    main = await report(world, 1, LIFT)
    (same,) = await shown(says, "电梯坏了")
    _, view = await says("POST", f"/requests/{same['join']}/join")
    await carry(world)
    kept = world.requests.kept
    return kept[main.id], kept[view["request_id"]]


async def test_one_press_makes_a_request_of_ones_own_that_follows(world: World, says: Any) -> None:
    main, mine = await followed(world, says)
    assert (mine.reporter.owner_id, mine.status) == ("o9", Status.ASSIGNED)
    assert main.followers == (mine.id,)


async def test_nobody_is_given_it_as_well(world: World, says: Any) -> None:
    await report(world, 1, LIFT)
    (same,) = await shown(says, "电梯坏了")
    world.told_now()
    await says("POST", f"/requests/{same['join']}/join")
    assert world.told_now(RequestAssigned) == []


async def test_pressing_twice_makes_one(world: World, says: Any) -> None:
    await followed(world, says)
    (same,) = await shown(says, "电梯坏了")
    await says("POST", f"/requests/{same['join']}/join")
    assert len(world.requests.kept) == 2


async def test_each_owner_is_told_the_result(world: World, says: Any) -> None:
    main, mine = await followed(world, says)
    await handlers.obey("accept", main.id, W02, lambda it, act: it.accept(act), world.work())
    await handlers.obey(
        "resolve", main.id, W02, lambda it, act: it.resolve(act, "好"), world.work()
    )
    told = [one for one in await carry(world) if isinstance(one, RequestResolved)]
    assert {one.request.request_id for one in told} == {main.id, mine.id}


async def test_whose_it_is_and_what_they_wrote_is_not_told(world: World, says: Any) -> None:
    main = await report(world, 1, LIFT)
    _, view = await says("POST", f"/requests/{main.id}/join")
    assert LIFT not in str(view)
    assert "n3-1" not in str(view)


@pytest.mark.parametrize("text", ["厨房水龙头漏水", "楼上半夜放音乐太吵了", "物业费多收了"])
async def test_what_is_one_households_own_is_not_followed(
    world: World, says: Any, text: str
) -> None:
    main = await report(world, 1, text)
    assert not [one for one in await shown(says, text) if one.get("join")]
    status, _ = await says("POST", f"/requests/{main.id}/join")
    assert status == 404


async def test_who_lives_elsewhere_does_not_follow(world: World, says: Any) -> None:
    main = await report(world, 1, LIFT)
    status, _ = await says("POST", f"/requests/{main.id}/join", AWAY)
    assert status == 404
