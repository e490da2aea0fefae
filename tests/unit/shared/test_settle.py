"""One table decides what becomes of a message."""

import pytest

from shared.bus.settle import Settled, reason_of, settle
from shared.contracts.envelope import Malformed, UnknownType
from shared.kernel import errors


@pytest.mark.parametrize(
    ("error", "settled"),
    [
        (errors.Seen("m"), Settled.ACK),
        (errors.Conflict("m"), Settled.RETRY),
        (errors.Unavailable("m"), Settled.RETRY),
        (KeyError("m"), Settled.RETRY),
        (Malformed("m"), Settled.DEAD),
        (UnknownType("m"), Settled.DEAD),
        (errors.WrongMove("m"), Settled.DEAD),
        (errors.Missing("m"), Settled.DEAD),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_each_failure_is_settled_by_its_ancestry(error: Exception, settled: Settled) -> None:
    assert settle(error) is settled


def test_a_refusal_keeps_its_slug_and_words_as_the_reason() -> None:
    assert reason_of(errors.WrongMove("closed")) == "wrong-move: closed"


def test_a_bug_s_words_are_not_kept_for_they_may_be_an_owner_s() -> None:
    assert reason_of(KeyError("13900000001")) == "bug: KeyError"
