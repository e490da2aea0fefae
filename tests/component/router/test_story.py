"""The router as a whole, with memory for its database: what it hears and what it tells."""

import pytest

from services.router import handlers
from services.router.domain.rights import Person
from shared.contracts.notifications import NotificationDelivered, PageAcknowledged
from shared.contracts.people import StaffChanged
from shared.contracts.requests import (
    RequestAccepted,
    RequestAssigned,
    RequestClosed,
    RequestFedBack,
    RequestReopened,
    RequestResolved,
)
from shared.contracts.words import Category, Outlet, Role, Status, Urgency
from shared.kernel.errors import Conflict, Seen, WrongMove
from shared.kernel.ids import new_id
from tests.support.router_world import World
from tests.support.routing import answer, at, submission

W02 = Person(id="w02", role=Role.WORKER, department="engineering")
W01 = Person(id="w01", role=Role.WORKER, department="engineering")


def delivered(
    request_id: str, recipient: str = "o1", because: str = RequestResolved.type, turn: int = 1
) -> NotificationDelivered:
    return NotificationDelivered(
        notification_id=new_id(),
        recipient=recipient,
        outlet=Outlet.SMS,
        about=request_id,
        because=because,
        delivered_at=at("2026-11-23 11:01"),
        round=turn,
    )


async def resolve(world: World, **more: object) -> str:
    request = await world.submit(**more)  # type: ignore[arg-type]
    for name, move in (
        ("accept", lambda it, act: it.accept(act)),
        ("resolve", lambda it, act: it.resolve(act, "换了阀芯")),
    ):
        await handlers.obey(name, request.id, W02, move, world.work())
    world.told_now()
    return request.id


async def test_a_submission_is_one_save_and_one_event(world: World) -> None:
    await world.submit()
    assert world.requests.saves == 1
    assert [type(event) for event in world.told_now()] == [RequestAssigned]


async def test_a_burst_pipe_at_three_in_the_morning_pages_the_night_shift(world: World) -> None:
    world.now = at("2026-11-23 03:00")
    request = await world.submit("厨房水管爆了,水一直往外喷,快来人")
    assert (request.category, request.urgency) == (Category.REPAIR, Urgency.URGENT)
    assert request.assignee == "w04"


async def test_the_same_submission_twice_is_one_request(world: World) -> None:
    event = submission(world.now)
    await handlers.route(event, world.work())
    await handlers.route(event, world.work())
    assert len(world.told_now(RequestAssigned)) == 1


async def test_work_is_shared_out_by_load(world: World) -> None:
    place = {"building": "6", "unit": "1", "room": "101"}
    given = [(await world.submit("楼道灯坏了一个", place=place)).assignee for _ in range(4)]
    assert sorted(map(str, given)) == ["w01", "w01", "w02", "w02"]


async def test_a_request_before_any_policy_still_becomes_one(world: World) -> None:
    world.files.kept.clear()
    request = await world.submit()
    assert (request.status, request.assignee) == (Status.ASSIGNED, None)
    assert world.told_now(RequestAssigned)


async def test_two_who_accept_at_once_get_one_success_and_one_conflict(world: World) -> None:
    request = await world.submit()
    first, second = world.work(), world.work()
    mine, theirs = [await work.requests.get(request.id) for work in (first, second)]
    mine.accept(await first.act("w02"))
    theirs.accept(await second.act("w01"))
    await first.requests.save(mine)
    with pytest.raises(Conflict):
        await second.requests.save(theirs)
    with pytest.raises(WrongMove):
        await handlers.obey("accept", request.id, W02, lambda it, act: it.accept(act), world.work())


async def test_the_same_command_twice_is_seen(world: World) -> None:
    request, cause = await world.submit(), world.cause("accept")
    await handlers.obey(
        "accept", request.id, W02, lambda it, act: it.accept(act), world.work(cause)
    )
    with pytest.raises(Seen):
        await handlers.obey(
            "accept", request.id, W02, lambda it, act: it.accept(act), world.work(cause)
        )
    assert len(world.told_now(RequestAccepted)) == 1


