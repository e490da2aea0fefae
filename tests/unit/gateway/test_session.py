"""A family of refresh tokens, of which only the newest is good."""

from datetime import UTC, datetime, timedelta

from services.gateway.domain.session import Session
from shared.contracts.words import Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def session(role: Role = Role.OWNER) -> Session:
    return Session(
        id="s",
        estate="sample",
        account="o1",
        role=role,
        current="t1",
        forget_at=NOON + timedelta(days=1),
    )


def test_each_token_is_good_once() -> None:
    one = session()
    assert one.rotate("t1", "t2", NOON)
    assert one.rotate("t2", "t3", NOON)


def test_any_spent_token_ends_the_family() -> None:
    one = session()
    one.rotate("t1", "t2", NOON)
    one.rotate("t2", "t3", NOON)
    assert not one.rotate("t1", "t4", NOON)
    assert not one.rotate("t3", "t4", NOON)


def test_a_made_up_token_ends_nothing() -> None:
    one = session()
    assert not one.rotate("made up", "t2", NOON)
    assert one.rotate("t1", "t2", NOON)


def test_use_keeps_an_owner_logged_in_for_another_month() -> None:
    one = session()
    one.rotate("t1", "t2", NOON)
    assert one.forget_at == NOON + timedelta(days=30)


def test_who_holds_no_token_of_it_cannot_log_another_out() -> None:
    one = session()
    one.end("made up")
    assert not one.ended
    one.end("t1")
    assert one.ended
