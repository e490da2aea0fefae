"""Two people who press at once: one success, and one answer that says who was first."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.router.domain.asked import State
from tests.component.router.conftest import Client
from tests.support.mass import proposed
from tests.support.router_world import World
from tests.support.routing import ESTATE, rules_of
from tests.support.tokens import Tokens

LEAVE = {"from": "2026-11-23T10:00:00+08:00", "to": "2026-11-24T00:00:00+08:00", "reason": "发烧"}
SWAP = {"with": "w01", "date": "2026-11-25", "reason": "家里有事"}
Says = Callable[[str, str, object], Awaitable[tuple[int, Any]]]


@pytest.fixture
def says(client: Client, token: Tokens) -> Says:
    """Return what posts at the door: who, path, form → status and answer."""

    async def call(who: str, path: str, form: object) -> tuple[int, Any]:
        member = rules_of().staff[who]
        bearer = f"Bearer {token(member.role, who, department=member.department or '')}"
        headers = {"Authorization": bearer}
        answer = await client.post(f"/api/v1{path}", json=form, headers=headers)
        return answer.status, await answer.json()

    return call


async def asked(says: Says, who: str, kind: str, form: object) -> str:
    _, answer = await says(who, f"/roster/{kind}", form)
    key = {"leave": "leave", "swaps": "swaps"}[kind]
    return str(answer[key][0][f"{key.rstrip('s')}_id"])


async def test_leave_that_others_ask_for_at_once_is_no_conflict(says: Says, world: World) -> None:
    await asked(says, "w02", "leave", LEAVE)
    world.duty.hurry.append(ESTATE)
    status, _ = await says("w01", "/roster/leave", LEAVE)
    assert status == 201
    assert len(world.duty.kept[ESTATE].leaves) == 2


async def test_the_second_who_decides_leave_is_told_who_was_first(says: Says) -> None:
    path = f"/roster/leave/{await asked(says, 'w02', 'leave', LEAVE)}"
    await says("h-eng", f"{path}/refuse", {})
    status, problem = await says("m01", f"{path}/approve", {})
    assert (status, problem["slug"]) == (409, "already-decided")
    assert "徐工谢绝" in problem["detail"]


async def test_the_second_answer_to_a_swap_is_told_what_was_first(says: Says, world: World) -> None:
    path = f"/roster/swaps/{await asked(says, 'w02', 'swaps', SWAP)}"
    await says("w02", f"{path}/withdraw", {})
    status, problem = await says("w01", f"{path}/accept", {})
    assert (status, problem["slug"]) == (409, "already-decided")
    assert "石二撤回" in problem["detail"]


@pytest.mark.parametrize("first", [State.REFUSED, State.WITHDRAWN])
async def test_leave_that_is_over_is_not_taken_back_again(says: Says, first: State) -> None:
    path = f"/roster/leave/{await asked(says, 'w02', 'leave', LEAVE)}"
    await says("m01", f"{path}/{'refuse' if first is State.REFUSED else 'withdraw'}", {})
    status, problem = await says("w02", f"{path}/withdraw", {})
    assert (status, problem["slug"]) == (409, "already-decided")


async def test_an_incident_that_a_member_joins_meanwhile_is_confirmed_all_the_same(
    says: Says, world: World
) -> None:
    incident = await proposed(world)
    world.incidents.hurry.append(incident.id)
    status, _ = await says("c01", f"/incidents/{incident.id}/confirm", {"text": "正在抢修"})
    assert status == 200


async def test_the_second_who_decides_on_an_incident_is_told_who_was_first(
    says: Says, world: World
) -> None:
    path = f"/incidents/{(await proposed(world)).id}"
    await says("c01", f"{path}/confirm", {"text": "正在抢修"})
    status, problem = await says("c02", f"{path}/dismiss", {"reason": "各家不同"})
    assert (status, problem["slug"]) == (409, "incident-not-proposed")
    assert "唐一确认" in problem["detail"]


async def test_requests_that_change_meanwhile_are_taken_in_all_the_same(
    says: Says, world: World
) -> None:
    path = f"/incidents/{(await proposed(world)).id}"
    await says("c01", f"{path}/confirm", {"text": "正在抢修"})
    other = await world.submit("客厅灯不亮")
    world.requests.hurry.append(other.id)
    status, _ = await says("c01", f"{path}/members", {"add": [other.id]})
    kept = world.requests.kept[other.id]
    assert status == 200
    assert kept.incident
    last = kept.history[-1]
    assert (last.what, last.by, last.channel) == ("join", "c01", "console")
    assert last.after == {"incident": kept.incident.incident}
