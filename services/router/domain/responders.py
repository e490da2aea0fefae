"""Reckon what becomes of the requests that each first responder answers for (首问负责制)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.contracts.words import Status

_OVER: Final = frozenset({Status.CLOSED, Status.CANCELLED})


@dataclass(slots=True, frozen=True, kw_only=True)
class Answered:
    """What the report needs to know of a request."""

    first_responder: str | None
    status: Status
    satisfied: bool | None
    missed: bool
    submitted_at: datetime
    ended_at: datetime | None


@dataclass(slots=True, frozen=True, kw_only=True)
class Score:
    """One first responder's figures; ``overdue`` are the open ones that have missed a promise.

    ``mean`` is from submission to the end, over what was closed.
    """

    first_responder: str
    total: int
    open: int
    closed: int
    satisfied: int
    overdue: int
    mean: timedelta | None


def scores(requests: Iterable[Answered]) -> list[Score]:
    """Return the figures by first responder, most requests first."""
    theirs: defaultdict[str, list[Answered]] = defaultdict(list)
    for one in requests:
        if one.first_responder:
            theirs[one.first_responder].append(one)
    found = [_score(who, answered) for who, answered in theirs.items()]
    return sorted(found, key=lambda score: (-score.total, score.first_responder))


def _score(who: str, answered: list[Answered]) -> Score:
    open_ones = [one for one in answered if one.status not in _OVER]
    closed = [one for one in answered if one.status is Status.CLOSED]
    spans = [one.ended_at - one.submitted_at for one in closed if one.ended_at]
    return Score(
        first_responder=who,
        total=len(answered),
        open=len(open_ones),
        closed=len(closed),
        satisfied=sum(one.satisfied is True for one in closed),
        overdue=sum(one.missed for one in open_ones),
        mean=sum(spans, timedelta()) / len(spans) if spans else None,
    )
