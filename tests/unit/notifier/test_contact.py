"""People are reached in the order that they want, and left alone when they want."""

from datetime import UTC, datetime

import pytest

from services.notifier.domain.contact import Contact, of_reporter, unknown
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Outlet
from tests.support.told import ESTATE, OWNER, REQUEST, SHANGHAI, WORKER


def owner(**changes: object) -> Contact:
    contact = unknown(ESTATE, "o1")
    contact.hear(OWNER.model_copy(update=changes))
    return contact


def outlets(contact: Contact, **how: object) -> list[Outlet]:
    return [reach.outlet for reach in contact.plan(**how)]  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def test_the_register_gives_the_order_and_the_rest_follows() -> None:
    assert outlets(owner()) == [Outlet.WECHAT, Outlet.SMS, Outlet.APP]


def test_the_persons_own_wish_comes_before_the_register() -> None:
    contact = owner()
    contact.wish((Outlet.APP,), None, None)
    assert outlets(contact) == [Outlet.APP, Outlet.WECHAT, Outlet.SMS]


def test_what_is_asked_for_this_once_comes_first_of_all() -> None:
    assert outlets(owner(), first=Outlet.PHONE)[0] is Outlet.PHONE


def test_somebody_without_an_order_is_answered_the_way_they_came() -> None:
    assert outlets(owner(outlets=()), came_by=Channel.DESK)[0] is Outlet.SMS


def test_an_outlet_without_an_address_is_passed_over() -> None:
    assert outlets(owner(wechat_openid=None)) == [Outlet.SMS, Outlet.APP]


def test_staff_get_a_text_before_a_push() -> None:
    worker = unknown(ESTATE, "w01")
    worker.hear(WORKER)
    assert outlets(worker) == [Outlet.SMS, Outlet.APP]


def test_somebody_unregistered_is_reached_by_the_phone_that_they_left() -> None:
    guest = of_reporter(ESTATE, Reporter(name="访客", phone="13600000001"), REQUEST)
    assert outlets(guest) == [Outlet.SMS]


def test_somebody_who_left_only_a_wechat_address_is_reached_there() -> None:
    guest = of_reporter(ESTATE, Reporter(address="wx-guest"), REQUEST)
    assert outlets(guest) == [Outlet.WECHAT]


def test_a_guests_id_does_not_give_the_phone_away() -> None:
    guest = of_reporter(ESTATE, Reporter(phone="13600000001"), REQUEST)
    assert "13600000001" not in guest.person


def test_an_older_registration_changes_nothing() -> None:
    contact = owner(version=2)
    assert not contact.hear(OWNER.model_copy(update={"phone": "13900000009"}))


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(21, 59), None),
        (at(22, 0), at(7, 0, 24)),
        (at(3, 0), at(7, 0)),
        (at(7, 0), None),
        (at(12, 0), None),
    ],
)
def test_a_quiet_night_ends_in_the_morning(now: datetime, until: datetime | None) -> None:
    contact = owner()
    contact.wish((), "22:00", "07:00")
    assert contact.quiet_until(now, SHANGHAI) == until


def test_a_quiet_noon_ends_the_same_day() -> None:
    contact = owner()
    contact.wish((), "12:00", "14:00")
    assert contact.quiet_until(at(13), SHANGHAI) == at(14)


def test_without_quiet_hours_nothing_waits() -> None:
    assert owner().quiet_until(at(3), SHANGHAI) is None
