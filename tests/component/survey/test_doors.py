"""The survey's page without log-in, and the staff's list, through real HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.keys import Keys
from services.survey import api, handlers
from services.survey.domain.guessing import Guessing
from services.survey.domain.survey import Survey
from services.survey.ports import Work
from services.survey.settings import Settings
from shared.contracts.envelope import Cause
from shared.contracts.surveys import SurveyAnswered
from shared.contracts.words import Role
from shared.web.app import service_app
from tests.support.memory import Memory
from tests.support.survey_lists import MemoryLists
from tests.support.surveying import LINKS, NOON, REQUEST, resolved, work
from tests.support.tokens import Tokens

PLEASED = {"speed": 5, "effect": 4, "attitude": 5, "solved": True, "words": "师傅很细心"}


@dataclass
class Door:
    """The service's door with one open survey behind it; ``now`` may be moved."""

    token_of: Tokens
    surveys: Memory[Survey] = field(default_factory=Memory)
    now: datetime = NOON
    client: TestClient | None = None  # type: ignore[type-arg]

    @property
    def token(self) -> str:
        [survey] = self.surveys.kept
        return LINKS.token(survey)

    def work(self, cause: Cause) -> Work:
        return work(self.surveys, cause.id, cause.at)

    async def get(self, path: str, role: Role | None = None) -> ClientResponse:
        assert self.client
        headers = self.token_of.header(role, "o1") if role else {}
        return await self.client.get(path, headers=headers)

    async def answer(self, form: object, key: str | None = None) -> ClientResponse:
        assert self.client
        headers = {"Idempotency-Key": key} if key else {}
        path = f"/api/v1/surveys/{self.token}/answer"
        return await self.client.post(path, json=form, headers=headers)


@pytest.fixture
async def door(tmp_path: Path, keys: Keys, token: Tokens) -> AsyncIterator[Door]:
    door = Door(token)
    await handlers.open_survey(resolved(), work(door.surveys))
    secret = tmp_path / "secret"
    secret.write_bytes(LINKS.secret)
    settings = Settings(
        amqp_url="amqp://nowhere",
        mongo_url="mongodb://nowhere",
        jwt_public_keys_file=keys.jwt_public_keys_file,
        survey_secret_file=secret,
    )
    app = service_app("survey", settings, api.routes, clock=lambda: door.now)
    app[api.WORK], app[api.LISTS] = door.work, MemoryLists(door.surveys)
    app[api.LINKS], app[api.GUESSING] = settings.links, Guessing(tries=3)
    async with TestClient(TestServer(app)) as client:
        door.client = client
        yield door


async def test_the_page_tells_of_the_work_and_of_no_person(door: Door) -> None:
    response = await door.get(f"/api/v1/surveys/{door.token}")

    text = await response.text()
    assert response.status == 200
    assert (await response.json())["outcome"] == "更换了角阀,已试水"
    assert not [word for word in ("周静怡", "139", "王建国", "漏水", "w01") if word in text]


async def test_an_answer_is_taken_and_told(door: Door) -> None:
    response = await door.answer(PLEASED)

    view = await response.json()
    assert (response.status, view["state"], view["satisfied"]) == (200, "answered", True)
    assert len(door.surveys.told_of(SurveyAnswered)) == 1


async def test_the_same_answer_twice_is_fine(door: Door) -> None:
    await door.answer(PLEASED)

    response = await door.answer(PLEASED)

    assert response.status == 200
    assert len(door.surveys.told_of(SurveyAnswered)) == 1


async def test_the_page_shows_the_answer_long_after(door: Door) -> None:
    await door.answer(PLEASED)
    door.now += timedelta(days=30)

    view = await (await door.get(f"/api/v1/surveys/{door.token}")).json()

    assert (view["state"], view["answer"]) == ("final", PLEASED)


async def test_another_answer_the_next_day_is_refused_with_what_to_do(door: Door) -> None:
    await door.answer(PLEASED)
    door.now += timedelta(days=1)

    response = await door.answer({**PLEASED, "speed": 3})

    problem = await response.json()
    assert (response.status, problem["slug"]) == (409, "survey-already-answered")
    assert "致电物业服务中心" in problem["detail"]


async def test_an_expired_link_is_gone_with_what_to_do(door: Door) -> None:
    door.now += timedelta(days=7)

    response = await door.answer(PLEASED)

    problem = await response.json()
    assert (response.status, problem["slug"]) == (410, "survey-expired")
    assert "重新提交诉求" in problem["detail"]


@pytest.mark.parametrize(
    "form",
    [
        {},
        [],
        {**PLEASED, "speed": 0},
        {**PLEASED, "effect": 6},
        {**PLEASED, "attitude": "5"},
        {**PLEASED, "attitude": True},
        {**PLEASED, "solved": "yes"},
        {**PLEASED, "words": "长" * 1001},
        {**PLEASED, "rating": 5},
    ],
)
async def test_a_form_that_is_not_one_is_refused_and_changes_nothing(
    door: Door, form: object
) -> None:
    response = await door.answer(form)

    assert (response.status, (await response.json())["slug"]) == (422, "invalid-input")
    assert door.surveys.saves == 1


async def test_a_wrong_link_is_unknown(door: Door) -> None:
    response = await door.get("/api/v1/surveys/" + "A" * 40)

    assert (response.status, (await response.json())["slug"]) == (404, "survey-unknown")


async def test_who_guesses_is_stopped_even_from_the_right_link(door: Door) -> None:
    for _ in range(3):
        await door.get("/api/v1/surveys/guess")

    response = await door.get(f"/api/v1/surveys/{door.token}")

    assert response.status == 429
    assert int(response.headers["Retry-After"]) > 0


async def test_the_staff_see_who_did_the_work(door: Door) -> None:
    await door.answer(PLEASED)

    response = await door.get(f"/api/v1/surveys?request_id={REQUEST}", Role.CLERK)

    [record] = (await response.json())["surveys"]
    assert (record["assignee"], record["answer"]) == ("w01", PLEASED)


async def test_an_owner_may_not_read_the_staffs_list(door: Door) -> None:
    response = await door.get(f"/api/v1/surveys?request_id={REQUEST}", Role.OWNER)

    assert response.status == 403


async def test_an_owner_finds_the_link_of_what_is_still_open(door: Door) -> None:
    view = await (await door.get("/api/v1/surveys/mine", Role.OWNER)).json()

    assert [survey["path"] for survey in view["surveys"]] == [f"/s/{door.token}"]


async def test_what_is_answered_waits_no_more(door: Door) -> None:
    await door.answer(PLEASED)

    view = await (await door.get("/api/v1/surveys/mine", Role.OWNER)).json()

    assert view["surveys"] == []


async def test_what_has_expired_waits_no_more(door: Door) -> None:
    door.now += timedelta(days=7)

    view = await (await door.get("/api/v1/surveys/mine", Role.OWNER)).json()

    assert view["surveys"] == []


async def test_an_answer_sent_again_under_its_key_is_shown_again(door: Door) -> None:
    await door.answer(PLEASED, key="k-1")

    response = await door.answer(PLEASED, key="k-1")

    assert (response.status, (await response.json()).get("state")) == (200, "answered")
    assert len(door.surveys.told_of(SurveyAnswered)) == 1


async def test_an_answer_to_which_somebody_was_faster_is_taken_all_the_same(door: Door) -> None:
    door.surveys.hurry.extend(door.surveys.kept)

    response = await door.answer(PLEASED, key="k-1")

    assert (response.status, (await response.json()).get("state")) == (200, "answered")
