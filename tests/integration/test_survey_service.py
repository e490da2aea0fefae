"""The whole survey service on a real broker and a real database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field

import pytest
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.environment import Place
from services.survey.app import build
from services.survey.domain.case import Case
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Terms
from services.survey.settings import Settings
from services.survey.store import SurveyLists
from shared.bus.listener import listening
from shared.bus.publisher import Publisher, open_publisher
from shared.contracts.envelope import Envelope, wrap
from shared.kernel.clock import utc_now
from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from shared.runtime.mongo import open_database
from shared.store.mongo import Kept, Store
from tests.support.eventually import eventually
from tests.support.surveying import NOON, PLEASED, cause, facts, resolved


@dataclass
class Estate:
    """The service, what it says, and a way to tell it something."""

    client: TestClient  # type: ignore[type-arg]
    publish: Publisher
    heard: list[Envelope] = field(default_factory=list)

    def told(self, kind: str) -> list[Envelope]:
        return [envelope for envelope in self.heard if envelope.type == kind]

    async def opened(self) -> str:
        """Tell of a resolution until it is heard, and return the link's token."""
        event = resolved(request_id=new_id())
        now = cause(new_id(), utc_now())
        envelope = wrap(event, cause=now, source="router", subject=event.request.request_id)

        async def asked() -> bool:
            with suppress(Unavailable):  # nobody listens yet
                await self.publish(envelope.type, envelope.id, envelope.to_json())
            return bool(self.told("survey.opened.v1"))

        await eventually(asked)
        return str(self.told("survey.opened.v1")[0].data["path"]).rpartition("/")[2]


@pytest.fixture
def settings(place: Place) -> Settings:
    return Settings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        namespace=place.namespace,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
        survey_secret_file=place.keys.survey_secret_file,
    )


@pytest.fixture
async def estate(settings: Settings) -> AsyncIterator[Estate]:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(TestClient(TestServer(build(settings))))
        publish = await stack.enter_async_context(open_publisher(settings, "probe"))
        estate = Estate(client, publish)

        async def hear(envelope: Envelope) -> None:
            estate.heard.append(envelope)

        await stack.enter_async_context(listening(settings, "probe", hear))
        yield estate


async def test_an_owner_is_asked_once_and_the_answer_is_told_once(estate: Estate) -> None:
    token = await estate.opened()
    path = f"/api/v1/surveys/{token}/answer"

    for _ in range(2):
        response = await estate.client.post(path, json=PLEASED.model_dump())
        assert response.status == 200

    await eventually(lambda: bool(estate.told("survey.answered.v1")))
    [told] = estate.told("survey.answered.v1")
    assert told.correlationid == told.data["request_id"]
    assert len(estate.told("survey.opened.v1")) == 1


@pytest.fixture
async def kept(settings: Settings) -> AsyncIterator[Kept[Survey]]:
    async def unheard(kind: str, identity: str, body: bytes) -> None:
        """Publish to nobody."""

    async with open_database(settings, "survey") as database:
        store = Store(database, unheard, source="survey")
        surveys = store.repository(Survey, "surveys")
        await SurveyLists(surveys).ensure_indexes()
        async with store.running():
            yield surveys


async def test_lists_find_by_request_by_owner_and_by_what_is_due(kept: Kept[Survey]) -> None:
    first, second = (
        Survey.about(Case.of(facts(round=round_)), cause(f"c{round_}"), Terms())
        for round_ in (1, 2)
    )
    first.reply(PLEASED, NOON)
    for number, survey in enumerate((second, first)):
        await kept.under(cause(f"s{number}")).save(survey)
    lists = SurveyLists(kept)
    assert second.remind_at

    assert await lists.one("nobody") is None
    found = await lists.of_request("sample", first.case.request_id)
    assert [survey.case.round for survey in found] == [1, 2]
    assert [s.id for s in await lists.unanswered_of("sample", "o1")] == [second.id]
    assert [s.id for s in await lists.to_remind(second.remind_at)] == [second.id]
    assert await lists.to_remind(NOON) == []
