"""Take out of a request that is over who asked for it and what was said."""

from dataclasses import replace
from typing import Final

from services.router.domain.request import Request
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import Status

OVER: Final = frozenset({Status.CLOSED, Status.CANCELLED})
GONE: Final = "（内容已按保存期限或业主要求删除）"


def forget(request: Request) -> bool:
    """Leave what is counted: when, where about, what kind, how fast; False while it is open."""
    if request.status not in OVER:
        return False
    owner = request.reporter.owner_id
    building = request.building
    request.reporter = Reporter(place=Place(building=building) if building else None)
    request.place = Place(building=building) if building else None
    request.text, request.attachments, request.reasons = GONE, (), ()
    request.outcome = request.outcome and GONE
    request.history = [
        replace(one, note="", why="", will_be_done="", by=None if one.by == owner else one.by)
        for one in request.history
    ]
    return True
