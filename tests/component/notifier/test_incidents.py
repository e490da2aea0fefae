"""One text per owner and incident; staff hear of the incident and not of each request."""

from shared.contracts.requests import Reporter
from shared.contracts.words import Outlet
from tests.support.mishaps import INCIDENT, INCIDENTS, KNOWN, PIPE, updated
from tests.support.notifying import Notifier
from tests.support.told import assigned, resolved

OWNER = Reporter(owner_id="o1")


def recipients(notifier: Notifier) -> list[str]:
    return sorted(row.letter.recipient for row in notifier.rows.kept.values())


async def test_the_placing_of_a_member_request_is_told_to_nobody(notifier: Notifier) -> None:
    await notifier.hear(assigned(incident=INCIDENT))
    assert recipients(notifier) == []


async def test_the_receipt_of_a_member_request_says_what_is_known(notifier: Notifier) -> None:
    await notifier.hear(INCIDENTS[0])
    (row,) = notifier.rows.kept.values()
    assert row.letter.recipient == "o1"
    assert "K7M2-Q4XA" in row.letter.text
    assert KNOWN.text in row.letter.text


async def test_an_incident_pages_those_it_names(notifier: Notifier) -> None:
    await notifier.hear(PIPE.model_copy(update={"recipients": ("w01",)}))
    assert recipients(notifier) == ["w01"]


async def test_each_member_gets_an_update_once(notifier: Notifier) -> None:
    guest = Reporter(name="访客", phone="13600000001")
    await notifier.hear(updated(OWNER, OWNER, guest))
    told = [row.letter.recipient for row in notifier.rows.kept.values()]
    assert (len(told), told.count("o1")) == (2, 1)


async def test_the_same_update_twice_is_one_text(notifier: Notifier) -> None:
    event = updated(OWNER)
    await notifier.hear(event)
    await notifier.hear(event)
    assert recipients(notifier) == ["o1"]


async def test_an_urgent_update_breaks_the_quiet(notifier: Notifier) -> None:
    await notifier.hear(updated(OWNER))
    assert notifier.to("o1")[0].letter.urgent


async def test_an_owner_of_two_member_requests_gets_one_result(notifier: Notifier) -> None:
    await notifier.hear(resolved(incident=INCIDENT))
    await notifier.hear(resolved(request_id="r2", incident=INCIDENT, told_with="r1"))
    assert recipients(notifier) == ["o1"]
    assert notifier.to("o1")[0].outlet is Outlet.WECHAT
