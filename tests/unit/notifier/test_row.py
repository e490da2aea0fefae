"""A row goes only where the table lets it, and tells what became of it."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import (
    LEASE,
    Notification,
    State,
)
from services.notifier.domain.patience import PAUSES, URGENT_WAIT
from services.notifier.domain.records import ON_TAKING
from services.notifier.domain.rows import begin, follow
from shared.contracts.notifications import NotificationDelivered, NotificationFailed
from shared.contracts.words import Outlet
from tests.support.told import ESTATE, NOON, REQUEST

WAIT = timedelta(minutes=5)
SMS = Reach(outlet=Outlet.SMS, to="13900000001")
APP = Reach(outlet=Outlet.APP, to="o1")
PHONE = Reach(outlet=Outlet.PHONE, to="13900000001")


def letter(
    *, chased: bool = True, urgent: bool = False, secret: bool = False, quiet_hours: int = 0
) -> Letter:
    return Letter(
        estate=ESTATE,
        recipient="o1",
        cause="message-1",
        because="request.resolved.v1",
        about=REQUEST,
        text="已处理完毕",
        chased=chased,
        urgent=urgent,
        secret=secret,
        not_before=NOON + timedelta(hours=quiet_hours) if quiet_hours else None,
    )


def row(*plan: Reach, **how: bool) -> Notification:
    return begin(letter(**how), plan or (SMS, APP), NOON)


def test_a_new_row_is_born_leased() -> None:
    born = row()
    assert (born.state, born.next_at, born.is_doubtful) == (State.SENDING, NOON + LEASE, False)


def test_a_taking_changes_nothing_but_what_is_recorded_of_it() -> None:
    before, after = row(), row()
    after.accept("p-1", NOON, WAIT)
    assert {
        name for name in asdict(after) if asdict(after)[name] != asdict(before)[name]
    } == ON_TAKING


def test_in_quiet_hours_a_row_waits_unleased() -> None:
    waiting = begin(letter(quiet_hours=8), (SMS,), NOON)
    assert (waiting.state, waiting.next_at) == (State.PENDING, NOON + timedelta(hours=8))


def test_its_second_lease_is_doubtful() -> None:
    leased = row()
    leased.claim(NOON)
    assert leased.is_doubtful


def test_a_chased_letter_waits_for_its_receipt() -> None:
    sent = row()
    sent.accept("p1", NOON, WAIT)
    assert sent.next_at == NOON + WAIT


def test_an_urgent_letter_waits_a_minute_at_most() -> None:
    sent = row(urgent=True)
    sent.accept("p1", NOON, WAIT)
    assert sent.next_at == NOON + URGENT_WAIT


def test_progress_in_the_app_is_not_chased() -> None:
    sent = row(APP, SMS, chased=False)
    sent.accept("p1", NOON, WAIT)
    assert sent.next_at is None


def test_progress_that_nobody_reports_on_is_sent_on() -> None:
    sent = row(SMS, APP, chased=False)
    sent.accept("p1", NOON, WAIT)
    assert sent.next_at == NOON + WAIT


def test_a_receipt_before_the_record_of_the_send_is_kept() -> None:
    sent = row()
    sent.deliver(NOON)
    assert not sent.accept("p1", NOON, WAIT)
    assert sent.state is State.DELIVERED


def test_a_receipt_twice_is_told_once() -> None:
    sent = row()
    sent.deliver(NOON)
    sent.deliver(NOON)
    assert [type(event) for event in sent.events] == [NotificationDelivered]


def test_a_late_failure_does_not_undo_a_delivery() -> None:
    sent = row()
    sent.deliver(NOON)
    assert not sent.fail("late", NOON)


def test_a_late_delivery_undoes_a_failure_and_ends_the_passing_on() -> None:
    sent = row()
    sent.fail("no receipt in time", NOON)
    sent.deliver(NOON)
    assert (sent.state, sent.next_at) == (State.DELIVERED, None)


def test_while_outlets_are_left_a_failure_is_not_told() -> None:
    failing = row(SMS, APP)
    failing.fail("no such number", NOON)
    assert not failing.events


@pytest.mark.parametrize("plan", [(SMS,), (SMS, PHONE)], ids=["none left", "only the phone left"])
def test_the_failure_of_the_last_outlet_is_told(plan: tuple[Reach, ...]) -> None:
    failing = row(*plan)
    failing.fail("no such number", NOON)
    assert [type(event) for event in failing.events] == [NotificationFailed]


def test_the_next_outlet_gets_a_row_of_its_own() -> None:
    second = follow(row(SMS, APP), NOON)
    assert second is not None
    assert (second.outlet, second.rest, second.id == row().id) == (Outlet.APP, (), False)


def test_after_the_last_pause_it_gives_the_outlet_up() -> None:
    failing = row()
    for _ in PAUSES:
        failing.retry("no answer", NOON)
        failing.claim(NOON)
    failing.retry("no answer", NOON)
    assert failing.state is State.FAILED


def test_what_is_read_has_arrived() -> None:
    message = row(APP)
    message.read(NOON)
    assert (message.state, message.delivered_at) == (State.READ, NOON)


def test_a_login_code_is_wiped_once_it_has_gone_and_told_to_nobody() -> None:
    code = row(secret=True)
    code.accept("p1", NOON, WAIT)
    code.deliver(NOON)
    assert (code.letter.text, code.events) == ("", [])


@given(st.lists(st.sampled_from(["accept", "retry", "claim", "deliver", "fail", "read", "settle"])))
def test_whatever_comes_in_whatever_order_delivery_is_told_at_most_once(acts: list[str]) -> None:
    subject = row(SMS, APP)
    does = {
        "accept": lambda: subject.accept("p1", NOON, WAIT),
        "retry": lambda: subject.retry("no answer", NOON),
        "claim": lambda: subject.claim(NOON),
        "deliver": lambda: subject.deliver(NOON),
        "fail": lambda: subject.fail("no", NOON),
        "read": lambda: subject.read(NOON),
        "settle": subject.settle,
    }
    for act in acts:
        does[act]()
    told = [event for event in subject.events if isinstance(event, NotificationDelivered)]
    assert len(told) == (subject.state in {State.DELIVERED, State.READ})


def test_the_arrival_of_mere_progress_is_noted_and_told_to_nobody() -> None:
    progress = begin(replace(letter(), because="request.arrived.v1"), (SMS,), NOON)
    progress.deliver(NOON)
    assert (progress.delivered_at, progress.events) == (NOON, [])
