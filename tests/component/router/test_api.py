"""What people can do at the router's door, and what they cannot."""

import base64
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from shared.contracts.requests import RequestAccepted
from shared.contracts.words import Role
from shared.kernel.ids import new_id
from tests.support.router_world import World
from tests.support.routing import FILES, OWNER, at, rules_of
from tests.support.tokens import Tokens

Client = TestClient[Any, Any]
LIGHT = "楼道灯坏了一个"


@pytest.fixture
def says(client: Client, token: Tokens) -> Any:
    """Return what speaks at the door: who, role, method, path, body → status and answer."""

    async def call(
        who: str, role: Role, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        bearer = f"Bearer {token(role, who, department=department_of(who))}"
        answer = await client.request(
            method, f"/api/v1{path}", json=body, headers={"Authorization": bearer, **headers}
        )
        return answer.status, await answer.json()

    return call


def department_of(who: str) -> str:
    """Return what gateway puts into a token besides."""
    member = rules_of().staff.get(who)
    return member.department or "" if member else ""


async def test_an_owner_sees_their_own_request(says: Any, world: World) -> None:
    request = await world.submit(LIGHT)
    status, view = await says("o1", Role.OWNER, "GET", f"/requests/{request.id}")
    assert (status, view["number"], view["assignee_name"]) == (200, "K7M2-Q4XA", "石二")


async def test_another_owners_request_is_not_found(says: Any, world: World) -> None:
    request = await world.submit(LIGHT)
    status, problem = await says("o2", Role.OWNER, "GET", f"/requests/{request.id}")
    assert (status, problem["slug"]) == (404, "not-found")


async def test_another_estates_request_is_not_found(
    client: Client, token: Tokens, world: World
) -> None:
    request = await world.submit(LIGHT)
    bearer = f"Bearer {token(Role.MANAGER, 'm01', estate='other')}"
    answer = await client.get(f"/api/v1/requests/{request.id}", headers={"Authorization": bearer})
    assert answer.status == 404


async def test_the_owner_list_holds_only_their_own(says: Any, world: World) -> None:
    mine = await world.submit(LIGHT)
    await world.submit(LIGHT, reporter=OWNER.model_copy(update={"owner_id": "o2"}))
    _, page = await says("o1", Role.OWNER, "GET", "/requests")
    assert [one["request_id"] for one in page["requests"]] == [mine.id]


async def test_a_cursor_leads_through_the_whole_list(says: Any, world: World) -> None:
    made = []
    for _ in range(5):
        made.append((await world.submit(LIGHT)).id)
        world.pass_time(minutes=1)
    seen, cursor = [], ""
    while cursor is not None:
        _, page = await says("m01", Role.MANAGER, "GET", f"/requests?limit=2&cursor={cursor}")
        seen += [one["request_id"] for one in page["requests"]]
        cursor = page.get("cursor")
    assert seen == made[::-1]


async def test_a_masked_number_for_whoever_need_not_call(says: Any, world: World) -> None:
    request = await world.submit(LIGHT)
    shown = {}
    for who, role in (("w02", Role.WORKER), ("a01", Role.ADMIN)):
        _, view = await says(who, role, "GET", f"/requests/{request.id}")
        shown[who] = view["reporter"]["phone"]
    assert shown == {"w02": "138****1111", "a01": "138****1111"}


async def test_whoever_must_call_sees_the_whole_number_when_they_ask(
    says: Any, world: World
) -> None:
    request = await world.submit(LIGHT)
    path, seen = f"/requests/{request.id}/reporter/phone", {}
    for who, role in (("w02", Role.WORKER), ("a01", Role.ADMIN)):
        status, view = await says(who, role, "POST", path, {})
        seen[who] = (status, view.get("phone"))
    assert seen == {"w02": (200, "13800001111"), "a01": (403, None)}


async def test_accepting_shows_the_request_as_it_is_now(says: Any, world: World) -> None:
    request = await world.submit(LIGHT)
    status, view = await says("w02", Role.WORKER, "POST", f"/requests/{request.id}/accept", {})
    assert (status, view["status"], view["history"][-1]["by_name"]) == (200, "accepted", "石二")


async def test_the_same_key_again_changes_nothing_and_answers_the_same(
    says: Any, world: World
) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}/accept"
    key = {"Idempotency-Key": "k-1"}
    first = await says("w02", Role.WORKER, "POST", path, {}, **key)
    assert await says("w02", Role.WORKER, "POST", path, {}, **key) == first
    assert len(world.told_now(RequestAccepted)) == 1


MOVES: tuple[tuple[str, Role, str, dict[str, object], str], ...] = (
    ("w02", Role.WORKER, "accept", {}, "accepted"),
    ("w02", Role.WORKER, "notes", {"note": "在路上"}, "accepted"),
    ("w02", Role.WORKER, "arrive", {"spot": "3 栋"}, "on_site"),
    ("w02", Role.WORKER, "pause", {"reason": "等待配件"}, "paused"),
    ("o1", Role.OWNER, "urge", {}, "paused"),
    ("w02", Role.WORKER, "resume", {}, "on_site"),
    ("c02", Role.CLERK, "reclassify", {"urgency": "important", "reason": "太黑"}, "on_site"),
    ("h-eng", Role.HEAD, "assign", {"staff_id": "w01", "reason": "换人"}, "assigned"),
    ("w01", Role.WORKER, "accept", {}, "accepted"),
    ("w01", Role.WORKER, "resolve", {"outcome": "换了灯泡"}, "resolved"),
    ("c02", Role.CLERK, "calls", {"reached": True, "note": "已告知"}, "resolved"),
    ("c02", Role.CLERK, "calls", {"reached": False, "note": "无人接听"}, "resolved"),
    ("c02", Role.CLERK, "calls", {"reached": False, "note": "无人接听"}, "resolved"),
    ("h-eng", Role.HEAD, "sign-off", {"reason": "联系不上"}, "closed"),
)


