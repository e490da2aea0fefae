"""What people arrange among themselves at the router's door: consent, offers, doubts, freshness."""

from typing import Any

import pytest

from services.router import handlers
from services.router.domain.rights import Person
from shared.contracts.arrangements import ConfirmationAsked, RequestOffered
from shared.contracts.requests import RequestHandedOver
from shared.contracts.words import Role
from tests.support.router_world import World
from tests.support.routing import FILES

LIGHT = "楼道灯坏了一个"
GRAB = {**FILES, "policy.toml": '[grab.general]\nwho = "本部门"\nwait = "60秒"'}


async def test_a_transfer_is_found_by_the_other_and_accepted(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    await says("w02", "POST", f"{path}/accept", {})
    _, view = await says("w02", "POST", f"{path}/transfer", {"to": "w05", "reason": "换班"})
    assert (view["assignee"], view["transfer"]["to_name"]) == ("w02", "彭五")
    _, page = await says("w05", "GET", "/requests?asked=true")
    assert [one["transfer"]["reason"] for one in page["requests"]] == ["换班"]
    status, view = await says("w05", "POST", f"{path}/transfer/accept", {})
    assert (status, view["status"], view["assignee"]) == (200, "accepted", "w05")


async def test_a_workers_assignment_is_only_a_proposal(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    body = {"staff_id": "w01", "reason": "换班"}
    _, view = await says("w02", "POST", f"{path}/assign", body)
    assert (view["assignee"], view["transfer"]["to"]) == ("w02", "w01")
    _, view = await says("h-eng", "POST", f"{path}/assign", body)
    assert (view["assignee"], view.get("transfer")) == ("w01", None)


async def test_a_transfer_can_be_taken_back(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    await says("w02", "POST", f"{path}/transfer", {"department": "cleaning", "reason": "是卫生"})
    status, view = await says("w02", "POST", f"{path}/transfer/decline", {"reason": "弄错了"})
    assert (status, view.get("transfer")) == (200, None)


@pytest.mark.parametrize(
    "body", [{}, {"reason": "x"}, {"to": "a", "department": "b", "reason": "x"}]
)
async def test_a_transfer_goes_to_one_person_or_one_department(
    says: Any, world: World, body: object
) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    status, _ = await says("w02", "POST", f"{path}/transfer", body)
    assert status == 422


async def test_handing_over_takes_both(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    body = {"to": "c01", "reason": "换楼"}
    assert (await says("c01", "POST", f"{path}/hand-over", body))[0] == 403
    _, view = await says("c02", "POST", f"{path}/hand-over", body)
    assert (view["first_responder"], view["hand_over"]["to"]) == ("c02", "c01")
    _, view = await says("c01", "POST", f"{path}/hand-over/accept", {})
    assert (view["first_responder"], view.get("hand_over")) == ("c01", None)
    assert len(world.told_now(RequestHandedOver)) == 1


async def test_an_owner_sees_nothing_of_what_staff_settle_among_themselves(
    says: Any, world: World
) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    await says("c02", "POST", f"{path}/hand-over", {"to": "c01", "reason": "换楼"})
    await says("w02", "POST", f"{path}/transfer", {"to": "w01", "reason": "换班"})
    _, view = await says("o1", "GET", path)
    assert not {"transfer", "hand_over", "offer", "confirmation"} & view.keys()
    assert [entry["what"] for entry in view["history"]] == ["submit"]


async def test_two_who_grab_at_once_get_one_success_and_one_clear_conflict(
    says: Any, world: World
) -> None:
    world.files.kept["sample"].files = GRAB
    request = await world.submit(LIGHT)
    assert world.told_now(RequestOffered)
    _, page = await says("w01", "GET", "/requests?asked=true")
    assert [one["offer"]["to"] for one in page["requests"]] == [["w01", "w02"]]
    won = await says("w01", "POST", f"/requests/{request.id}/grab", {})
    lost = await says("w02", "POST", f"/requests/{request.id}/grab", {})
    assert (won[0], won[1]["assignee"]) == (200, "w01")
    assert (lost[0], lost[1]["slug"]) == (409, "not-offered")
    assert "刘一" in lost[1]["detail"]


async def test_who_accepts_too_late_is_told_who_has_it(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}/accept"
    await says("w02", "POST", path, {})
    status, problem = await says("w01", "POST", path, {})
    assert (status, problem["slug"]) == (409, "wrong-move")
    assert "石二" in problem["detail"]


async def test_a_move_on_what_has_changed_meanwhile_says_who_did_what(
    says: Any, world: World
) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    _, seen = await says("h-eng", "GET", path)
    await says("w02", "POST", f"{path}/accept", {})
    body = {"staff_id": "w01", "reason": "换人"}
    for stale in (
        await says("h-eng", "POST", f"{path}/assign", {**body, "version": seen["version"]}),
        await says("h-eng", "POST", f"{path}/assign", body, **{"If-Match": f'"{seen["version"]}"'}),
    ):
        assert (stale[0], stale[1]["slug"]) == (409, "stale-version")
        assert "石二 10:00 已接单" in stale[1]["detail"]
    status, _ = await says("h-eng", "POST", f"{path}/assign", {**body, "version": 2})
    assert status == 200


@pytest.mark.parametrize(("tag", "status"), [('"1"', 200), ('W/"1"', 200), ("*", 200), ("x", 422)])
async def test_if_match_is_a_version(says: Any, world: World, tag: str, status: int) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    assert (await says("w02", "POST", f"{path}/accept", {}, **{"If-Match": tag}))[0] == status


async def test_a_page_of_the_clock_between_look_and_press_is_no_conflict(
    says: Any, world: World
) -> None:
    request = await world.submit(LIGHT)
    world.requests.hurry.append(request.id)
    assert (await says("w02", "POST", f"/requests/{request.id}/accept", {}))[0] == 200


async def test_two_who_press_in_the_same_moment_get_one_success_and_one_conflict(
    says: Any, world: World
) -> None:
    request = await world.submit(LIGHT)
    head = Person(id="h-eng", role=Role.HEAD, department="engineering")

    def cross(it: Any, act: Any) -> None:
        it.note(act, "我来看看")
        if request.id not in crossed:
            crossed.append(request.id)
            first = world.requests.kept[request.id]
            first.note(act.__class__(estate=act.estate, at=act.at, rules=act.rules, by="w02"), "x")
            first.version += 1

    crossed: list[str] = []
    with pytest.raises(Exception, match="石二 10:00 已添加进度"):
        await handlers.obey("note", request.id, head, cross, world.work())


async def test_every_line_says_by_which_way_it_came(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    await says("w02", "POST", f"{path}/accept", {})
    await says("o1", "POST", f"{path}/urge", {})
    await says(
        "o1", "POST", f"{path}/cancel", {"reason": "好了"}, **{"User-Agent": "MicroMessenger/8"}
    )
    _, view = await says("h-eng", "GET", path)
    lines = [(one["what"], one["channel"]) for one in view["history"]]
    assert lines == [
        ("submit", "app"),
        ("accept", "console"),
        ("urge", "app"),
        ("cancel", "wechat"),
    ]
    assert view["history"][1]["before"] == {"status": "assigned"}


async def test_urging_shows_on_the_ladder(says: Any, world: World) -> None:
    path = f"/requests/{(await world.submit(LIGHT)).id}"
    _, view = await says("o1", "POST", f"{path}/urge", {})
    assert view["urges"] == 1
    assert [one["steps"] for one in view["clocks"]] == [["业主第1次催办"], []]


async def test_the_unconfirmed_are_listed_until_a_clerk_has_looked(says: Any, world: World) -> None:
    await world.submit(LIGHT)
    strange = await world.submit(LIGHT, place={"building": "88"})
    (asked,) = world.told_now(ConfirmationAsked)
    assert isinstance(asked, ConfirmationAsked)
    _, page = await says("c02", "GET", "/requests?unconfirmed=true")
    assert [one["request_id"] for one in page["requests"]] == [strange.id]
    assert page["requests"][0]["doubts"] == ["小区没有“88”这栋楼"]
    assert (await says("w02", "POST", f"/requests/{strange.id}/confirm", {}))[0] == 403
    _, view = await says(
        "c02", "POST", f"/requests/{strange.id}/confirm", {"place": {"building": "3"}}
    )
    assert (view["confirmation"], view["place"]["building"]) == ("confirmed", "3")
    _, page = await says("c02", "GET", "/requests?unconfirmed=true")
    assert page["requests"] == []
