"""The notice board, the readings, the estate's texts and the ranks on a real database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.notifier.channels.book import Contacts
from services.notifier.channels.notices import MongoNotices
from services.notifier.channels.wordings import MongoWordings
from services.notifier.domain.addressees import Scope
from services.notifier.domain.contact import Contact, contact_id, unknown
from services.notifier.domain.kinds import Kind
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notice import Notice, Reading, Wording
from services.notifier.domain.notification import Notification
from services.notifier.domain.rows import BULK, RANKS, URGENT, begin
from services.notifier.domain.template import Template, blank
from services.notifier.store import NotificationLists
from shared.contracts.envelope import Cause
from shared.contracts.words import Outlet
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id, new_id
from shared.store.mongo import Kept, Store
from tests.component.notifier.test_lists import nowhere
from tests.support.told import ESTATE, NOON, OWNER

HOUR = timedelta(hours=1)


class Desk:
    """What notices are kept in."""

    def __init__(self, store: Store) -> None:
        self.rows = NotificationLists(store.repository(Notification, "notifications"))
        self.book = Contacts(store.repository(Contact, "contacts"))
        notices = store.repository(Notice, "notices")
        readings = store.repository(Reading, "notice_readings")
        self.board = MongoNotices(store.database, notices, readings, self.book.kept)
        self.texts = MongoWordings(store.repository(Template, "templates"))

    async def save(self, kept: Kept[Notice], one: Aggregate) -> None:
        """Save under a cause of its own."""
        cause = Cause(id=new_id(), estate=one.estate, at=NOON, correlation=one.id)
        await kept.under(cause).save(one)  # type: ignore[arg-type]


@pytest.fixture
async def desk(mongo_url: str, namespace: str) -> AsyncIterator[Desk]:
    driver: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    database = driver[f"{namespace}hudong_notifier"]
    store = Store(database, nowhere, source="notifier")
    made = Desk(store)
    for one in (made.rows, made.book, made.board, made.texts):
        await one.ensure_indexes()
    async with store.running():
        yield made
    driver.close()


def notice(name: str, **more: object) -> Notice:
    wording = replace(Wording(title="停水", text="明天停水"), **more)  # type: ignore[arg-type]
    return Notice(id=name, estate=ESTATE, wording=wording, drafted_by="c01", drafted_at=NOON)


async def test_a_notice_comes_back_as_it_was_saved_and_when_it_is_due(desk: Desk) -> None:
    saved = notice("n1", scope=Scope(units=("3-2",)), expires_at=NOON + HOUR)
    saved.send("m01", None, NOON)
    await desk.save(desk.board.kept, saved)
    assert await desk.board.due(NOON) == []
    assert await desk.board.due(NOON + HOUR) == [saved]


async def test_owners_see_what_stands(desk: Desk) -> None:
    over = notice("n2", expires_at=NOON + timedelta(seconds=1))
    for one in (notice("n1"), over, notice("n3")):
        if one.id != "n3":
            one.send("m01", None, NOON - HOUR)
            one.begin(1, NOON)
        await desk.save(desk.board.kept, one)
    found = await desk.board.current(ESTATE, NOON + HOUR)
    assert [one.id for one in found] == ["n1"]
    page = await desk.board.drafted(ESTATE, NOON + HOUR)
    assert [one.id for one in page] == ["n3", "n2", "n1"]
    assert [one.id for one in await desk.board.drafted(ESTATE, NOON, "n2")] == ["n1"]


async def test_the_first_list_of_recipients_stands(desk: Desk) -> None:
    for people in (["o1", "o2"], ["o3"]):
        await desk.board.write_down(notice("n1"), people)
    await desk.board.forget(ESTATE, "o2")
    assert await desk.board.whom("n1") == ("o1", "forgotten")


async def test_an_hour_has_no_more_turns_than_it_has(desk: Desk) -> None:
    many = [notice(f"n{number}") for number in range(6)]
    given = await asyncio.gather(*(desk.board.turn(one, NOON, 3) for one in many))
    assert [one is None for one in given].count(True) == 3
    assert {one for one in given if one} == {NOON + HOUR}
    winner = many[given.index(None)]
    assert await desk.board.turn(winner, NOON, 3) is None
    assert await desk.board.turn(notice("late"), NOON + HOUR, 3) is None


async def test_readings_are_found_by_notice_and_by_person(desk: Desk) -> None:
    reading = Reading(
        id=derived_id("reading", "n1", "o1"), estate=ESTATE, notice="n1", person="o1", read_at=NOON
    )
    await desk.save(desk.board.reads, reading)  # type: ignore[arg-type]
    assert await desk.board.readings("n1") == {"o1": NOON}
    assert await desk.board.read_by("o1", ["n1", "n2"]) == {"n1": NOON}


async def test_a_withdrawn_notice_is_known_as_such(desk: Desk) -> None:
    one = notice("n1")
    one.withdraw("m01", "写错了", NOON)
    await desk.save(desk.board.kept, one)
    assert [await desk.board.is_withdrawn(name) for name in ("n1", "n2")] == [True, False]


async def test_owners_and_their_wishes_come_back(desk: Desk) -> None:
    contact = unknown(ESTATE, "o1")
    contact.hear(OWNER)
    contact.wish((), None, None, {Kind.NOTICE: (), Kind.RESULT: (Outlet.SMS,)}, "en")
    await desk.save(desk.book.kept, contact)  # type: ignore[arg-type]
    assert await desk.board.owners(ESTATE) == [contact]
    assert contact.id == contact_id(ESTATE, "o1")


async def test_the_estates_texts_are_found(desk: Desk) -> None:
    text = blank(ESTATE, "owner.accepted")
    text.write("好", "m01", NOON)
    await desk.save(desk.texts.kept, text)  # type: ignore[arg-type]
    assert await desk.texts.of(ESTATE) == {"owner.accepted": "好"}


async def test_urgent_rows_come_first_and_those_from_before_there_were_ranks_too(
    desk: Desk,
) -> None:
    for name, more in (("m1", {"bulk": True}), ("m2", {}), ("m3", {"urgent": True}), ("m4", {})):
        letter = Letter(
            estate=ESTATE, recipient="o1", cause=name, because="x", about="r1", text="好"
        )
        reach = (Reach(outlet=Outlet.SMS, to="13900000001"),)
        row = begin(replace(letter, **more), reach, NOON)  # type: ignore[arg-type]
        await desk.save(desk.rows.kept, row)  # type: ignore[arg-type]
    old = {"letter.cause": "m4"}
    await desk.rows.kept.collection.update_one(old, {"$unset": {"rank": ""}})
    assert await causes(desk, RANKS) == ["m3", "m2", "m4", "m1"]
    assert await causes(desk, (URGENT,)) == ["m3"]
    assert await causes(desk, (BULK,)) == ["m1"]


async def causes(desk: Desk, ranks: Sequence[int | None]) -> list[str]:
    pages = [page async for page in desk.rows.due(NOON + HOUR, 9, ranks)]
    return [row.letter.cause for page in pages for row in page]
