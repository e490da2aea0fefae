"""Models that were learnt lie in the database, and a running router takes them over."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from services.router.channels.models import Models
from services.router.domain.classify import classify
from services.router.domain.classify.examples import Example, examples
from services.router.domain.classify.trial import Trial, try_out
from services.router.domain.model_book import SHIPPED
from services.router.domain.request import Request
from shared.contracts.envelope import Cause
from shared.contracts.words import Category, Urgency
from shared.kernel.ids import new_id
from shared.store.mongo import Store
from tests.support.routing import act_at, taken_up

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
STRANGE = "奇门遁甲请回收"


@pytest.fixture(scope="module")
def trial() -> Trial:
    few = [one for number, one in enumerate(examples()) if number % 20 == 0]
    odd = Example(text=STRANGE, category=Category.SANITATION, urgency=Urgency.GENERAL)
    return try_out(few, [odd] * 5, classify)


@pytest.fixture
async def store(mongo_url: str, namespace: str) -> AsyncIterator[Store]:
    async def publish(*_: object) -> None:
        return None

    client = AsyncIOMotorClient(mongo_url, tz_aware=True)  # type: ignore[var-annotated]
    yield Store(client[f"{namespace}models"], publish, source="router")
    client.close()


def cause() -> Cause:
    return Cause(id=new_id(), estate="sample", at=NOW, correlation=new_id())


async def test_a_model_that_was_learnt_answers_after_the_next_refresh(
    store: Store, trial: Trial
) -> None:
    models = Models(store, store.repository(Request, "requests"))
    async with store.running():
        await models.take(trial, cause())
        await models.use(trial.model.fingerprint, "m01", cause())
        await models.refresh(["sample"])
        assert models.of("sample")(STRANGE, frozenset()).category is Category.SANITATION


async def test_using_what_is_shipped_goes_back_to_it(store: Store, trial: Trial) -> None:
    models = Models(store, store.repository(Request, "requests"))
    async with store.running():
        await models.take(trial, cause())
        await models.use(SHIPPED, "m01", cause())
        await models.refresh(["sample"])
    assert models.of("sample") is classify


async def test_corrections_are_read_from_the_requests(store: Store) -> None:
    requests = store.repository(Request, "requests")
    models, request = Models(store, requests), taken_up()
    request.reclassify(act_at("2026-11-23 10:05", "c02"), Category.SANITATION, None, "垃圾")
    async with store.running():
        await requests.under(cause()).save(request)
        (found,) = await models.judged("sample", datetime(2026, 11, 1, tzinfo=UTC), NOW)
    assert (found.was_category, found.category) == (Category.REPAIR, Category.SANITATION)
