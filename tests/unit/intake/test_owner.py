"""The projection of owners: the newest version wins."""

import pytest

from services.intake.domain.owner import Owner, key_of, masked
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from tests.support.intake import an_owner


def known() -> Owner:
    owner = Owner.unheard_of("owner-1", "sample")
    owner.learn(an_owner(version=3))
    return owner


def test_an_owner_is_found_by_door_and_last_digits() -> None:
    owner = known()
    assert (owner.door, owner.room, owner.phone_tail) == ("3-2-1201", "1201", "5678")


def test_an_older_message_that_comes_late_changes_nothing() -> None:
    owner = known()
    owner.learn(an_owner(version=2, name="旧名字"))
    assert owner == known()


def test_a_newer_message_changes_everything() -> None:
    owner = known()
    owner.learn(an_owner(version=4, phone=None, wechat_openid=None, active=False))
    assert (owner.phone, owner.phone_tail, owner.openid, owner.active) == (None, None, None, False)


def test_the_same_owner_id_in_two_estates_is_two_owners() -> None:
    assert key_of("owner-1", "a") != key_of("owner-1", "b")


def test_an_owner_reports_with_all_that_policy_asks_for() -> None:
    assert known().reporter == Reporter(
        owner_id="owner-1",
        name="周明",
        phone="13800005678",
        place=Place(building="3", unit="2", room="1201"),
        address="oABC-123_x",
    )


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800005678", "138****5678"),
        ("057188881234", "057****1234"),
        ("12345", "****45"),
        (None, ""),
    ],
)
def test_phones_are_shown_masked(phone: str | None, shown: str) -> None:
    assert masked(phone) == shown
