"""What people can do about incidents at the router's door, and what they cannot."""

from typing import Any
from urllib.parse import urlencode

import pytest

from services.router.domain.incidents.state import Stage
from shared.contracts.event import Place
from shared.contracts.words import Role
from tests.component.router.test_rounds import rounds_of
from tests.support.reports import carry, report
from tests.support.router_world import World
from tests.support.tokens import Tokens

HOME = Place(building="3", unit="1", room="0901")
AWAY = Place(building="1", unit="1", room="0101")
SAID = {"text": "3栋主水管爆裂,正在抢修", "expected_until": "2026-11-23T18:00:00+08:00"}
WORKS = {
    "category": "repair",
    "text": "3栋计划停水,16点恢复",
    "words": ["停水", "没水"],
    "places": [{"building": "3"}],
    "from": "2026-11-23T09:00:00+08:00",
    "to": "2026-11-23T16:00:00+08:00",
}


@pytest.fixture
def says(client: Any, token: Tokens) -> Any:
    """Return what speaks at the door: who, role, method, path, body → status and answer."""

    async def call(
        who: str,
        role: Role,
        method: str,
        path: str,
        body: object = None,
        home: Place | None = None,
        **headers: str,
    ) -> tuple[int, Any]:
        speaks = token(role, who, place=home.model_dump() if home else {})
        bearer = {"Authorization": f"Bearer {speaks}", **headers}
        answer = await client.request(method, f"/api/v1{path}", json=body, headers=bearer)
        return answer.status, await answer.json()

    return call


async def proposed(world: World) -> str:
    for number in range(3):
        await report(world, number)
    (incident_id,) = world.incidents.kept
    return incident_id


async def opened(world: World, says: Any) -> str:
    incident_id = await proposed(world)
    await says("c01", Role.CLERK, "POST", f"/incidents/{incident_id}/confirm", SAID)
    await carry(world)
    return incident_id


async def test_staff_see_what_is_proposed_with_its_requests(world: World, says: Any) -> None:
    incident_id = await proposed(world)
    _, page = await says("c01", Role.CLERK, "GET", "/incidents")
    assert [one["incident_id"] for one in page["incidents"]] == [incident_id]
    _, one = await says("c01", Role.CLERK, "GET", f"/incidents/{incident_id}")
    assert (one["status"], len(one["requests"])) == ("proposed", 3)


async def test_owners_do_not_see_what_is_only_proposed(world: World, says: Any) -> None:
    incident_id = await proposed(world)
    _, page = await says("o9", Role.OWNER, "GET", "/incidents", home=HOME)
    assert page["incidents"] == []
    status, _ = await says("o9", Role.OWNER, "GET", f"/incidents/{incident_id}", home=HOME)
    assert status == 404


@pytest.mark.parametrize(("home", "seen"), [(HOME, 1), (AWAY, 0), (None, 0)])
async def test_owners_see_what_is_open_where_they_live(
    world: World, says: Any, home: Place | None, seen: int
) -> None:
    await opened(world, says)
    _, page = await says("o9", Role.OWNER, "GET", "/incidents", home=home)
    assert len(page["incidents"]) == seen


