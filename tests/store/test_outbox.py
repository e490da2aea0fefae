"""What was saved is told: at once, after a failure, after a crash, and by one sweeper only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from pymongo.errors import PyMongoError

from shared.contracts.envelope import read
from shared.kernel.clock import Clock, utc_now
from shared.kernel.errors import Unavailable
from shared.runtime.mongo import Database
from shared.store.mongo import Kept, Store
from tests.support.eventually import eventually
from tests.support.things import Thing, because, thing


class Wire:
    """A broker in the hand: takes what is published, unless it is down."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.down = False

    async def __call__(self, kind: str, identity: str, body: bytes) -> None:
        """Take one event."""
        await asyncio.sleep(0)
        if self.down:
            raise Unavailable("down")
        self.told.append(read(body).data["name"])


def _later() -> datetime:
    return utc_now() + timedelta(minutes=1)


@asynccontextmanager
async def _running(
    database: Database, wire: Wire, clock: Clock = _later
) -> AsyncIterator[Kept[Thing]]:
    """Run a store; by ``clock``, its sweeper finds leftovers due at once."""
    store = Store(database, wire, source="things", clock=clock)
    kept = store.repository(Thing, "things")
    async with store.running():
        yield kept


async def _unsent(database: Database) -> int:
    return len([d async for d in database["things"].find({"unsent_at": {"$exists": True}})])


async def _nothing_unsent(database: Database) -> bool:
    return await _unsent(database) == 0


async def test_an_event_is_told_after_the_save_and_leaves_the_outbox(database: Database) -> None:
    wire = Wire()
    async with _running(database, wire) as things:
        await things.under(because()).save(thing("t1", "a"))
    assert (wire.told, await _unsent(database)) == (["a"], 0)


async def test_two_saves_of_one_thing_are_told_in_order(database: Database) -> None:
    wire = Wire()
    async with _running(database, wire, utc_now) as things:
        work = things.under(because())
        made = thing("t1")
        for text in "abcdefgh":
            made.note(text)
            await work.save(made)
    assert "".join(wire.told) == "abcdefgh"


async def test_a_save_whose_end_is_unknown_is_left_alone_by_the_sweeper(
    database: Database,
) -> None:
    down, wire = Wire(), Wire()
    down.down = True
    async with _running(database, down, utc_now) as things:
        await things.under(because()).save(thing("t1", "a"))
    mine = Store(database, wire, source="things", clock=_later).repository(Thing, "things")
    saving = asyncio.create_task(mine.under(because()).save(thing("t1")))
    await asyncio.sleep(0)
    await mine.sweeper.turn()
    early = list(wire.told)
    saving.cancel()
    await asyncio.wait([saving])
    await mine.sweeper.turn()
    assert (early, wire.told) == ([], ["a"])


async def test_what_the_broker_did_not_take_is_told_when_it_is_back(database: Database) -> None:
    wire = Wire()
    async with _running(database, wire) as things:
        wire.down = True
        await things.under(because()).save(thing("t1", "a"))
        wire.down = False
        await eventually(partial(_nothing_unsent, database))
    assert wire.told == ["a"]


async def test_a_save_on_top_of_an_untold_one_loses_neither(database: Database) -> None:
    wire = Wire()
    wire.down = True
    async with _running(database, wire) as things:
        await things.under(because()).save(thing("t1", "a"))
        work = things.under(because())
        again = await work.get("t1")
        again.note("b")
        wire.down = False
        await work.save(again)
        await eventually(partial(_nothing_unsent, database))
    assert set(wire.told) == {"a", "b"}


async def test_two_sweepers_tell_what_a_crash_left_only_once(database: Database) -> None:
    down, wire = Wire(), Wire()
    down.down = True
    async with _running(database, down) as things:
        await asyncio.gather(
            *(things.under(because()).save(thing(f"t{n}", str(n))) for n in range(150))
        )
    async with _running(database, wire), _running(database, wire):
        await eventually(lambda: len(wire.told) >= 150)
    assert len(wire.told) == len(set(wire.told)) == 150


async def test_a_document_that_cannot_be_saved_harms_no_neighbour(database: Database) -> None:
    async with _running(database, Wire()) as things:
        huge = thing("huge", "x" * 17_000_000)
        outcomes = await asyncio.gather(
            *(things.under(because()).save(t) for t in (thing("t1"), huge, thing("t2"))),
            return_exceptions=True,
        )
    assert [isinstance(outcome, PyMongoError) for outcome in outcomes] == [False, True, False]


async def test_words_that_no_database_can_write_harm_no_neighbour(database: Database) -> None:
    broken = thing("broken")
    broken.notes.append("\ud800")
    async with asyncio.timeout(60), _running(database, Wire()) as things:
        outcomes = await asyncio.gather(
            *(things.under(because()).save(t) for t in (thing("t1"), broken, thing("t2"))),
            return_exceptions=True,
        )
        await things.under(because()).save(thing("t3"))
    assert [type(outcome) for outcome in outcomes] == [type(None), UnicodeEncodeError, type(None)]


async def test_what_a_failed_group_did_commit_is_no_conflict(database: Database) -> None:
    wire = Wire()
    async with asyncio.timeout(60), _running(database, wire) as things:
        await things.under(because()).save(thing("old"))
        work = things.under(because())
        broken = await work.get("old")
        broken.notes.append("\ud800")
        outcomes = await asyncio.gather(
            things.under(because()).save(thing("new", "a")),
            work.save(broken),
            return_exceptions=True,
        )
    assert [type(outcome) for outcome in outcomes] == [type(None), UnicodeEncodeError]
    assert wire.told == ["a"]
