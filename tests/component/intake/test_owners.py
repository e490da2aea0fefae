"""Intake hears of owners; messages come twice, late and out of order."""

import pytest

from services.intake.consumers import SUBSCRIPTIONS
from services.intake.handlers import owners
from shared.contracts.estates import EstateChanged
from shared.contracts.people import OwnerChanged, OwnerErased, StaffChanged
from shared.contracts.requests import RequestEvent
from shared.kernel.errors import Seen
from tests.support.intake import Intake, an_owner, cause


def test_intake_hears_of_people_estates_and_what_becomes_of_requests() -> None:
    about = {OwnerChanged, OwnerErased, StaffChanged, EstateChanged}
    others = [row.kind for row in SUBSCRIPTIONS if row.kind not in about]
    assert all(issubclass(kind, RequestEvent) for kind in others)


async def test_an_owner_that_was_told_is_known_by_openid(intake: Intake) -> None:
    await owners.learn(an_owner(), intake.work(cause("m1")))
    found = await intake.book.by_openid("sample", "oABC-123_x")
    assert found is not None
    assert found.name == "周明"


async def test_the_newest_wins_in_whatever_order_they_come(intake: Intake) -> None:
    await owners.learn(an_owner(version=2, name="新名字"), intake.work(cause("m2")))
    await owners.learn(an_owner(version=1, name="旧名字"), intake.work(cause("m1")))
    found = await intake.book.by_id("sample", "owner-1")
    assert found is not None
    assert found.name == "新名字"


async def test_the_same_message_again_is_seen(intake: Intake) -> None:
    await owners.learn(an_owner(), intake.work(cause("m1")))
    with pytest.raises(Seen):
        await owners.learn(an_owner(), intake.work(cause("m1")))


async def test_who_has_moved_away_is_not_found(intake: Intake) -> None:
    await owners.learn(an_owner(version=1), intake.work(cause("m1")))
    await owners.learn(an_owner(version=2, active=False), intake.work(cause("m2")))
    assert await intake.book.by_openid("sample", "oABC-123_x") is None
