"""Many sends are recorded at one stroke, each row as if it had been saved by itself."""

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest

from services.notifier.channels.takings import MOST, MongoTakings
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import Notification, State
from services.notifier.domain.rows import begin
from shared.contracts.envelope import Cause
from shared.contracts.words import Outlet
from shared.kernel.ids import new_id
from shared.runtime.mongo import open_database
from shared.runtime.settings import ServiceSettings
from shared.store.mongo import Kept, Store
from tests.support.told import ESTATE, NOON

WAIT = timedelta(minutes=5)


@pytest.fixture
async def kept(mongo_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Kept[Notification]]:
    settings = ServiceSettings(
        amqp_url="amqp://unused",
        mongo_url=mongo_url,
        jwt_public_keys_file=tmp_path,
        namespace=namespace,
    )

    async def publish(kind: str, identity: str, body: bytes) -> None:
        raise AssertionError("nothing is told of a taking")

    async with open_database(settings, "notifier") as database:
        store = Store(database, publish, source="notifier")
        kept = store.repository(Notification, "notifications")
        async with store.running():
            yield kept


def cause() -> Cause:
    return Cause(id=new_id(), estate=ESTATE, at=NOON, correlation="r1")


async def leased(kept: Kept[Notification], name: str, saves: int = 1) -> Notification:
    letter = Letter(
        estate=ESTATE, recipient=name, cause=name, because="x.v1", about="r1", text="t", chased=True
    )
    row = begin(letter, (Reach(outlet=Outlet.SMS, to="13900000001"),), NOON)
    for _ in range(saves):
        await kept.under(cause()).save(row)
    return row


async def taken(takings: MongoTakings, *rows: Notification) -> list[bool]:
    for row in rows:
        row.accept(f"${row.letter.recipient}", NOON, WAIT)
    return await asyncio.gather(*(takings.record(row) for row in rows))


async def found(kept: Kept[Notification], row: Notification) -> Notification:
    return await kept.under(cause()).get(row.id)


async def test_each_row_is_as_if_it_had_been_saved_alone(kept: Kept[Notification]) -> None:
    rows = [await leased(kept, f"o{number}", saves=1 + number % 2) for number in range(7)]
    assert await taken(MongoTakings(kept), *rows) == [True] * 7
    assert [await found(kept, row) for row in rows] == rows
    assert {row.provider_id for row in rows} == {f"$o{number}" for number in range(7)}


async def test_what_somebody_else_has_changed_is_left_as_it_is(kept: Kept[Notification]) -> None:
    row, other = await leased(kept, "o1"), await leased(kept, "o2")
    faster = deepcopy(row)
    faster.deliver(NOON)
    faster.events.clear()
    await kept.under(cause()).save(faster)
    told = await taken(MongoTakings(kept), row, other)
    assert not told[0]
    assert (await found(kept, row)).state is State.DELIVERED


async def test_another_estate_s_row_of_that_name_is_not_touched(kept: Kept[Notification]) -> None:
    row = await leased(kept, "o1")
    stranger = deepcopy(row)
    stranger.estate = "elsewhere"
    assert await taken(MongoTakings(kept), stranger) == [False]
    assert (await found(kept, row)).state is State.SENDING


async def test_whoever_waits_while_one_command_is_under_way_goes_with_the_next(
    kept: Kept[Notification],
) -> None:
    takings, rows = MongoTakings(kept), [await leased(kept, f"o{number}") for number in range(5)]
    first = asyncio.create_task(taken(takings, rows[0]))
    await asyncio.sleep(0)
    assert await taken(takings, *rows[1:]) == [True] * 4
    assert await first == [True]


async def test_one_who_comes_behind_a_load_that_was_given_up_is_written_too(
    kept: Kept[Notification],
) -> None:
    rows = await asyncio.gather(*(leased(kept, f"o{number}") for number in range(MOST + 2)))
    takings = MongoTakings(kept)
    first = asyncio.create_task(taken(takings, rows[0]))
    given_up = [asyncio.create_task(taken(takings, row)) for row in rows[1:-1]]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for one in given_up:
        one.cancel()
    async with asyncio.timeout(60):
        assert await taken(takings, rows[-1]) == [True]
    assert await first == [True]
    await asyncio.gather(*given_up, return_exceptions=True)
