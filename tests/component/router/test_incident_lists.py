"""Incidents and their members, asked of a real database."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.router.channels.incidents import IncidentShelf
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.recognition import propose
from services.router.domain.request import Request, take_up
from shared.contracts.envelope import Cause
from shared.contracts.words import Urgency
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.store.mongo import Kept, Store
from tests.component.router.test_lists import nowhere
from tests.support.reports import BURST, neighbour
from tests.support.routing import ESTATE, act_at, at, submission, verdict

NOON = at("2026-11-23 12:00")
ACT = act_at("2026-11-23 12:00")


@dataclass(slots=True)
class Shelved:
    """A router's incidents and requests in a database of their own."""

    requests: Kept[Request]
    incidents: Kept[Incident]
    shelf: IncidentShelf

    async def keep(self, *things: Request | Incident) -> None:
        """Save each."""
        for one in things:
            cause = Cause(id=new_id(), estate=ESTATE, at=NOON, correlation=one.id)
            if isinstance(one, Request):
                await self.requests.under(cause).save(one)
            else:
                await self.incidents.under(cause).save(one)


@pytest.fixture
async def kept(mongo_url: str, namespace: str) -> AsyncIterator[Shelved]:
    """Yield empty collections."""
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    database = client.get_database(f"{namespace}incidents")
    store = Store(database, nowhere, source="router")
    requests = store.repository(Request, "requests")
    incidents = store.repository(Incident, "incidents")
    shelf = IncidentShelf(incidents, requests)
    await shelf.prepare()
    async with store.running():
        yield Shelved(requests, incidents, shelf)
    client.close()


def reported(number: int, hours: float = 0, building: str = "3") -> Request:
    when = NOON - timedelta(hours=hours)
    event = submission(when, BURST[0], reporter=neighbour(number, building))
    return take_up(event, verdict(urgency=Urgency.URGENT), ACT)


def made_of(*requests: Request) -> Incident:
    incident = propose([one.report for one in requests], ACT)
    assert incident
    return incident


async def test_reports_of_the_same_are_found_by_their_key_and_time(kept: Shelved) -> None:
    near, old, far = reported(1), reported(2, hours=5), reported(3, building="1")
    await kept.keep(near, old, far)
    found = await kept.shelf.alike(near.alikes[0], NOON - timedelta(hours=2), NOON + timedelta(1))
    assert [one.id for one in found] == [near.id]


async def test_members_are_found_by_their_incident(kept: Shelved) -> None:
    requests = [reported(number) for number in range(3)]
    incident = made_of(*requests)
    requests[1].join(ACT, incident)
    await kept.keep(*requests, incident)
    members = await kept.shelf.members(ESTATE, incident.id)
    assert [(one.id, one.incident) for one in members] == [(requests[1].id, requests[1].incident)]
    assert await kept.shelf.members("other", incident.id) == []


async def test_what_is_current_is_read_again_once_it_has_changed(kept: Shelved) -> None:
    incident = made_of(*(reported(number) for number in range(3)))
    await kept.keep(incident)
    assert [one.id for one in await kept.shelf.current(ESTATE)] == [incident.id]
    incident.current = False
    await kept.keep(incident)
    kept.shelf.forget(ESTATE)
    assert await kept.shelf.current(ESTATE) == []


async def test_an_incident_comes_back_as_it_was_saved(kept: Shelved) -> None:
    incident = made_of(*(reported(number) for number in range(3)))
    incident.confirm(ACT, "3栋主水管爆裂", NOON + timedelta(hours=1))
    incident.update(ACT, "已关阀", None, ())
    await kept.keep(incident)
    assert await kept.shelf.find(ESTATE, incident.id) == incident
    assert await kept.shelf.find("other", incident.id) is None
    assert await kept.shelf.page(ESTATE, NOON + timedelta(minutes=1), 5) == [incident]
    (waiting,) = await kept.shelf.waiting(NOON + timedelta(hours=3))
    assert waiting.request_id == incident.id


async def test_two_routers_that_propose_the_same_collide(kept: Shelved) -> None:
    requests = [reported(number) for number in range(4)]
    await kept.keep(made_of(*requests[:3]))
    with pytest.raises(Conflict):
        await kept.keep(made_of(requests[0], requests[1], requests[3]))


async def test_five_thousand_other_requests_do_not_slow_the_question(kept: Shelved) -> None:
    mine = reported(1)
    document = kept.requests.adapter.dump_python(mine, exclude={"id", "events"})
    others = [
        {**document, "_id": new_id(), "alikes": [f"{ESTATE}|repair|building:{n}"]}
        for n in range(5000)
    ]
    await kept.requests.collection.insert_many(others)
    await kept.keep(mine)
    began = time.perf_counter()
    found = await kept.shelf.alike(mine.alikes[0], NOON - timedelta(hours=2), NOON + timedelta(1))
    assert len(found) <= 2
    assert time.perf_counter() - began < 0.1
