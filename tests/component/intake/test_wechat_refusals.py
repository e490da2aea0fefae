"""Calls that are not the platform's, or make no sense, change nothing."""

from datetime import timedelta

import pytest

from tests.component.intake.conftest import Door
from tests.support.intake import NOON, Intake, an_owner
from tests.support.wechat import (
    AT,
    PATH,
    Call,
    Client,
    message,
    plain,
    sealed,
    send,
    signature,
    slug_of,
)

LEAK = message(Content="厨房漏水")


async def test_the_same_message_id_with_other_words_is_refused(
    client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    await send(client, plain(LEAK))
    forged = plain(message(Content="别的话"))
    assert await slug_of(client, forged) == (409, "idempotency-key-reused")
    assert len(intake.submissions.told) == 1


OLD = str(int((NOON - timedelta(minutes=11)).timestamp()))


@pytest.mark.parametrize(
    ("call", "status", "slug"),
    [
        (plain(LEAK, token="guess"), 403, "wechat-wrong-signature"),
        (Call({}, LEAK), 403, "wechat-wrong-signature"),
        (
            Call({"signature": "签名", "timestamp": AT, "nonce": "n"}, LEAK),
            403,
            "wechat-wrong-signature",
        ),
        (plain(LEAK, at="²"), 403, "wechat-wrong-signature"),
        (plain(LEAK, at=OLD), 403, "wechat-stale"),
        (plain(b"{}"), 422, "wechat-unreadable"),
        (plain(b""), 422, "wechat-unreadable"),
        (plain(message(Content="x", number="", sender="")), 422, "wechat-unreadable"),
        (Call({**plain(LEAK).query, "nonce": "n" * 300}, LEAK), 422, "invalid-input"),
    ],
)
async def test_a_bad_call_is_refused_and_changes_nothing(
    client: Client, intake: Intake, call: Call, status: int, slug: str
) -> None:
    assert await slug_of(client, call) == (status, slug)
    assert (intake.submissions.kept, intake.conversations.kept) == ({}, {})


FORGED = {**sealed(LEAK).query, "msg_signature": signature(AT, "n1", "other")}


@pytest.mark.parametrize(
    ("call", "status", "slug"),
    [
        (plain(LEAK), 403, "wechat-not-encrypted"),
        (Call(FORGED, sealed(LEAK).body), 403, "wechat-wrong-signature"),
        (sealed(LEAK, app_id="wx-other"), 403, "wechat-wrong-account"),
        (sealed(b"not xml"), 422, "wechat-unreadable"),
    ],
)
async def test_a_bad_envelope_is_refused_and_changes_nothing(
    safe_client: Client, intake: Intake, call: Call, status: int, slug: str
) -> None:
    assert await slug_of(safe_client, call) == (status, slug)
    assert (intake.submissions.kept, intake.conversations.kept) == ({}, {})


async def test_an_estate_without_an_account_says_so(door: Door) -> None:
    client = await door()
    assert await slug_of(client, plain(LEAK)) == (404, "wechat-not-configured")


async def test_a_process_for_the_app_alone_has_no_callback(door: Door) -> None:
    client = await door(channels="app")
    answer = await client.get(PATH)
    assert (answer.status, (await answer.json())["slug"]) == (404, "not-found")
