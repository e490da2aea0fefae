"""Return calls, campaigns and ballots through real HTTP: who may, and what is refused."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.keys import Keys
from services.survey import api
from services.survey.domain.guessing import Guessing
from services.survey.handlers.resolved import hear_resolved
from services.survey.settings import Settings
from shared.contracts.words import Role
from shared.web.app import service_app
from tests.support.ballot_memory import MemoryBook, MemoryRounds
from tests.support.survey_lists import MemoryLists
from tests.support.surveying import BALLOTS, LINKS, NOON, World, resolved
from tests.support.tokens import Tokens
from tests.support.voices_memory import MemorySheets

Client = TestClient[web.Request, web.Application]
SCALE = {"id": "overall", "kind": "scale", "text": "满意吗"}
PLAN = {
    "title": "停车调查",
    "questions": [SCALE],
    "opens_at": NOON.isoformat(),
    "closes_at": (NOON + timedelta(days=7)).isoformat(),
}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def client(world: World, tmp_path: Path, keys: Keys) -> AsyncIterator[Client]:
    secret = tmp_path / "secret"
    secret.write_bytes(LINKS.secret)
    settings = Settings(
        amqp_url="amqp://nowhere",
        mongo_url="mongodb://nowhere",
        jwt_public_keys_file=keys.jwt_public_keys_file,
        survey_secret_file=secret,
    )
    now: datetime = NOON
    app = service_app("survey", settings, api.routes, clock=lambda: now)
    app[api.WORK] = lambda cause: world.work(cause.id, cause.at)
    app[api.LISTS] = MemoryLists(world.surveys)
    app[api.ROUNDS] = MemoryRounds(world.owners, world.returns, world.campaigns)
    app[api.BOOK], app[api.PAGES] = MemoryBook(world.rules), world.pages
    app[api.SHEETS] = MemorySheets(world.surveys)
    app[api.LINKS], app[api.BALLOTS] = LINKS, BALLOTS
    app[api.GUESSING] = Guessing(tries=3)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_the_list_of_return_calls_leaves_out_ones_own_work(
    world: World, client: Client, token: Tokens
) -> None:
    await hear_resolved(resolved(), world.work())
    for who, number in (("w01", 0), ("c02", 1)):
        header = token.header(Role.CLERK, who)
        found = await (await client.get("/api/v1/return-calls", headers=header)).json()
        assert len(found["calls"]) == number


async def test_a_return_call_says_whom_to_call_and_what_to_say(
    world: World, client: Client, token: Tokens
) -> None:
    await hear_resolved(resolved(), world.work())
    header = token.header(Role.CLERK, "c02")
    [call] = (await (await client.get("/api/v1/return-calls", headers=header)).json())["calls"]
    assert call["phone"] == "139****0001"
    assert "K7M2-Q4XA" in call["script"]


async def test_the_whole_number_is_for_who_makes_the_call(
    world: World, client: Client, token: Tokens
) -> None:
    await hear_resolved(resolved(), world.work())
    [call] = world.returns.kept
    for who, status in (("c02", 200), ("w01", 403)):
        header = token.header(Role.CLERK, who)
        response = await client.post(f"/api/v1/return-calls/{call}/phone", headers=header)
        assert response.status == status


async def test_who_did_the_work_is_refused_with_the_reason(
    world: World, client: Client, token: Tokens
) -> None:
    await hear_resolved(resolved(), world.work())
    [call] = world.returns.kept
    header = token.header(Role.WORKER, "w01")
    response = await client.post(f"/api/v1/return-calls/{call}/claim", json={}, headers=header)
    assert (response.status, (await response.json())["slug"]) == (403, "doers-do-not-ask")


async def test_an_attempt_sent_twice_is_one(world: World, client: Client, token: Tokens) -> None:
    await hear_resolved(resolved(), world.work())
    [call] = world.returns.kept
    header = {**token.header(Role.CLERK, "c02"), "Idempotency-Key": "k-12345678"}
    path = f"/api/v1/return-calls/{call}/attempts"
    for _ in range(2):
        response = await client.post(path, json={"reached": False}, headers=header)
        assert (response.status, len((await response.json())["attempts"])) == (200, 1)


async def test_an_owner_may_not_see_return_calls(client: Client, token: Tokens) -> None:
    header = token.header(Role.OWNER)
    assert (await client.get("/api/v1/return-calls", headers=header)).status == 403


async def test_a_campaign_is_planned_once_however_often_it_is_sent(
    world: World, client: Client, token: Tokens
) -> None:
    header = {**token.header(Role.MANAGER), "Idempotency-Key": "k-12345678"}
    for _ in range(2):
        response = await client.post("/api/v1/campaigns", json=PLAN, headers=header)
        assert response.status == 201
    assert len(world.campaigns.kept) == 1


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        ({"questions": []}, "invalid-input"),
        ({"toml": "x"}, "invalid-input"),
        ({"closes_at": NOON.isoformat()}, "bad-campaign-times"),
        ({"remind_at": (NOON + timedelta(days=8)).isoformat()}, "bad-campaign-times"),
        ({"questions": [SCALE, SCALE]}, "bad-questionnaire"),
        ({"questions": [], "toml": "[[questions"}, "bad-questionnaire"),
        (
            {"questions": [{**SCALE, "show_if": {"question": "overall", "at_most": 2}}]},
            "bad-questionnaire",
        ),
    ],
)
async def test_a_campaign_that_cannot_be_is_refused(
    client: Client, token: Tokens, changes: dict[str, object], slug: str
) -> None:
    header = token.header(Role.MANAGER)
    response = await client.post("/api/v1/campaigns", json={**PLAN, **changes}, headers=header)
    assert (response.status, (await response.json())["slug"]) == (422, slug)


async def test_a_clerk_may_not_plan_one(client: Client, token: Tokens) -> None:
    header = token.header(Role.CLERK)
    assert (await client.post("/api/v1/campaigns", json=PLAN, headers=header)).status == 403


async def test_who_guesses_ballots_is_stopped(client: Client) -> None:
    statuses = [(await client.get("/api/v1/ballots/guess")).status for _ in range(4)]
    assert statuses == [404, 404, 404, 429]


async def test_a_surveys_link_is_no_ballot(client: Client) -> None:
    token = LINKS.token("00000000-0000-4000-8000-000000000000")
    assert (await client.get(f"/api/v1/ballots/{token}")).status == 404


async def test_rules_with_a_fault_change_nothing_and_say_where(
    world: World, client: Client, token: Tokens
) -> None:
    files = {"surveys.toml": '[return_calls]\nurgent = "一半"\n'}
    header = token.header(Role.MANAGER)
    response = await client.put("/api/v1/survey-rules", json={"files": files}, headers=header)
    told = await response.json()
    assert told["applied"] is False
    assert (told["faults"][0]["file"], told["faults"][0]["line"]) == ("surveys.toml", 2)
    assert not world.rules.kept
