"""Turn a request that was into a line of the past: minutes of what people did, and no words."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from services.router.domain.history import Entry
from services.router.domain.request import Request
from services.router.domain.simulation.past import Counts, Done, Past
from services.router.domain.simulation.presence import Presence
from shared.contracts.words import Status

_OVER: Final = frozenset({Status.CLOSED, Status.CANCELLED})
_TAKEN_ON: Final = ("accept", "grab", "accept_transfer", "settle", "merge")


def past_of(request: Request, presence: Presence, now: datetime) -> Past:
    """Return what ``simulate`` needs of a request; the hours of duty are those of today's roster.

    Pauses are left out where the minutes of duty cover them already. ``now`` is how far that is
    known which is not over.
    """
    past = Past(
        submitted_at=request.submitted_at,
        category=request.category,
        urgency=request.urgency,
        channel=request.channel,
        building=request.building,
        unit=request.place.unit if request.place else None,
        counts=Counts.DUTY,
    )
    rounds = tuple(_done(part, past, request, presence) for part in _rounds(request.history))
    until = None if request.status in _OVER else now
    return past.model_copy(
        update={"rounds": rounds, "cancel": _cancelled(request), "known_until": until}
    )


def _rounds(history: Sequence[Entry]) -> list[Sequence[Entry]]:
    begins = [n for n, one in enumerate(history) if one.what in ("submit", "reopen")]
    bounds = [*begins, len(history)]
    return [history[first : last + 1] for first, last in pairwise(bounds)]


def _done(entries: Sequence[Entry], past: Past, request: Request, presence: Presence) -> Done:
    told, accepted = entries[0].at, _first(entries, *_TAKEN_ON)
    if accepted is None:
        return Done()
    by, working = accepted.by, past.counts_at_work(request.urgency)

    def since(start: datetime, end: Entry | None, counts: Counts) -> float | None:
        if end is None:
            return None
        on_duty = presence.minutes(by, start, end.at) if by and counts is Counts.DUTY else 0
        return round(on_duty or max((end.at - start).total_seconds() / 60, 0), 2)

    resolved = _first(entries, "resolve")
    fed_back = _first(_after(entries, resolved), "feed_back", "call")
    answered = _first(entries[1:], "close", "reopen")
    begun = fed_back.at if fed_back else resolved.at if resolved else told
    return Done(
        accept=since(told, accepted, Counts.DUTY),
        arrive=since(accepted.at, _first(entries, "arrive"), working),
        resolve=since(accepted.at, resolved, working),
        feed_back=since(resolved.at, fed_back, Counts.ELAPSED) if resolved else None,
        answer=since(begun, answered, Counts.ELAPSED),
        satisfied=answered is None or answered.what == "close",
        follow_up=since(told, _first(entries, "call"), Counts.ELAPSED),
    )


def _after(entries: Sequence[Entry], one: Entry | None) -> Sequence[Entry]:
    return entries[entries.index(one) + 1 :] if one else ()


def _first(entries: Sequence[Entry], *what: str) -> Entry | None:
    return next((one for one in entries if one.what in what), None)


def _cancelled(request: Request) -> float | None:
    if request.status is not Status.CANCELLED:
        return None
    return (request.history[-1].at - request.submitted_at).total_seconds() / 60
