"""The roster, leave, swaps and the first responders' report at the router's door."""

from typing import Any

import pytest

from shared.contracts.requests import RequestAssigned
from shared.contracts.roster import LeaveChanged
from tests.component.router.test_rounds import rounds_of
from tests.support.router_world import World
from tests.support.routing import FILES, at

LIGHT = "楼道灯坏了一个"
LEAVE = {"from": "2026-11-23T10:00:00+08:00", "to": "2026-11-24T00:00:00+08:00", "reason": "发烧"}
ROW = {"staff_id": "w01", "weekday": "1-5", "start": "08:00", "end": "20:00", "post": "日班"}


async def test_leave_that_the_head_approves_passes_on_what_is_in_hand(
    says: Any, world: World
) -> None:
    request = await world.submit(LIGHT)
    status, asked = await says("w02", "POST", "/roster/leave", LEAVE)
    assert (status, asked["leave"][0]["state"]) == (201, "asked")
    leave_id = asked["leave"][0]["leave_id"]
    await rounds_of(world).pass_on()
    assert world.requests.kept[request.id].assignee == "w02"
    assert (await says("w02", "POST", f"/roster/leave/{leave_id}/approve", {}))[0] == 403
    _, agreed = await says("h-eng", "POST", f"/roster/leave/{leave_id}/approve", {})
    assert agreed["leave"][0]["state"] == "agreed"
    world.told_now()
    for _ in range(2):
        await rounds_of(world).pass_on()
    assert world.requests.kept[request.id].assignee == "w01"
    assert len(world.told_now(RequestAssigned)) == 1


async def test_who_is_on_leave_is_not_shown_on_duty(says: Any) -> None:
    await says("h-eng", "POST", "/roster/leave", {**LEAVE, "staff_id": "w02"})
    _, answer = await says("m01", "GET", "/roster")
    assert "w02" not in [one["staff_id"] for one in answer["on_duty"]]


async def test_a_worker_asks_only_for_their_own_leave(says: Any) -> None:
    status, _ = await says("w01", "POST", "/roster/leave", {**LEAVE, "staff_id": "w02"})
    assert status == 403


async def test_the_same_asking_sent_twice_is_one(says: Any, world: World) -> None:
    for _ in range(2):
        status, answer = await says(
            "w02", "POST", "/roster/leave", LEAVE, **{"Idempotency-Key": "k-1"}
        )
        assert (status, len(answer["leave"])) == (201, 1)
    assert len(world.duty.told_of(LeaveChanged)) == 1


async def test_others_leave_is_not_shown_to_a_colleague(says: Any) -> None:
    await says("w02", "POST", "/roster/leave", LEAVE)
    seen = {who: len((await says(who, "GET", "/roster/leave"))[1]["leave"]) for who in WATCHERS}
    assert seen == {"w02": 1, "w01": 0, "h-eng": 1}


WATCHERS = ("w02", "w01", "h-eng")


async def test_a_swap_is_in_the_week_once_the_other_has_agreed(says: Any) -> None:
    body = {"with": "w04", "date": "2026-11-24", "reason": "看病"}
    status, asked = await says("w02", "POST", "/roster/swaps", body)
    assert status == 201
    swap_id = asked["swaps"][0]["swap_id"]
    assert (await says("h-eng", "POST", f"/roster/swaps/{swap_id}/accept", {}))[0] == 403
    assert (await says("w04", "POST", f"/roster/swaps/{swap_id}/accept", {}))[0] == 200
    _, answer = await says("m01", "GET", "/roster?week=2026-11-23")
    days = {one["day"]: one["staff_id"] for one in answer["shifts"] if one.get("instead_of")}
    assert days == {"2026-11-24": "w04"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"with": "w99", "date": "2026-11-24", "reason": "x"}, 409),
        ({"with": "w04", "date": "2026-11-28", "reason": "x"}, 409),
        ({"with": "w04", "date": "0001-01-01", "reason": "x"}, 422),
        ({"with": "w04", "date": "明天", "reason": "x"}, 422),
    ],
)
async def test_a_swap_that_cannot_be_is_refused(says: Any, body: object, status: int) -> None:
    assert (await says("w02", "POST", "/roster/swaps", body))[0] == status


async def test_the_roster_that_is_put_is_what_the_file_holds(says: Any, world: World) -> None:
    kept = world.files.kept["sample"]
    kept.files = {**FILES, "roster.csv": "# 值班表\n# 说明\n" + FILES["roster.csv"]}
    status, answer = await says("m01", "PUT", "/roster", {"rows": [ROW]})
    assert (status, answer) == (200, {"applied": True})
    written = world.files.kept["sample"].files["roster.csv"]
    assert written == (
        "# 值班表\n# 说明\nstaff_id,weekday,start,end,post\nw01,1-5,08:00,20:00,日班\n"
    )
    _, answer = await says("m01", "GET", "/roster")
    assert [one["staff_id"] for one in answer["on_duty"]] == ["w01"]


async def test_faults_in_the_rows_are_told_and_nothing_is_changed(says: Any, world: World) -> None:
    bad = [ROW, {**ROW, "weekday": "周八"}, {**ROW, "staff_id": "w99"}]
    status, problem = await says("m01", "PUT", "/roster", {"rows": bad})
    assert (status, [one["at"] for one in problem["faults"]]) == (422, ["第 2 行", "第 3 行"])
    assert "看不懂的星期" in problem["faults"][0]["reason"]
    assert world.files.saves == 0


async def test_only_a_manager_puts_the_roster(says: Any) -> None:
    assert (await says("h-eng", "PUT", "/roster", {"rows": [ROW]}))[0] == 403


async def test_a_roster_that_is_only_checked_is_not_taken_over(says: Any, world: World) -> None:
    _, answer = await says("m01", "PUT", "/roster", {"rows": [ROW], "dry_run": True})
    assert (answer["applied"], world.files.saves) == (False, 0)


async def test_the_report_counts_by_first_responder(says: Any, world: World) -> None:
    done, late = await world.submit(LIGHT), await world.submit(LIGHT)
    await world.submit(LIGHT, taken_by="c01")
    kept = world.requests.kept[done.id]
    kept.status, kept.satisfied = kept.status.CLOSED, True
    kept.ended_at = at("2026-11-23 16:00")
    world.requests.kept[late.id].clocks[0].missed = True
    world.now = at("2026-11-24 10:00")
    _, report = await says("h-svc", "GET", "/first-responders")
    rows = [(r["staff_id"], r["total"], r["open"], r["satisfied"]) for r in report["responders"]]
    assert rows == [("c02", 2, 1, 1), ("c01", 1, 1, 0)]
    assert (report["responders"][0]["overdue"], report["responders"][0]["mean_hours"]) == (1, 6.0)


async def test_the_report_is_for_leads(says: Any) -> None:
    assert (await says("c01", "GET", "/first-responders"))[0] == 403