async def test_a_whole_life_through_the_door(says: Any, world: World) -> None:
    request = await world.submit(LIGHT)
    lived = []
    for who, role, move, body, _ in MOVES:
        status, view = await says(who, role, "POST", f"/requests/{request.id}/{move}", body)
        lived.append((status, view.get("status")))
    assert lived == [(200, expected) for *_, expected in MOVES]


@pytest.mark.parametrize(
    ("who", "role", "move", "body", "status", "slug"),
    [
        ("w02", Role.WORKER, "arrive", {}, 409, "wrong-move"),
        ("w02", Role.WORKER, "accept", {"x": 1}, 422, "invalid-input"),
        ("w02", Role.WORKER, "resolve", {"outcome": ""}, 422, "invalid-input"),
        ("w02", Role.WORKER, "resolve", [1], 422, "invalid-input"),
        ("w01", Role.WORKER, "resolve", {"outcome": "好了"}, 403, "forbidden"),
        ("o1", Role.OWNER, "accept", {}, 403, "forbidden"),
        ("o2", Role.OWNER, "cancel", {"reason": "不要了"}, 404, "not-found"),
        ("w11", Role.WORKER, "accept", {}, 404, "not-found"),
        (
            "c02",
            Role.CLERK,
            "reclassify",
            {"category": "x", "reason": "?"},
            422,
            "invalid-input",
        ),
        ("h-eng", Role.HEAD, "assign", {"staff_id": "w99", "reason": "?"}, 409, "unknown-staff"),
        ("h-eng", Role.HEAD, "pause", {"reason": "午休"}, 409, "unlisted-pause-reason"),
    ],
)
async def test_a_refusal_has_its_slug_and_changes_nothing(
    says: Any,
    world: World,
    who: str,
    role: Role,
    move: str,
    body: object,
    status: int,
    slug: str,
) -> None:
    request = await world.submit(LIGHT)
    found, problem = await says(who, role, "POST", f"/requests/{request.id}/{move}", body)
    assert (found, problem["slug"], world.requests.saves) == (status, slug, 1)


@pytest.mark.parametrize("query", ["limit=0", "status=lost", "cursor=%%%", "colour=red"])
async def test_a_query_that_cannot_be_understood_is_refused(says: Any, query: str) -> None:
    status, _ = await says("m01", Role.MANAGER, "GET", f"/requests?{query}")
    assert status == 422


async def test_a_request_that_does_not_exist_is_not_found(says: Any) -> None:
    status, _ = await says("m01", Role.MANAGER, "POST", f"/requests/{new_id()}/accept", {})
    assert status == 404


async def test_a_policy_with_faults_is_told_and_not_applied(says: Any, world: World) -> None:
    body = {"files": {"policy.toml": "\nx = 1"}}
    status, answer = await says("m01", Role.MANAGER, "PUT", "/policy", body)
    assert (status, answer["applied"], answer["faults"][0]["line"]) == (200, False, 2)
    assert world.files.saves == 0


async def test_a_policy_that_is_put_holds_from_the_next_request_on(says: Any) -> None:
    body = {"files": {**FILES, "policy.toml": 'urge_every = "1小时"'}}
    _, answer = await says("m01", Role.MANAGER, "PUT", "/policy", body)
    assert answer == {"faults": [], "applied": True}
    _, shown = await says("m01", Role.MANAGER, "GET", "/policy")
    assert (shown["version"], shown["put_by"]) == (2, "m01")


async def test_the_same_policy_put_twice_changes_nothing(says: Any, world: World) -> None:
    body = {"files": FILES}
    before = world.files.saves
    for who in ("m01", "m02"):
        assert (await says(who, Role.MANAGER, "PUT", "/policy", body))[1]["applied"]
    assert world.files.saves == before


async def test_a_clerk_does_not_put_policies(says: Any) -> None:
    status, _ = await says("c01", Role.CLERK, "PUT", "/policy", {"files": FILES})
    assert status == 403


async def test_the_roster_says_who_is_on_duty_at_night(says: Any, world: World) -> None:
    world.now = at("2026-11-23 03:00")
    _, answer = await says("m01", Role.MANAGER, "GET", "/roster")
    assert [one["staff_id"] for one in answer["on_duty"]] == ["c04", "w04", "w05"]


async def test_an_owner_is_not_shown_what_the_classifier_thought(says: Any, world: World) -> None:
    request = await world.submit(LIGHT)
    _, view = await says("o1", Role.OWNER, "GET", f"/requests/{request.id}")
    assert (view["reasons"], view["history"][0]["note"]) == ([], "")


async def test_a_policy_sent_again_under_its_key_is_as_good_as_put(says: Any) -> None:
    body = {"files": {"roster.csv": FILES["roster.csv"]}}
    for _ in range(2):
        answer = await says(
            "m01", Role.MANAGER, "PUT", "/policy", body, **{"Idempotency-Key": "k-1"}
        )
        assert answer == (200, {"faults": [], "applied": True})


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
async def test_a_moment_from_no_time_of_ours_is_refused(says: Any, moment: str) -> None:
    cursor = base64.urlsafe_b64encode(f"{moment}|x".encode()).decode()
    for path in (f"/roster?at={moment}", f"/requests?cursor={cursor}"):
        status, problem = await says("m01", Role.MANAGER, "GET", path)
        assert (status, problem["slug"]) == (422, "invalid-input")
