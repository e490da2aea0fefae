"""The notifier's lists and contacts on a real database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.notifier.channels.book import Contacts
from services.notifier.domain.contact import Contact, contact_id, unknown
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import LEASE, Notification
from services.notifier.domain.rows import begin
from services.notifier.store import NotificationLists
from shared.contracts.envelope import Cause
from shared.contracts.words import Outlet
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.store.mongo import Store
from tests.support.told import CLERK, ESTATE, NOON, OWNER, REQUEST

LATER = NOON + LEASE


async def nowhere(_: str, __: str, ___: bytes) -> None:
    """Publish to nobody."""


class Kept:
    """The notifier's collections in a database of the test's own."""

    def __init__(self, store: Store) -> None:
        self.lists = NotificationLists(store.repository(Notification, "notifications"))
        self.book = Contacts(store.repository(Contact, "contacts"))

    async def save(self, row: Notification | Contact) -> None:
        """Save under a cause of its own."""
        cause = Cause(id=new_id(), estate=row.estate, at=NOON, correlation=row.id)
        if isinstance(row, Notification):
            await self.lists.kept.under(cause).save(row)
        else:
            await self.book.kept.under(cause).save(row)


@pytest.fixture
async def kept(mongo_url: str, namespace: str) -> AsyncIterator[Kept]:
    driver: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    database = driver[f"{namespace}hudong_notifier"]
    store = Store(database, nowhere, source="notifier")
    made = Kept(store)
    await made.lists.ensure_indexes()
    await made.book.ensure_indexes()
    async with store.running():
        yield made
    driver.close()


def row(message: str, outlet: Outlet = Outlet.SMS, *, estate: str = ESTATE) -> Notification:
    letter = Letter(
        estate=estate,
        recipient="o1",
        cause=message,
        because="request.resolved.v1",
        about=REQUEST,
        text="已处理完毕",
        caller="c01",
        not_before=None,
    )
    rest = (Reach(outlet=Outlet.APP, to="o1"),)
    return begin(letter, (Reach(outlet=outlet, to="13900000001"), *rest), NOON)


async def due(kept: Kept, at: datetime, size: int = 10) -> list[Sequence[Notification]]:
    return [page async for page in kept.lists.due(at, size)]


async def test_a_great_many_due_rows_may_take_the_database_its_time(
    kept: Kept, mongo_url: str, namespace: str
) -> None:
    await asyncio.gather(*(kept.save(row(f"m{number}")) for number in range(50)))
    driver: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(
        mongo_url, tz_aware=True, socketTimeoutMS=1
    )
    hasty = Kept(Store(driver[f"{namespace}hudong_notifier"], nowhere, source="notifier"))
    found = [len(page) for page in await due(hasty, LATER, size=20)]
    driver.close()
    assert found == [20, 20, 10]


async def test_a_row_comes_back_as_it_was_saved(kept: Kept) -> None:
    saved = row("m1")
    await kept.save(saved)
    assert await kept.lists.row(saved.id) == saved


async def test_a_row_is_due_from_the_end_of_its_lease(kept: Kept) -> None:
    saved = row("m1")
    await kept.save(saved)
    before = await due(kept, LATER - timedelta(milliseconds=1))
    after = await due(kept, LATER)
    assert (before, [found.id for page in after for found in page]) == ([], [saved.id])


async def test_a_row_at_rest_is_never_due(kept: Kept) -> None:
    saved = row("m1")
    saved.deliver(NOON)
    await kept.save(saved)
    assert not await due(kept, LATER)


async def test_all_that_is_due_comes_once_in_pages_no_larger_than_asked_for(kept: Kept) -> None:
    for number in range(7):
        await kept.save(row(f"m{number}"))
    pages = await due(kept, LATER, 3)
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({found.id for page in pages for found in page}) == 7


async def test_only_one_of_two_claims_is_saved(kept: Kept) -> None:
    await kept.save(row("m1"))
    first, second = [(await due(kept, LATER, 1))[0][0] for _ in range(2)]
    for claimed in (first, second):
        claimed.claim(LATER)
    await kept.save(first)
    with pytest.raises(Conflict):
        await kept.save(second)


async def test_the_inbox_holds_ones_own_app_messages_of_ones_estate(kept: Kept) -> None:
    mine = row("m1", Outlet.APP)
    for other in (mine, row("m2", Outlet.SMS), row("m3", Outlet.APP, estate="other")):
        await kept.save(other)
    found = await kept.lists.inbox(ESTATE, "o1", LATER)
    assert [message.id for message in found] == [mine.id]


async def test_open_calls_are_found_by_caller_and_by_request(kept: Kept) -> None:
    task, done = row("m1", Outlet.PHONE), row("m2", Outlet.PHONE)
    for call in (task, done):
        call.accept("phone-task", NOON, None)
    done.deliver(NOON)
    for call in (task, done):
        await kept.save(call)
    found = [
        *await kept.lists.calls(ESTATE, "c01"),
        *await kept.lists.calls(ESTATE, None),
        *await kept.lists.calls_about(ESTATE, REQUEST),
    ]
    assert [call.id for call in found] == [task.id] * 3


async def test_a_contact_that_changed_is_read_again(kept: Kept) -> None:
    contact = unknown(ESTATE, "o1")
    contact.hear(OWNER)
    await kept.save(contact)
    await kept.book.look_up(ESTATE, {"o1"})
    contact.hear(OWNER.model_copy(update={"version": 2, "phone": "13900000009"}))
    await kept.save(contact)
    kept.book.forget(contact)
    assert (await kept.book.look_up(ESTATE, {"o1"}))["o1"].phone == "13900000009"


async def test_somebody_of_whom_only_wishes_are_known_is_not_found(kept: Kept) -> None:
    stub = unknown(ESTATE, "o1")
    stub.wish((Outlet.SMS,), None, None)
    await kept.save(stub)
    assert not await kept.book.look_up(ESTATE, {"o1"})


async def test_clerks_are_the_active_ones_of_the_estate(kept: Kept) -> None:
    for person, estate, active in (("c1", ESTATE, True), ("c2", ESTATE, False), ("c3", "x", True)):
        clerk = Contact(id=contact_id(estate, person), estate=estate, person=person)
        clerk.hear(CLERK.model_copy(update={"active": active}))
        await kept.save(clerk)
    assert [clerk.person for clerk in await kept.book.clerks(ESTATE)] == ["c1"]
