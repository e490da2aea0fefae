"""Days long past are read as they were sealed, until one of their requests changes."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.router.channels.report_days import SealedDays, Unsealing
from services.router.channels.reports import ReportArchive
from services.router.domain.reports import Question
from services.router.domain.request import Request
from shared.contracts.envelope import Cause
from shared.kernel.ids import new_id
from shared.store.mongo import Kept, Store
from tests.support.routing import ESTATE, act_at, at, taken_up

NOW = at("2026-11-23 12:00")
YEAR = Question(estate=ESTATE, since=at("2025-11-24 00:00"), until=at("2026-11-24 00:00"))


async def nowhere(kind: str, identity: str, body: bytes) -> None:
    """Take an event and forget it."""


@pytest.fixture
async def kept(mongo_url: str, namespace: str) -> AsyncIterator[Kept[Request]]:
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    database = client.get_database(f"{namespace}router")
    store = Store(database, nowhere, source="router")
    requests: Kept[Request] = store.repository(Request, "requests")
    await SealedDays(requests).prepare()
    async with store.running():
        yield requests
    client.close()


async def put(kept: Kept[Request], days: int) -> Request:
    """Keep a request that was submitted so many days ago."""
    request = taken_up()
    request.submitted_at = NOW - timedelta(days=days)
    await kept.under(_cause(request)).save(request)
    return request


async def assignees(kept: Kept[Request]) -> list[str | None]:
    archive = ReportArchive(kept, _now)
    return [one.assignee async for one in archive.facts(YEAR)]


async def behind_our_back(kept: Kept[Request]) -> None:
    await kept.collection.update_many({}, {"$set": {"assignee": "nobody"}})


async def test_a_day_long_past_is_read_once(kept: Kept[Request]) -> None:
    await put(kept, 100)
    before = await assignees(kept)
    await behind_our_back(kept)
    assert await assignees(kept) == before == ["w02"]


async def test_the_days_of_this_week_are_read_as_they_are(kept: Kept[Request]) -> None:
    await put(kept, 3)
    await assignees(kept)
    await behind_our_back(kept)
    assert await assignees(kept) == ["nobody"]


async def test_a_request_that_changes_opens_its_day(kept: Kept[Request]) -> None:
    old, other = await put(kept, 100), await put(kept, 200)
    await assignees(kept)
    cause = _cause(old)
    requests = Unsealing(kept.under(cause), SealedDays(kept), cause)
    request = await requests.get(old.id)
    request.assign(act_at("2026-11-23 12:00", "h-eng"), "w01", "换人")
    await requests.save(request)
    await kept.collection.update_one({"_id": other.id}, {"$set": {"assignee": "nobody"}})
    assert await assignees(kept) == ["w01", "w02"]


async def test_sealed_days_are_the_estates_own(kept: Kept[Request]) -> None:
    await put(kept, 100)
    await assignees(kept)
    days = SealedDays(kept)
    assert await days.between("other", (YEAR.since, YEAR.until)) == {}
    assert len(await days.between(ESTATE, (YEAR.since, YEAR.until))) > 300


def _cause(request: Request) -> Cause:
    return Cause(id=new_id(), estate=ESTATE, at=NOW, correlation=request.id)


def _now() -> datetime:
    return NOW
