"""The count finds what it is there to find."""

from dataclasses import replace

from tests.chaos.count import ASSIGNED, Found, Outcome, Seen, Sent, count
from tests.chaos.ledger import Ledger, mark_of

MARK = mark_of(7)
LEDGER = Ledger(asked={MARK: "o001"}, acknowledged={MARK: "K7M2-Q4XA"})
ADDRESSES = {"13900000001": "o001", "13900090005": "w01", "13900090001": "c01"}
REQUEST = Found(
    request_id="r1",
    number="K7M2-Q4XA",
    status="assigned",
    text=f"楼道灯不亮了[{MARK}]",
    assignee="w01",
    first_responder="c01",
)
SENT = tuple(
    Sent(token=f"t{n}", to=phone, about="r1", because=ASSIGNED, posts=1)
    for n, phone in enumerate(ADDRESSES)
)
RIGHT = Seen(requests=(REQUEST,), sent=SENT, inboxes={"o001": [("r1", ASSIGNED)]}, dead=())


def counted(seen: Seen) -> Outcome:
    return count(LEDGER, seen, ADDRESSES)


def test_a_run_in_which_all_is_well_is_right() -> None:
    assert counted(RIGHT).is_right


def test_a_run_in_which_nothing_was_acknowledged_proves_nothing() -> None:
    assert not count(Ledger(), replace(RIGHT, inboxes={}), ADDRESSES).is_right


def test_an_acknowledged_request_that_is_not_there_is_lost() -> None:
    assert counted(replace(RIGHT, requests=())).lost == (MARK,)


def test_the_same_words_under_two_numbers_are_one_too_many() -> None:
    again = replace(REQUEST, request_id="r2", number="AAAA-BBBB")
    assert counted(replace(RIGHT, requests=(REQUEST, again))).duplicated == (MARK,)


def test_a_request_that_nobody_has_is_unassigned() -> None:
    waiting = replace(REQUEST, assignee=None)
    assert counted(replace(RIGHT, requests=(waiting,))).unassigned == ("r1",)


def test_an_assignee_who_was_not_told_is_missed() -> None:
    assert counted(replace(RIGHT, sent=(SENT[0], SENT[2]))).notifications_missing == (
        ("r1", "w01", ASSIGNED),
    )


def test_a_token_handed_in_twice_is_a_duplicate() -> None:
    twice = replace(SENT[0], posts=2)
    assert len(counted(replace(RIGHT, sent=(twice, *SENT[1:]))).notifications_duplicated) == 1


def test_one_person_told_once_more_under_another_token_is_a_duplicate() -> None:
    more = replace(SENT[0], token="t9")
    assert len(counted(replace(RIGHT, sent=(*SENT, more))).notifications_duplicated) == 1


def test_somebody_told_whom_it_does_not_concern_is_a_stray() -> None:
    stray = replace(SENT[0], token="t9", to="13900099999")
    assert len(counted(replace(RIGHT, sent=(*SENT, stray))).notifications_stray) == 1


def test_an_owner_who_does_not_find_the_receipt_in_the_app_is_a_fault() -> None:
    assert len(counted(replace(RIGHT, inboxes={"o001": []})).inbox_faults) == 1


def test_a_dead_letter_is_off() -> None:
    assert not counted(replace(RIGHT, dead=("router: …",))).is_right
