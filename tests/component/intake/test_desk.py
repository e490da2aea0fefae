"""Staff take in what they hear, whoever they are (policy.zh.md 三.1 首问负责制)."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from shared.contracts.event import Place
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel, Role
from tests.support.intake import NOON, Intake, an_owner
from tests.support.issuer import Issuer

PATH = "/api/v1/desk/requests"
STRANGER = {"name": "租户小李", "phone": "13900001111", "place": {"building": "1"}}
Client = TestClient[Any, Any]


def staff(issuer: Issuer, key: str | None = "k-1", role: Role = Role.CLERK) -> dict[str, str]:
    bearer = issuer.bearer("staff-1", role)
    return {**bearer, "Idempotency-Key": key} if key else bearer


async def test_a_registered_owners_request_carries_all_that_is_known_of_them(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    intake.register(an_owner())
    form = {"text": "漏水", "owner_id": "owner-1", "heard_at": "phone"}
    body = await (await client.post(PATH, json=form, headers=staff(issuer))).json()
    home = Place(building="3", unit="2", room="1201")
    assert intake.submissions.told == [
        RequestSubmitted(
            request_id=body["request_id"],
            number=body["number"],
            channel=Channel.DESK,
            reporter=Reporter(
                owner_id="owner-1",
                name="周明",
                phone="13800005678",
                place=home,
                address="oABC-123_x",
            ),
            text="漏水",
            submitted_at=NOON,
            place=home,
            taken_by="staff-1",
            heard_at="phone",
        )
    ]


async def test_somebody_who_is_not_registered_is_heard_too(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    form = {"text": "漏水", "reporter": STRANGER}
    answer = await client.post(PATH, json=form, headers=staff(issuer))
    assert answer.status == 201
    assert [told.reporter for told in intake.submissions.told] == [  # type: ignore[attr-defined]
        Reporter(name="租户小李", phone="13900001111", place=Place(building="1"))
    ]


@pytest.mark.parametrize("role", [Role.CLERK, Role.WORKER, Role.HEAD, Role.MANAGER, Role.ADMIN])
async def test_every_member_of_staff_may_be_the_first_to_hear(
    client: Client, issuer: Issuer, role: Role
) -> None:
    form = {"text": "漏水", "reporter": STRANGER}
    answer = await client.post(PATH, json=form, headers=staff(issuer, role=role))
    assert answer.status == 201


async def test_owners_do_not_sit_at_the_desk(client: Client, issuer: Issuer) -> None:
    form = {"text": "漏水", "reporter": STRANGER}
    answer = await client.post(PATH, json=form, headers=issuer.bearer("owner-1", Role.OWNER))
    assert answer.status == 403


async def test_the_same_key_again_is_one_request(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    form = {"text": "漏水", "reporter": STRANGER}
    for _ in range(2):
        await client.post(PATH, json=form, headers=staff(issuer))
    assert len(intake.submissions.told) == 1


async def test_without_a_key_each_form_is_a_request(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    form = {"text": "漏水", "reporter": STRANGER}
    for _ in range(2):
        await client.post(PATH, json=form, headers=staff(issuer, key=None))
    assert len(intake.submissions.told) == 2


@pytest.mark.parametrize(
    ("form", "slug"),
    [
        ({"text": "漏水"}, "invalid-input"),
        ({"text": "漏水", "owner_id": "owner-1", "reporter": STRANGER}, "invalid-input"),
        ({"text": "漏水", "reporter": {"name": ""}}, "invalid-input"),
        ({"text": "漏水", "reporter": {"name": "李", "phone": "call me"}}, "invalid-input"),
        ({"text": "漏水", "reporter": STRANGER, "heard_at": "dream"}, "invalid-input"),
        ({"text": "漏水", "owner_id": "no-such"}, "unknown-owner"),
        ({"text": "漏水", "owner_id": "foreign"}, "unknown-owner"),
        ({"text": "漏水", "owner_id": "gone"}, "unknown-owner"),
        ({"text": " ", "reporter": STRANGER}, "text-missing"),
    ],
)
async def test_a_wrong_form_is_refused_and_changes_nothing(
    client: Client, intake: Intake, issuer: Issuer, form: dict[str, object], slug: str
) -> None:
    intake.register(an_owner("foreign"), estate="other")
    intake.register(an_owner("gone", active=False))
    answer = await client.post(PATH, json=form, headers=staff(issuer))
    assert (answer.status, (await answer.json())["slug"]) == (422, slug)
    assert not intake.submissions.kept


@pytest.mark.parametrize("typed", ["3-2-1201", "1201", "周明", "13800005678", "5678"])
async def test_a_caller_is_found_by_what_they_give(
    client: Client, intake: Intake, issuer: Issuer, typed: str
) -> None:
    intake.register(an_owner())
    answer = await client.get("/api/v1/desk/owners", params={"q": typed}, headers=staff(issuer))
    assert await answer.json() == [
        {
            "owner_id": "owner-1",
            "name": "周明",
            "phone_masked": "138****5678",
            "place": {"building": "3", "unit": "2", "room": "1201"},
        }
    ]


async def test_another_estates_owners_are_not_found(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    intake.register(an_owner(), estate="other")
    answer = await client.get("/api/v1/desk/owners", params={"q": "周明"}, headers=staff(issuer))
    assert await answer.json() == []


async def test_a_search_for_nothing_is_refused(client: Client, issuer: Issuer) -> None:
    answer = await client.get("/api/v1/desk/owners", headers=staff(issuer))
    assert answer.status == 422
