"""Two residents and four members of staff arrange requests among themselves, at the public door."""

from datetime import timedelta

from shared.kernel.clock import utc_now
from tests.support.caller import Caller, Json
from tests.support.eventually import eventually
from tests.support.matter import Matter, People

LAWN = "小区绿化带的草该修剪了,长得太高"


async def asked(people: People, owner_id: str) -> Matter:
    """Have an owner ask for something; return it once it is with somebody."""
    owner = people.owner(owner_id)
    told = await owner.done("/api/v1/app/requests", {"text": LAWN})
    matter = Matter(told["request_id"], "")

    async def is_assigned() -> bool:
        return bool((await owner.get(matter.path)).json.get("assignee"))

    await eventually(is_assigned)
    return Matter(told["request_id"], (await owner.get(matter.path)).json["assignee"])


async def seen(who: Caller, matter: Matter) -> Json:
    """Return a request as somebody sees it."""
    found: Json = (await who.get(matter.path)).json
    return found


async def test_a_transfer_a_hand_over_and_a_merger_from_end_to_end(people: People) -> None:
    main, other = await asked(people, "o001"), await asked(people, "o060")
    clerk, manager = people.staff("c01"), people.staff("m01")
    to = "w12" if main.assignee == "w11" else "w11"
    colleague = people.staff(to)
    worker = people.staff(main.assignee)
    await worker.done(f"{main.path}/accept", {})
    view = await worker.done(f"{main.path}/transfer", {"to": to, "reason": "要动用机械"})
    assert view["assignee"] == main.assignee
    asks = (await colleague.get("/api/v1/requests", asked="true")).json["requests"]
    assert main.request_id in [one["request_id"] for one in asks]
    view = await colleague.done(f"{main.path}/transfer/accept", {})
    assert (view["assignee"], view["status"]) == (to, "accepted")

    first = people.staff(view["first_responder"])
    await first.done(f"{main.path}/hand-over", {"to": "h-svc", "reason": "业主点名"})
    view = await people.staff("h-svc").done(f"{main.path}/hand-over/accept", {})
    assert view["first_responder"] == "h-svc"

    await clerk.done(f"{other.path}/merge", {"into": main.request_id, "reason": "同一片草地"})

    async def leads() -> bool:
        return bool((await seen(manager, main))["followers"] == [other.request_id])

    await eventually(leads)
    await colleague.done(f"{main.path}/resolve", {"outcome": "已修剪"})

    async def both_done() -> bool:
        return bool((await seen(people.owner("o060"), other))["status"] == "resolved")

    await eventually(both_done)
    assert (await seen(people.owner("o060"), other))["outcome"] == "已修剪"


async def test_who_is_late_is_told_who_did_what(people: People) -> None:
    matter = await asked(people, "o001")
    manager, worker = people.staff("m01"), people.staff(matter.assignee)
    version = (await seen(manager, matter))["version"]
    await worker.done(f"{matter.path}/accept", {})
    body = {"staff_id": "w12", "reason": "换人", "version": version}
    late = await manager.post(f"{matter.path}/assign", body)
    assert (late.status, late.json["slug"]) == (409, "stale-version")
    assert "已接单" in late.json["detail"]


async def test_leave_passes_on_what_is_in_hand(people: People) -> None:
    matter, manager, now = await asked(people, "o001"), people.staff("m01"), utc_now()
    body = {
        "staff_id": matter.assignee,
        "from": now.isoformat(),
        "to": (now + timedelta(days=1)).isoformat(),
        "reason": "发烧",
    }
    held = await manager.done("/api/v1/roster/leave", body)

    async def is_passed_on() -> bool:
        return bool((await seen(manager, matter))["assignee"] != matter.assignee)

    await eventually(is_passed_on, within=240)
    (leave,) = (one for one in held["leave"] if one["staff_id"] == matter.assignee)
    await manager.done(f"/api/v1/roster/leave/{leave['leave_id']}/withdraw", {})
