"""Owners ask through the app."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from deploy.local.keys import keys_in
from services.intake.domain.photo import Attachment, Photo
from shared.contracts.event import Place
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel, Outlet, Role
from tests.support.intake import NOON, Intake
from tests.support.issuer import Issuer
from tests.support.tokens import Tokens

HOME = Place(building="3", unit="2", room="1201")
PATH = "/api/v1/app/requests"
Client = TestClient[Any, Any]


def owner(issuer: Issuer, key: str | None = "k-1", who: str = "owner-1") -> dict[str, str]:
    bearer = issuer.bearer(who, Role.OWNER, name="周明", place=HOME)
    return {**bearer, "Idempotency-Key": key} if key else bearer


async def test_a_request_is_taken_in_and_told(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    form = {"text": " 厨房漏水 ", "prefers": "sms", "place": {"building": "3", "spot": "地库B2"}}
    answer = await client.post(PATH, json=form, headers=owner(issuer))
    body = await answer.json()
    assert answer.status == 201
    assert intake.submissions.told == [
        RequestSubmitted(
            request_id=body["request_id"],
            number=body["number"],
            channel=Channel.APP,
            reporter=Reporter(owner_id="owner-1", name="周明", place=HOME),
            text="厨房漏水",
            submitted_at=NOON,
            place=Place(building="3", spot="地库B2"),
            prefers=Outlet.SMS,
        )
    ]


async def test_the_answer_names_the_request(client: Client, issuer: Issuer) -> None:
    answer = await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer))
    body = await answer.json()
    assert set(body) == {"request_id", "number", "submitted_at"}


async def test_without_a_place_it_is_about_the_owners_home(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer))
    assert [told.place for told in intake.submissions.told] == [HOME]  # type: ignore[attr-defined]


async def test_a_plain_request_costs_one_write_and_no_read(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer))
    assert (intake.reads, intake.submissions.saves) == (0, 1)


async def test_the_same_key_again_gets_the_same_answer(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    first, again = [
        await (await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer))).json()
        for _ in range(2)
    ]
    assert again == first
    assert len(intake.submissions.told) == 1


async def test_another_owner_may_use_the_same_key(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    for who in ("owner-1", "owner-2"):
        await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer, who=who))
    assert len(intake.submissions.kept) == 2


async def test_the_same_key_with_other_words_is_refused(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer))
    answer = await client.post(PATH, json={"text": "停电"}, headers=owner(issuer))
    assert (answer.status, (await answer.json())["slug"]) == (409, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (b"{", "invalid-input"),
        (b"[]", "invalid-input"),
        (b"", "invalid-input"),
        (b"\xff", "invalid-input"),
        (b'{"text": 5}', "invalid-input"),
        (b'{"text": null}', "invalid-input"),
        (b'{"text": "\\ud800"}', "invalid-input"),
        (b'{"text": "x", "more": 1}', "invalid-input"),
        (b'{"text": "x", "place": "3-2"}', "invalid-input"),
        (b'{"text": "x", "place": {"room": "\\u0000"}}', "invalid-input"),
        (b'{"text": "x", "prefers": "pigeon"}', "invalid-input"),
        (
            b'{"text": "x", "attachments": ["1","2","3","4","5","6","7","8","9","10"]}',
            "invalid-input",
        ),
        (b'{"text": ""}', "text-missing"),
        (b'{"text": " \\u0000 "}', "text-missing"),
        (('{"text": "' + "漏" * 2001 + '"}').encode(), "text-too-long"),
        (b'{"text": "x", "attachments": ["no-such"]}', "unknown-attachment"),
    ],
)
async def test_what_cannot_be_taken_in_is_refused_and_changes_nothing(
    client: Client, intake: Intake, issuer: Issuer, body: bytes, slug: str
) -> None:
    answer = await client.post(PATH, data=body, headers=owner(issuer))
    problem = await answer.json(content_type="application/problem+json")
    assert (answer.status, problem["slug"]) == (422, slug)
    assert not intake.submissions.kept


async def test_a_text_of_five_megabytes_is_refused(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    text = io.BytesIO(b'{"text": "' + b"x" * 5_000_000 + b'"}')
    answer = await client.post(PATH, data=text, headers=owner(issuer))
    assert answer.status == 413
    assert not intake.submissions.kept


@pytest.mark.parametrize(
    ("key", "slug"), [(None, "idempotency-key-missing"), ("k" * 201, "idempotency-key-too-long")]
)
async def test_a_request_needs_a_sensible_key(
    client: Client, issuer: Issuer, key: str | None, slug: str
) -> None:
    answer = await client.post(PATH, json={"text": "漏水"}, headers=owner(issuer, key))
    assert (answer.status, (await answer.json())["slug"]) == (422, slug)


async def test_staff_do_not_ask_as_owners(client: Client, issuer: Issuer) -> None:
    headers = {**issuer.bearer("staff-1", Role.CLERK), "Idempotency-Key": "k"}
    answer = await client.post(PATH, json={"text": "漏水"}, headers=headers)
    assert answer.status == 403


@pytest.mark.parametrize("who", ["nobody", "expired", "foreign"])
async def test_only_a_good_token_opens_the_door(
    client: Client, intake: Intake, issuer: Issuer, tmp_path: Path, who: str
) -> None:
    stranger = Issuer(Tokens(keys_in(tmp_path)))
    headers = {
        "nobody": {},
        "expired": issuer.bearer("owner-1", Role.OWNER, lasts=timedelta(days=-1)),
        "foreign": stranger.bearer("owner-1", Role.OWNER),
    }[who]
    answer = await client.post(
        PATH, json={"text": "漏水"}, headers={**headers, "Idempotency-Key": "k"}
    )
    assert (answer.status, (await answer.json())["slug"]) == (401, "not-logged-in")
    assert not intake.submissions.kept


def photo_of(who: str, estate: str = "sample") -> Attachment:
    return Attachment(
        id="photo-1",
        estate=estate,
        uploader=who,
        photo=Photo(content_type="image/png", content=b""),
    )


async def test_the_owners_own_photos_go_with_the_request(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    intake.album.kept["photo-1"] = photo_of("owner-1")
    form = {"text": "漏水", "attachments": ["photo-1"]}
    answer = await client.post(PATH, json=form, headers=owner(issuer))
    assert (answer.status, intake.reads) == (201, 1)


@pytest.mark.parametrize("photo", [photo_of("owner-2"), photo_of("owner-1", estate="other")])
async def test_another_persons_photo_is_refused(
    client: Client, intake: Intake, issuer: Issuer, photo: Attachment
) -> None:
    intake.album.kept["photo-1"] = photo
    form = {"text": "漏水", "attachments": ["photo-1"]}
    answer = await client.post(PATH, json=form, headers=owner(issuer))
    assert (await answer.json())["slug"] == "unknown-attachment"
    assert not intake.submissions.kept
