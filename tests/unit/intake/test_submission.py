"""A submission is what was told, once for each key."""

from dataclasses import replace

import pytest

from services.intake.domain.repeat import KeyReused
from services.intake.domain.submission import HeardAt, Submission, Told
from services.intake.domain.wording import TextMissing
from shared.contracts.event import Place
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel, Outlet
from shared.kernel.ids import number_of
from tests.support.intake import NOON

TOLD = Told(
    estate="sample",
    channel=Channel.DESK,
    sender="staff-1",
    key="k-1",
    text="厨房漏水",
    reporter=Reporter(owner_id="owner-1", name="周明"),
    place=Place(building="3", unit="2", room="1201"),
    attachments=("a", "b"),
    taken_by="staff-1",
    heard_at=HeardAt.PHONE,
    prefers=Outlet.SMS,
)


def test_taking_in_tells_all_that_was_told() -> None:
    submission = Submission.take_in(TOLD, NOON)
    assert submission.events == [
        RequestSubmitted(
            request_id=submission.id,
            number=number_of(submission.id),
            channel=Channel.DESK,
            reporter=TOLD.reporter,
            text="厨房漏水",
            submitted_at=NOON,
            place=TOLD.place,
            taken_by="staff-1",
            heard_at="phone",
            attachments=("a", "b"),
            prefers=Outlet.SMS,
        )
    ]


def test_the_same_key_of_the_same_sender_gives_the_same_id() -> None:
    assert replace(TOLD, text="别的").id == TOLD.id


@pytest.mark.parametrize(
    "other",
    [
        replace(TOLD, estate="other"),
        replace(TOLD, channel=Channel.APP),
        replace(TOLD, sender="x"),
        replace(TOLD, key="k-2"),
    ],
)
def test_another_estate_channel_sender_or_key_gives_another_id(other: Told) -> None:
    assert other.id != TOLD.id


def test_a_receipt_answers_a_repeat_of_the_same_words() -> None:
    receipt = Submission.take_in(TOLD, NOON).receipt
    assert receipt.answers(replace(TOLD)) is receipt


def test_a_receipt_answers_even_when_the_owner_has_a_new_name() -> None:
    receipt = Submission.take_in(TOLD, NOON).receipt
    renamed = replace(TOLD, reporter=Reporter(owner_id="owner-1", name="周大明"))
    assert receipt.answers(renamed) is receipt


@pytest.mark.parametrize(
    "other",
    [
        replace(TOLD, text="停电了"),
        replace(TOLD, place=None),
        replace(TOLD, attachments=("a",)),
        replace(TOLD, heard_at=HeardAt.FORUM),
        replace(TOLD, prefers=None),
        replace(TOLD, reporter=Reporter(owner_id="owner-2")),
    ],
)
def test_the_same_key_with_other_content_is_refused(other: Told) -> None:
    receipt = Submission.take_in(TOLD, NOON).receipt
    with pytest.raises(KeyReused):
        receipt.answers(other)


def test_nothing_is_made_of_an_empty_text() -> None:
    with pytest.raises(TextMissing):
        Submission.take_in(replace(TOLD, text=" \x00 "), NOON)