async def test_the_result_that_arrived_stops_the_feedback_clock(world: World) -> None:
    request_id = await resolve(world)
    await handlers.hear_delivery(delivered(request_id), world.work())
    (event,) = world.told_now()
    assert isinstance(event, RequestFedBack)
    assert (event.outlet, event.at) == (Outlet.SMS, at("2026-11-23 11:01"))


@pytest.mark.parametrize(
    "event",
    [
        {"recipient": "c02"},
        {"because": RequestAssigned.type},
        {"turn": 2},
    ],
)
async def test_what_else_arrived_does_not(world: World, event: dict[str, object]) -> None:
    request_id = await resolve(world)
    await handlers.hear_delivery(delivered(request_id, **event), world.work())  # type: ignore[arg-type]
    assert world.told_now() == []


async def test_what_reached_a_colleague_who_is_new_to_the_router_is_no_feedback(
    world: World,
) -> None:
    request_id = await resolve(world, taken_by="c99")
    await handlers.hear_delivery(delivered(request_id, "c99"), world.work())
    assert world.told_now() == []


async def test_a_receipt_about_something_else_is_passed_over(world: World) -> None:
    await handlers.hear_delivery(delivered(new_id()), world.work())


async def test_a_satisfied_answer_closes(world: World) -> None:
    request_id = await resolve(world)
    kept = world.requests.kept[request_id]
    await handlers.hear_the_owner(answer(kept, "2026-11-23 12:00", satisfied=True), world.work())
    (event,) = world.told_now(RequestClosed)
    assert isinstance(event, RequestClosed)
    assert event.satisfied


async def test_a_dissatisfied_answer_heard_twice_opens_one_new_round(world: World) -> None:
    request_id, cause = await resolve(world), world.cause("survey")
    heard = answer(world.requests.kept[request_id], "2026-11-23 12:00", satisfied=False)
    await handlers.hear_the_owner(heard, world.work(cause))
    with pytest.raises(Seen):
        await handlers.hear_the_owner(heard, world.work(cause))
    assert len(world.told_now(RequestReopened)) == 1


def staff_changed(version: int, *, name: str = "吴九", active: bool = True) -> StaffChanged:
    return StaffChanged(
        staff_id="w09",
        name=name,
        role=Role.WORKER,
        version=version,
        department="engineering",
        skills=(Category.REPAIR,),
        active=active,
    )


async def test_the_newest_word_on_a_member_of_staff_wins(world: World) -> None:
    for version, name in ((2, "吴九"), (3, "吴久"), (1, "旧名")):
        await handlers.know_staff(staff_changed(version, name=name), world.work())
    assert (await world.rules("sample")).staff["w09"].name == "吴久"


async def test_an_old_word_on_staff_is_not_even_saved(world: World) -> None:
    await handlers.know_staff(staff_changed(2), world.work())
    await handlers.know_staff(staff_changed(1), world.work())
    assert world.staff.saves == 1


async def test_who_has_seen_a_page_is_written_down_once(world: World) -> None:
    request = await world.submit()
    seen = PageAcknowledged(
        notification_id="m1", staff_id="w02", request_id=request.id, acknowledged_at=world.now
    )
    for _ in range(2):
        await handlers.hear_page(seen, world.work())
    kept = await world.work().requests.get(request.id)
    assert [(one.what, one.by) for one in kept.history if one.what == "see_page"] == [
        ("see_page", "w02")
    ]


async def test_a_page_of_an_earlier_round_is_passed_over(world: World) -> None:
    request = await world.submit()
    seen = PageAcknowledged(
        notification_id="m1",
        staff_id="w02",
        request_id=request.id,
        acknowledged_at=world.now,
        round=2,
    )
    await handlers.hear_page(seen, world.work())
    assert len((await world.work().requests.get(request.id)).history) == len(request.history)
