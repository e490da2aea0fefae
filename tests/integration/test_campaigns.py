"""A campaign from the file to the workbook, on a real broker and a real database."""

import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.environment import Place as Installed
from services.survey.app import build
from services.survey.settings import Settings
from shared.bus.listener import listening
from shared.bus.publisher import Publisher, open_publisher
from shared.contracts.envelope import Envelope, wrap
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from shared.runtime.mongo import open_database
from tests.support.eventually import eventually
from tests.support.surveying import cause
from tests.support.tokens import Tokens

HOUSEHOLDS = 24
TOML = """
[[questions]]
id = "overall"
kind = "scale"
text = "满意吗"

[[questions]]
id = "wish"
kind = "words"
text = "希望"
required = false
"""


@dataclass
class Estate:
    """The service, its manager, and what it says."""

    client: TestClient  # type: ignore[type-arg]
    publish: Publisher
    manager: dict[str, str]
    settings: Settings
    heard: list[Envelope] = field(default_factory=list)

    def paths(self, kind: str = "survey.campaign-invited.v1") -> list[str]:
        return [str(one.data["path"]) for one in self.heard if one.type == kind]

    async def told(self, number: int) -> None:
        """Tell of an owner until the service hears it."""
        place = Place(building=str(number % 2 + 1), unit="1", room=str(number))
        event = OwnerChanged(
            owner_id=f"o{number}", household_id=f"h{number}", name="业主", place=place, version=1
        )
        envelope = wrap(
            event, cause=cause(new_id(), utc_now()), source="gateway", subject=event.owner_id
        )

        async def heard() -> bool:
            with suppress(Unavailable):
                await self.publish(envelope.type, envelope.id, envelope.to_json())
                return True
            return False

        await eventually(heard)

    async def ask(self, method: str, path: str, json: object = None) -> Any:
        at = f"/api/v1/campaigns{path}"
        response = await self.client.request(method, at, json=json, headers=self.manager)
        assert response.status < 300, await response.text()
        return await response.json()

    async def plan(self, *, anonymous: bool) -> str:
        now = utc_now()
        form = {
            "title": "半年调查",
            "toml": TOML,
            "anonymous": anonymous,
            "opens_at": now.isoformat(),
            "closes_at": (now + timedelta(days=7)).isoformat(),
        }
        return str((await self.ask("POST", "", form))["campaign_id"])

    async def answer(self, path: str, mark: int, words: str = "") -> int:
        form = {"answers": {"overall": mark, "wish": words}}
        token = path.rpartition("/")[2]
        response = await self.client.post(f"/api/v1/ballots/{token}/answer", json=form)
        return response.status


@pytest.fixture
async def estate(place: Installed, token: Tokens) -> AsyncIterator[Estate]:
    settings = Settings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        namespace=place.namespace,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
        survey_secret_file=place.keys.survey_secret_file,
        campaign_people_a_second=10_000,
        campaign_by_day=False,
        count_seconds=0.2,
    )
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(TestClient(TestServer(build(settings))))
        publish = await stack.enter_async_context(open_publisher(settings, "probe"))
        estate = Estate(client, publish, token.header(Role.MANAGER), settings)

        async def hear(envelope: Envelope) -> None:
            estate.heard.append(envelope)

        await stack.enter_async_context(listening(settings, "probe", hear))
        for number in range(HOUSEHOLDS):
            await estate.told(number)
        yield estate


async def test_every_household_is_asked_once_and_answers_once(estate: Estate) -> None:
    campaign = await estate.plan(anonymous=True)
    await eventually(lambda: len(estate.paths()) == HOUSEHOLDS, within=160)

    for number, path in enumerate(estate.paths()):
        assert await estate.answer(path, number % 5 + 1, "电梯总坏" if number else "=1+1") == 200
    assert await estate.answer(estate.paths()[0], 5) == 409
    await estate.ask("POST", f"/{campaign}/close", {})

    async def counted() -> bool:
        return bool((await estate.ask("GET", f"/{campaign}/results"))["counted"] == HOUSEHOLDS)

    await eventually(counted, within=240)
    shown = await estate.ask("GET", f"/{campaign}/results")
    assert (shown["invited"], shown["answered"], shown["rate"]) == (HOUSEHOLDS, HOUSEHOLDS, 1.0)
    book = await _book(estate, campaign)
    said = [row[2].value for row in book["业主原话"].iter_rows(min_row=2)]
    assert "'=1+1" in said
    assert {row[0].value for row in book["业主原话"].iter_rows(min_row=2)} == {"希望"}
    assert {row[2].data_type for row in book["业主原话"].iter_rows(min_row=2)} == {"s"}


async def test_once_counted_nothing_in_the_database_joins_household_and_answer(
    estate: Estate,
) -> None:
    campaign = await estate.plan(anonymous=True)
    await eventually(lambda: len(estate.paths()) == HOUSEHOLDS, within=160)
    for path in estate.paths():
        await estate.answer(path, 4, "停车难")
    await estate.ask("POST", f"/{campaign}/close", {})

    async with open_database(estate.settings, "survey") as database:

        async def done() -> bool:
            counted = sum([one["n"] async for one in database["ballots"].find({})])
            held = await database["ballots"].find_one({"members": {"$exists": True}})
            return counted == HOUSEHOLDS and held is None

        await eventually(done, within=240)
        envelopes = [one async for one in database["envelopes"].find({})]
        tickets = [one async for one in database["tickets"].find({})]
        pages = [one async for one in database["ballots"].find({})]

    assert {key for one in tickets for key in one} == {
        *("_id", "estate", "campaign", "household", "building", "bucket", "spent", "receipt")
    }
    assert {key for one in envelopes for key in one} == {"_id", "estate", "campaign", "sending"}
    assert not {one["_id"] for one in envelopes} & {one["_id"] for one in tickets}
    assert {key for one in pages for key in one} == {
        *("_id", "estate", "campaign", "building", "answers", "n", "counts")
    }
    assert sum(one["n"] for one in pages) == HOUSEHOLDS
    assert min(one["n"] for one in pages) >= 5


async def _book(estate: Estate, campaign: str) -> openpyxl.Workbook:
    path = f"/api/v1/campaigns/{campaign}/results.xlsx"
    response = await estate.client.get(path, headers=estate.manager)
    assert response.status == 200, await response.text()
    return openpyxl.load_workbook(io.BytesIO(await response.read()))