async def test_owners_see_nothing_of_other_owners(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    _, one = await says("o9", Role.OWNER, "GET", f"/incidents/{incident_id}", home=HOME)
    assert not {"members", "requests", "assignee", "made_by"} & one.keys()


@pytest.mark.parametrize("act", ["confirm", "dismiss", "updates", "resolve", "members"])
async def test_owners_decide_nothing(world: World, says: Any, act: str) -> None:
    incident_id = await proposed(world)
    status, _ = await says("o9", Role.OWNER, "POST", f"/incidents/{incident_id}/{act}", {})
    assert status == 403


async def test_another_estates_incident_is_not_found(
    world: World, client: Any, token: Tokens
) -> None:
    incident_id = await proposed(world)
    bearer = {"Authorization": f"Bearer {token(Role.MANAGER, 'm01', estate='other')}"}
    answer = await client.get(f"/api/v1/incidents/{incident_id}", headers=bearer)
    assert answer.status == 404


async def test_the_same_key_confirms_once_and_answers_the_same(world: World, says: Any) -> None:
    path = f"/incidents/{await proposed(world)}/confirm"
    key = {"Idempotency-Key": "k-1"}
    first = await says("c01", Role.CLERK, "POST", path, SAID, **key)
    assert first[0] == 200
    assert await says("c01", Role.CLERK, "POST", path, SAID, **key) == first


async def test_what_is_open_cannot_be_confirmed_again(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    status, problem = await says(
        "h-eng", Role.HEAD, "POST", f"/incidents/{incident_id}/confirm", SAID
    )
    assert (status, problem["slug"]) == (409, "incident-not-proposed")


async def test_a_worker_who_does_not_have_it_in_hand_says_nothing(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    path = f"/incidents/{incident_id}/updates"
    status, _ = await says("w11", Role.WORKER, "POST", path, {"text": "快了"})
    assert status == 403


async def test_an_update_stands_on_the_incident(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    path = f"/incidents/{incident_id}/updates"
    _, one = await says("c01", Role.CLERK, "POST", path, {"text": "已关阀"})
    assert [update["text"] for update in one["updates"]] == ["已关阀"]


async def test_a_request_that_is_let_go_goes_on_by_itself(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    (first, *_) = world.requests.kept
    path = f"/incidents/{incident_id}/members"
    status, one = await says("c01", Role.CLERK, "POST", path, {"remove": [first]})
    assert (status, len(one["members"])) == (200, 2)
    assert not world.requests.kept[first].hushed


async def test_staff_open_an_incident_by_hand_with_its_first_members(
    world: World, says: Any
) -> None:
    mine = await report(world, 1)
    form = {"category": "repair", "text": "3栋停水", "places": [{"building": "3"}]}
    status, _ = await says("c01", Role.CLERK, "POST", "/incidents", {**form, "requests": [mine.id]})
    await carry(world)
    assert (status, world.requests.kept[mine.id].hushed) == (201, True)


async def test_an_owner_joins_by_a_press(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    path = f"/incidents/{incident_id}/join"
    status, view = await says("o9", Role.OWNER, "POST", path, {}, home=HOME)
    assert (status, view["reporter"]["owner_id"]) == (201, "o9")
    _, whole = await says("c01", Role.CLERK, "GET", f"/incidents/{incident_id}")
    assert len(whole["members"]) == 4


async def test_an_owner_who_lives_elsewhere_does_not_join(world: World, says: Any) -> None:
    incident_id = await opened(world, says)
    path = f"/incidents/{incident_id}/join"
    status, _ = await says("o9", Role.OWNER, "POST", path, {}, home=AWAY)
    assert status == 404


async def test_before_filing_an_owner_is_shown_what_looks_the_same(world: World, says: Any) -> None:
    await opened(world, says)
    query = urlencode({"text": "楼下水管爆了,水一直喷"})
    _, found = await says("o9", Role.OWNER, "GET", f"/requests/similar?{query}", home=HOME)
    assert len(found["incidents"]) == 1
    (same,) = found["requests"]
    assert (same["reporters"], same["place"]) == (3, {"building": "3"})
    assert same.keys() <= {"category", "place", "since", "reporters", "join", "about"}


async def test_what_all_share_is_named_so_that_an_owner_knows_what_it_is(
    world: World, says: Any
) -> None:
    await report(world, 1, "1单元电梯按钮失灵了")
    query = urlencode({"text": "电梯按钮按了没反应"})
    _, found = await says("o9", Role.OWNER, "GET", f"/requests/similar?{query}", home=HOME)
    (same,) = found["requests"]
    assert same["about"] == "lift"


async def test_something_else_looks_like_nothing(world: World, says: Any) -> None:
    await opened(world, says)
    query = urlencode({"text": "楼上半夜装修太吵了"})
    _, found = await says("o9", Role.OWNER, "GET", f"/requests/similar?{query}", home=HOME)
    assert found == {"incidents": [], "requests": []}


async def test_a_report_during_planned_works_is_answered_at_once(world: World, says: Any) -> None:
    status, works = await says("c01", Role.CLERK, "POST", "/planned-works", WORKS)
    assert (status, works["planned"]) == (201, True)
    assert (await report(world, 1, "怎么没水了")).hushed


@pytest.mark.parametrize("text", ["停水了,电梯里还困着人", "厨房着火了", "楼道灯坏了"])
async def test_works_silence_nothing_else(world: World, says: Any, text: str) -> None:
    await says("c01", Role.CLERK, "POST", "/planned-works", WORKS)
    assert not (await report(world, 1, text)).hushed


async def test_works_silence_nothing_before_they_begin(world: World, says: Any) -> None:
    later = {**WORKS, "from": "2026-11-23T14:00:00+08:00"}
    await says("c01", Role.CLERK, "POST", "/planned-works", later)
    assert not (await report(world, 1, "怎么没水了")).hushed


async def test_works_end_by_themselves_and_their_members_are_asked(world: World, says: Any) -> None:
    await says("c01", Role.CLERK, "POST", "/planned-works", WORKS)
    mine = await report(world, 1, "怎么没水了")
    world.pass_time(hours=6)
    await rounds_of(world).incidents()
    await carry(world)
    assert world.requests.kept[mine.id].status == "resolved"
    assert [one.stage for one in world.incidents.kept.values()] == [Stage.CLOSED]
    assert not (await report(world, 2, "还是没水")).hushed


async def test_works_that_end_before_they_begin_are_refused(says: Any) -> None:
    wrong = {**WORKS, "to": "2026-11-23T08:00:00+08:00"}
    status, problem = await says("c01", Role.CLERK, "POST", "/planned-works", wrong)
    assert (status, problem["slug"]) == (422, "works-without-time")
