"""Lists and the sweep's question, asked of a real database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.router.domain.request import Request, take_up
from services.router.domain.rights import Person, scopes
from services.router.ports import Listing
from services.router.store import RequestLists
from shared.contracts.envelope import Cause
from shared.contracts.words import Category, Role, Status, Urgency
from shared.kernel.ids import new_id
from shared.store.mongo import Kept, Store
from tests.support.routing import ESTATE, act_at, at, submission, taken_up, verdict

NOON = at("2026-11-23 12:00")
MANAGER = Person(id="m01", role=Role.MANAGER)


async def nowhere(kind: str, identity: str, body: bytes) -> None:
    """Take an event and forget it."""


@pytest.fixture
async def kept(mongo_url: str, namespace: str) -> AsyncIterator[Kept[Request]]:
    """Yield an empty collection of requests."""
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    database = client.get_database(f"{namespace}router")
    store = Store(database, nowhere, source="router")
    requests = store.repository(Request, "requests")
    async with store.running():
        yield requests
    client.close()


@pytest.fixture
async def lists(kept: Kept[Request]) -> RequestLists:
    """Return lists over five requests, an hour apart, the newest at noon."""
    found = RequestLists(kept)
    await found.prepare()
    for hours in range(5):
        request = taken_up(urgency=Urgency.URGENT if hours == 3 else Urgency.GENERAL)
        request.submitted_at = NOON - timedelta(hours=hours)
        request.number = f"n{hours}"
        if hours % 2:
            request.accept(act_at("2026-11-23 10:01", "w01"))
        await save(kept, request)
    return found


async def save(kept: Kept[Request], request: Request) -> None:
    cause = Cause(id=new_id(), estate=ESTATE, at=NOON, correlation=request.id)
    await kept.under(cause).save(request)


def listing(who: Person, limit: int = 9, **where: str) -> Listing:
    return Listing(
        estate=ESTATE,
        scopes=scopes(who),
        where=where,
        before=(NOON + timedelta(minutes=1), "~"),
        limit=limit,
    )


def of(*categories: Category) -> Listing:
    return replace(listing(MANAGER), categories=frozenset(categories))


def among(*states: Status, since: timedelta | None = None, **where: str) -> Listing:
    found = replace(listing(MANAGER), where=where)
    earliest = NOON - since if since is not None else None
    return replace(found, states=frozenset(states), since=earliest)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (listing(MANAGER), ["n0", "n1", "n2", "n3", "n4"]),
        (listing(MANAGER, limit=2), ["n0", "n1"]),
        (listing(MANAGER, status="accepted"), ["n1", "n3"]),
        (listing(MANAGER, urgency="urgent"), ["n3"]),
        (listing(MANAGER, assignee="w02"), ["n0", "n2", "n4"]),
        (listing(MANAGER, status="closed"), []),
        (of(Category.REPAIR, Category.FEES), ["n0", "n1", "n2", "n3", "n4"]),
        (of(Category.FEES), []),
        (among(Status.ACCEPTED, Status.CLOSED), ["n1", "n3"]),
        (among(Status.ASSIGNED, since=timedelta(hours=2)), ["n0", "n2"]),
        (among(since=timedelta(hours=1), urgency="general"), ["n0", "n1"]),
        (listing(Person(id="o1", role=Role.OWNER)), ["n0", "n1", "n2", "n3", "n4"]),
        (listing(Person(id="o2", role=Role.OWNER)), []),
        (listing(Person(id="w01", role=Role.WORKER, department="cleaning")), ["n1", "n3"]),
        (listing(Person(id="w09", role=Role.WORKER, department="engineering")), ["n0", "n2", "n4"]),
    ],
)
async def test_a_list_holds_what_was_asked_for_the_newest_first(
    lists: RequestLists, asked: Listing, expected: list[str]
) -> None:
    assert [request.number for request in await lists.page(asked)] == expected


async def test_what_somebody_should_answer_is_listed(
    kept: Kept[Request], lists: RequestLists
) -> None:
    request = taken_up()
    request.propose_transfer(act_at("2026-11-23 10:30", "w02"), "换班", to="w05")
    await save(kept, request)
    asked = Person(id="w05", role=Role.WORKER, department="cleaning")
    for wanted in (listing(asked), listing(asked, asks="w05")):
        assert [one.id for one in await lists.page(wanted)] == [request.id]


async def test_a_request_is_found_by_its_number_in_its_own_estate(lists: RequestLists) -> None:
    found = await lists.numbered(ESTATE, "n2")
    assert found
    assert found.number == "n2"
    assert await lists.numbered("other", "n2") is None


async def test_what_is_unconfirmed_is_listed(kept: Kept[Request], lists: RequestLists) -> None:
    act = act_at("2026-11-23 10:00")
    request = take_up(submission(act.at), verdict(confidence=0.3), act)
    await save(kept, request)
    found = await lists.page(listing(MANAGER, confirmation="unconfirmed"))
    assert [one.id for one in found] == [request.id]


async def test_what_became_of_the_requests_of_a_time_is_read_for_the_report(
    lists: RequestLists,
) -> None:
    found = await lists.answered_for(ESTATE, NOON - timedelta(hours=3), NOON)
    assert [(one.first_responder, one.missed) for one in found] == [("c02", False)] * 3


async def test_what_waits_comes_in_the_order_of_its_moments(lists: RequestLists) -> None:
    waiting = await lists.waiting(at("2026-11-27 12:00"))
    assert len(waiting) == 5
    assert [one.next_at for one in waiting] == sorted(one.next_at for one in waiting)


async def test_nothing_waits_before_its_moment(lists: RequestLists) -> None:
    assert await lists.waiting(at("2026-11-23 10:00")) == []


async def test_everybodys_load_is_counted(lists: RequestLists) -> None:
    assert await lists.count(at("2026-11-23 10:00")) == {(ESTATE, "w01"): 2, (ESTATE, "w02"): 3}


async def test_what_somebody_holds_is_found(lists: RequestLists) -> None:
    assert len(await lists.held_by(ESTATE, "w01")) == 2


async def test_a_request_comes_back_as_it_was_saved(
    kept: Kept[Request], lists: RequestLists
) -> None:
    request = taken_up()
    request.accept(act_at("2026-11-23 10:30", "w02"))
    request.pause(act_at("2026-11-23 11:00", "w02"), "等待配件")
    await save(kept, request)
    assert await lists.find(ESTATE, request.id) == request
