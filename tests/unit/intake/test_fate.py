"""What became of a submission, in whatever order it is heard."""

import itertools

import pytest

from services.intake.domain.fate import Fate
from shared.contracts.requests import (
    RequestAccepted,
    RequestAssigned,
    RequestClosed,
    RequestEvent,
    RequestReopened,
    RequestResolved,
)
from shared.contracts.words import Status
from tests.support.told import NOON, facts

STORY: tuple[RequestEvent, ...] = (
    RequestAssigned(request=facts(status=Status.ASSIGNED)),
    RequestResolved(request=facts(status=Status.RESOLVED), outcome="修好", resolved_at=NOON),
    RequestReopened(request=facts(status=Status.REOPENED, round=2), reason="又漏了"),
    RequestAccepted(request=facts(status=Status.ACCEPTED, round=2)),
    RequestClosed(request=facts(status=Status.CLOSED, round=2), satisfied=True, closed_at=NOON),
)


@pytest.mark.parametrize("order", tuple(itertools.permutations(range(len(STORY)))))
def test_the_end_is_the_same_in_whatever_order_it_is_heard(order: tuple[int, ...]) -> None:
    fate = Fate()
    for index in order:
        fate = fate.after(STORY[index])
    assert (fate.status, fate.round, fate.unhappy, fate.is_open) == (Status.CLOSED, 2, True, False)
