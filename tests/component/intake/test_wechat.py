"""Owners write to the official account; the platform is played by wechatpy."""

import pytest

from services.intake.domain.answers import ANSWERS
from services.intake.domain.message import Intent
from shared.contracts.conversations import MessageReceived
from shared.contracts.event import Place
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel
from shared.kernel.errors import Conflict, Unavailable
from tests.support.intake import NOON, Intake, an_owner
from tests.support.wechat import (
    OWNERS_OPENID,
    PATH,
    Client,
    content,
    event,
    message,
    opened,
    plain,
    sealed,
    send,
    slug_of,
)

LEAK = message(Content="厨房漏水")


async def test_the_platform_may_verify_the_address(client: Client) -> None:
    query = {**plain(b"").query, "echostr": "5837<b>"}
    answer = await client.get(PATH, params=query)
    assert (answer.status, answer.content_type, await answer.text()) == (
        200,
        "text/plain",
        "5837<b>",
    )


async def test_a_strangers_verification_is_refused(client: Client) -> None:
    query = {**plain(b"", token="guess").query, "echostr": "1"}
    assert (await client.get(PATH, params=query)).status == 403


async def test_a_registered_owners_words_become_a_request(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    _, body = await send(client, plain(LEAK))
    [told] = intake.submissions.told
    home = Place(building="3", unit="2", room="1201")
    assert isinstance(told, RequestSubmitted)
    assert f"编号 {told.number}" in content(body)
    assert told == RequestSubmitted(
        request_id=told.request_id,
        number=told.number,
        channel=Channel.WECHAT,
        reporter=Reporter(
            owner_id="owner-1",
            name="周明",
            phone="13800005678",
            place=home,
            address=OWNERS_OPENID,
        ),
        text="厨房漏水",
        submitted_at=NOON,
        place=home,
    )


async def test_spoken_words_become_a_request(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    await send(client, plain(message("voice", MediaId="m", Recognition="停电了")))
    assert [told.text for told in intake.submissions.told] == ["停电了"]  # type: ignore[attr-defined]


async def test_safe_mode_is_answered_in_safe_mode(safe_client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    _, body = await send(safe_client, sealed(LEAK))
    assert "已收到您的诉求" in content(opened(body))


async def test_compatible_mode_trusts_the_envelope_only(
    safe_client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    await send(safe_client, sealed(LEAK, also=b"<Content>forged</Content>"))
    assert [told.text for told in intake.submissions.told] == ["厨房漏水"]  # type: ignore[attr-defined]


async def test_a_repeat_gets_the_same_answer_and_makes_nothing_twice(
    client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    answers = {await send(client, plain(LEAK)) for _ in range(3)}
    assert (len(answers), len(intake.submissions.told)) == (1, 1)


async def test_a_stranger_is_told_how_to_register_and_a_clerk_reads_it(
    client: Client, intake: Intake
) -> None:
    _, body = await send(client, plain(LEAK))
    [told] = intake.conversations.told
    assert isinstance(told, MessageReceived)
    assert (told.text, told.reporter) == ("厨房漏水", Reporter(address=OWNERS_OPENID))
    assert content(body) == ANSWERS[Intent.REQUEST]
    assert not intake.submissions.kept


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        (message(Content="人工"), Intent.CLERK),
        (message(Content="物业费怎么交?"), Intent.QUESTION),
        (message("image", PicUrl="https://example.test/1.jpg"), Intent.SHOWS),
        (message("voice", MediaId="m"), Intent.SHOWS),
        (message("location", Label="3栋门口"), Intent.SHOWS),
        (event("CLICK", "CLERK"), Intent.CLERK),
    ],
)
async def test_what_is_no_request_goes_to_a_clerk_once(
    client: Client, intake: Intake, body: bytes, intent: Intent
) -> None:
    intake.register(an_owner())
    answers = {content((await send(client, plain(body)))[1]) for _ in range(3)}
    assert answers == {ANSWERS[intent]}
    assert (len(intake.conversations.told), intake.submissions.told) == (1, [])


@pytest.mark.parametrize(
    ("body", "intent"),
    [
        (event("subscribe"), Intent.WELCOME),
        (event("CLICK", "REPORT"), Intent.HOW),
        (event("CLICK", "MY_REQUESTS"), Intent.MINE),
        (message(Content="谢谢"), Intent.THANKS),
        (message(Content="你好"), Intent.GREETING),
    ],
)
async def test_what_needs_nobody_is_answered_and_no_clerk_is_bothered(
    client: Client, intake: Intake, body: bytes, intent: Intent
) -> None:
    _, answer = await send(client, plain(body))
    assert (content(answer), intake.conversations.saves) == (ANSWERS[intent], 0)


@pytest.mark.parametrize("body", [event("unsubscribe"), event("LOCATION"), event("CLICK", "?")])
async def test_an_event_that_awaits_nothing_is_answered_success(
    client: Client, body: bytes
) -> None:
    assert await send(client, plain(body)) == (200, b"success")


async def test_words_of_nothing_are_answered_in_the_channel(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    status, body = await send(client, plain(message(Content=" ")))
    assert (status, content(body)) == (200, "请写下要反映的内容。")


async def test_two_at_once_are_both_heard(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    intake.failures[:] = [Conflict("faster"), Unavailable("away")]
    status, body = await send(client, plain(LEAK))
    assert (status, "已收到您的诉求" in content(body)) == (200, True)


async def test_words_that_could_not_be_saved_are_never_acknowledged(
    hasty_client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    intake.failures[:] = [Unavailable("away")] * 1000
    assert await slug_of(hasty_client, plain(LEAK)) == (503, "unavailable")


async def test_the_platforms_repeat_after_that_is_taken_in(
    hasty_client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    intake.failures[:] = [Unavailable("away")] * 1000
    await send(hasty_client, plain(LEAK))
    intake.failures.clear()
    await send(hasty_client, plain(LEAK))
    assert len(intake.submissions.told) == 1
