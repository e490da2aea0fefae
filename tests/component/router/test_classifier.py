"""Managers see how often the classifier is right, and take a model back."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from services.router import api
from services.router.domain.classify.trial import Exam
from services.router.domain.model_book import Learnt as Entered
from services.router.domain.model_book import ModelBook
from shared.contracts.words import Category, Role
from tests.support.learnt import Learnt
from tests.support.router_world import World
from tests.support.routing import ESTATE, at
from tests.support.tokens import Tokens
from tests.unit.classify.test_trial import GOOD

ENTERED = Entered(
    fingerprint="aaaa",
    made_at=at("2026-11-22 10:00"),
    samples=5000,
    corrections=12,
    figures=GOOD,
    without=replace(GOOD, category_f1=0.89),
)


@pytest.fixture
def learnt(world: World, client: TestClient[Any, Any]) -> Learnt:
    found: Learnt = client.app[api.MODELS]
    found.kept.kept[ESTATE] = ModelBook(
        id=ESTATE, estate=ESTATE, models=[ENTERED], active="aaaa", before=["shipped"]
    )
    found.kept.handled[ESTATE] = []
    return found


@pytest.fixture
def calls(client: TestClient[Any, Any], token: Tokens, learnt: Learnt) -> Any:
    """Return what speaks at the classifier's door: role, method, path → status and answer."""

    async def call(role: Role, method: str, path: str = "", **headers: str) -> tuple[int, Any]:
        bearer = {"Authorization": f"Bearer {token(role, 'm01')}", **headers}
        answer = await client.request(method, f"/api/v1/classifier{path}", headers=bearer)
        return answer.status, await answer.json()

    return call


async def test_a_manager_sees_how_often_the_classifier_was_right(calls: Any, world: World) -> None:
    request = await world.submit("楼道灯坏了一个")
    kept = world.requests.kept[request.id]
    kept.reclassify(await world.work().act("c02"), Category.SANITATION, None, "脏")
    world.pass_time(minutes=1)
    _, report = await calls(Role.MANAGER, "GET")
    assert report["accuracy"] == {
        "confirmed": 1,
        "category_right": 0,
        "urgency_right": 1,
        "both_right": 0,
    }


async def test_the_models_are_listed_with_their_figures(calls: Any) -> None:
    _, report = await calls(Role.MANAGER, "GET")
    assert (report["active"], report["can_roll_back"]) == ("aaaa", True)
    assert report["models"][0]["without"]["category_f1"] == 0.89


async def test_a_model_is_shown_with_its_exam_beside_the_active_ones(
    calls: Any, learnt: Learnt
) -> None:
    exam = Exam(category=9, urgency=8, urgent_missed=0, messages=10)
    learnt.kept.kept[ESTATE].models[0] = replace(ENTERED, exam=exam, active=exam)
    _, report = await calls(Role.MANAGER, "GET")
    assert report["models"][0]["exam"] == asdict(exam) == report["models"][0]["active"]


async def test_a_manager_takes_a_model_back(calls: Any) -> None:
    status, view = await calls(Role.MANAGER, "POST", "/rollback")
    assert (status, view["active"], view["changed_by"]) == (200, "shipped", "m01")


async def test_a_repeated_rollback_goes_back_once(calls: Any) -> None:
    key = {"Idempotency-Key": "0190f6a0-0000-7000-8000-000000000001"}
    await calls(Role.MANAGER, "POST", "/rollback", **key)
    status, view = await calls(Role.MANAGER, "POST", "/rollback", **key)
    assert (status, view["active"]) == (200, "shipped")


async def test_with_nothing_before_the_door_says_what_is_in_use(calls: Any) -> None:
    await calls(Role.MANAGER, "POST", "/rollback")
    status, problem = await calls(Role.MANAGER, "POST", "/rollback")
    assert (status, problem["slug"]) == (409, "no-model-before")


async def test_a_clerk_is_not_shown_the_classifier(calls: Any) -> None:
    assert (await calls(Role.CLERK, "GET"))[0] == 403
