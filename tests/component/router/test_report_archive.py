"""What reports read of a real database."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.router.channels.reports import ReportArchive
from services.router.domain.reports import By, Question
from services.router.domain.request import Request
from services.router.store import RequestLists
from shared.contracts.envelope import Cause
from shared.contracts.words import ClockName
from shared.kernel.ids import new_id
from shared.store.mongo import Kept, Store
from tests.support.routing import ESTATE, act_at, at, taken_up

NOON = at("2026-11-23 12:00")


async def nowhere(kind: str, identity: str, body: bytes) -> None:
    """Take an event and forget it."""


@pytest.fixture
async def archive(mongo_url: str, namespace: str) -> AsyncIterator[ReportArchive]:
    """Yield what reads four requests, two days apart, the oldest accepted."""
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    database = client.get_database(f"{namespace}router")
    store = Store(database, nowhere, source="router")
    kept: Kept[Request] = store.repository(Request, "requests")
    await RequestLists(kept).prepare()
    async with store.running():
        for number in range(4):
            request = taken_up()
            request.submitted_at, request.number = NOON - timedelta(days=2 * number), f"n{number}"
            if number == 3:
                request.accept(act_at("2026-11-23 10:01", "w02"))
            cause = Cause(id=new_id(), estate=ESTATE, at=NOON, correlation=request.id)
            await kept.under(cause).save(request)
        yield ReportArchive(kept)
    client.close()


def asked(days: int, **where: str) -> Question:
    return Question(
        estate=ESTATE,
        since=NOON - timedelta(days=days),
        until=NOON + timedelta(hours=1),
        where={By(name): value for name, value in where.items()},
    )


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        (asked(30), ["n0", "n1", "n2", "n3"]),
        (asked(3), ["n0", "n1"]),
        (asked(30, building="3"), ["n0", "n1", "n2", "n3"]),
        (asked(30, building="9"), []),
    ],
)
async def test_facts_come_latest_first(
    archive: ReportArchive, question: Question, numbers: list[str]
) -> None:
    assert [one.number async for one in archive.facts(question)] == numbers


async def test_facts_know_their_clocks(archive: ReportArchive) -> None:
    facts = [one async for one in archive.facts(asked(30))][-1]
    assert [(c.stopped, c.missed) for c in facts.of(ClockName.DISPATCH)] == [(True, False)]


async def test_whole_requests_come_earliest_first(archive: ReportArchive) -> None:
    assert [one.number async for one in archive.whole(asked(30))] == ["n3", "n2", "n1", "n0"]
