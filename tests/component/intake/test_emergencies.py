"""Whoever writes of a fire is told in the same answer what to do and whom to call."""

import pytest

from services.intake.domain.conversation import Standing
from services.intake.handlers import estates
from shared.contracts.conversations import MessageReceived
from shared.contracts.estates import EstateChanged
from shared.contracts.requests import RequestSubmitted
from shared.contracts.words import Channel, Role
from tests.support.intake import Intake, an_owner, cause
from tests.support.issuer import Issuer
from tests.support.wechat import Client, content, event, message, plain, send

PHONE = "0571-88881234"


@pytest.fixture(autouse=True)
async def told(intake: Intake) -> None:
    """Have intake know the estate's number."""
    changed = EstateChanged(name="云栖花园", phone=PHONE, version=1)
    await estates.learn(changed, intake.work(cause("estate-1")))


async def say(client: Client, text: str, number: str = "1001") -> str:
    _, body = await send(client, plain(message(Content=text, number=number)))
    return content(body)


def requests_of(intake: Intake) -> list[RequestSubmitted]:
    return [one for one in intake.submissions.told if isinstance(one, RequestSubmitted)]


async def test_an_owner_is_told_what_to_do_before_anything_else(
    client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    answer = await say(client, "着火了")
    [request] = requests_of(intake)
    first, rest = answer.split("\n", 1)
    assert "119" in first
    assert PHONE in first
    assert request.number in rest


async def test_a_repeat_is_told_the_same(client: Client, intake: Intake) -> None:
    assert await say(client, "有人困在电梯") == await say(client, "有人困在电梯")
    assert len(requests_of(intake)) == 1


async def test_a_strangers_emergency_is_a_request_at_once(client: Client, intake: Intake) -> None:
    answer = await say(client, "3栋有人困在电梯里")
    [request] = requests_of(intake)
    assert (request.text, request.channel) == ("3栋有人困在电梯里", Channel.WECHAT)
    assert PHONE in answer
    assert request.number in answer


async def test_a_clerk_still_owes_the_stranger_an_answer(client: Client, intake: Intake) -> None:
    await say(client, "3栋有人困在电梯里")
    [talk] = intake.conversations.kept.values()
    assert talk.standing is Standing.WAITING
    assert talk.lines[-1].request_id == requests_of(intake)[0].request_id


async def test_an_emergency_ends_the_questions_of_a_chat(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    await send(client, plain(event("CLICK", "REPORT")))
    answer = await say(client, "厨房着火了")
    assert [one.text for one in requests_of(intake)] == ["厨房着火了"]
    assert "119" in answer


async def test_what_was_told_before_goes_with_it(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    await send(client, plain(event("CLICK", "REPORT")))
    await say(client, "厨房漏水", "1")
    await say(client, "水管爆了", "2")
    assert [one.text for one in requests_of(intake)] == ["厨房漏水\n水管爆了"]


async def test_an_opinion_about_fires_stays_an_opinion(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    await say(client, "建议：楼道别充电，会着火")
    assert requests_of(intake) == []


async def test_every_other_answer_names_the_number_too(client: Client) -> None:
    assert PHONE in await say(client, "物业费怎么交")


async def test_the_newest_number_holds(client: Client, intake: Intake) -> None:
    old = EstateChanged(name="云栖花园", phone="110", version=0)
    await estates.learn(old, intake.work(cause("estate-0")))
    assert PHONE in await say(client, "着火了")


async def test_an_emergency_asked_in_the_app_is_a_request_too(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    headers = {**issuer.bearer("owner-1", Role.OWNER, name="周明"), "Idempotency-Key": "k1"}
    body = {"text": "闻到煤气味怎么办?"}
    answer = await client.post("/api/v1/app/conversations", json=body, headers=headers)
    assert answer.status == 201
    assert [one.channel for one in requests_of(intake)] == [Channel.APP]
    assert [type(one) for one in intake.conversations.told] == [MessageReceived]
