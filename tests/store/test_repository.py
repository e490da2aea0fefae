"""One suite for every store: in memory, and over the real wire protocol."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import pytest

from shared.contracts.envelope import Cause
from shared.kernel.errors import Conflict, Missing, Seen
from shared.runtime.mongo import open_database
from shared.runtime.settings import ServiceSettings
from shared.store.mongo import Store
from shared.store.port import Repository
from tests.support.memory import Memory
from tests.support.things import Thing, because, thing


class Things(Protocol):
    """Whatever keeps things."""

    def under(self, cause: Cause) -> Repository[Thing]: ...


async def _published(kind: str, identity: str, body: bytes) -> None:
    await asyncio.sleep(0)


@pytest.fixture(params=["memory", "mongo"])
async def things(
    request: pytest.FixtureRequest, namespace: str, tmp_path: Path
) -> AsyncIterator[Things]:
    if request.param == "memory":
        yield Memory[Thing]()
        return
    settings = ServiceSettings(
        amqp_url="amqp://unused",
        mongo_url=request.getfixturevalue("mongo_url"),
        jwt_public_keys_file=tmp_path,
        namespace=namespace,
    )
    async with open_database(settings, "things") as database:
        store = Store(database, _published, source="things")
        kept = store.repository(Thing, "things")
        async with store.running():
            yield kept


async def test_what_was_saved_comes_back_whole(things: Things) -> None:
    await things.under(because()).save(thing("t1", "a", "b"))
    found = await things.under(because()).get("t1")
    assert (found.notes, found.role, found.version) == (["a", "b"], "clerk", 1)


async def test_what_was_never_saved_is_missing(things: Things) -> None:
    with pytest.raises(Missing):
        await things.under(because()).get("t1")


async def test_another_estate_s_is_not_there(things: Things) -> None:
    await things.under(because()).save(thing("t1"))
    assert await things.under(because(estate="other")).find("t1") is None


async def test_the_second_of_two_who_read_the_same_is_told_so(things: Things) -> None:
    await things.under(because()).save(thing("t1"))
    one, two = things.under(because()), things.under(because())
    first, second = await one.get("t1"), await two.get("t1")
    await one.save(first)
    with pytest.raises(Conflict):
        await two.save(second)


async def test_of_a_hundred_that_race_exactly_one_wins(things: Things) -> None:
    async def create(text: str) -> None:
        await things.under(because()).save(thing("t1", text))

    outcomes = await asyncio.gather(*(create(str(n)) for n in range(100)), return_exceptions=True)
    assert [type(o) for o in outcomes if o is not None] == [Conflict] * 99


async def test_a_cause_that_was_handled_is_seen_again(things: Things) -> None:
    await things.under(because("message-1")).save(thing("t1"))
    with pytest.raises(Seen):
        await things.under(because("message-1")).get("t1")


async def test_a_later_save_does_not_make_an_earlier_cause_forgotten(things: Things) -> None:
    await things.under(because("message-1")).save(thing("t1"))
    later = things.under(because("message-2"))
    await later.save(await later.get("t1"))
    with pytest.raises(Seen):
        await things.under(because("message-1")).find("t1")


async def test_the_same_work_may_save_twice(things: Things) -> None:
    work = things.under(because())
    made = thing("t1", "a")
    await work.save(made)
    made.note("b")
    await work.save(made)
    assert (await things.under(because()).get("t1")).notes == ["a", "b"]
