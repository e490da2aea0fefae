"""Read many requests for reports by narrow stretches of their submission; know the driver."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from services.router.channels.report_days import STRETCH, SealedDays
from services.router.domain.reports.facts import Facts, Timed
from services.router.domain.reports.question import Question
from services.router.domain.request import Request
from shared.contracts.words import ClockName
from shared.kernel.clock import Clock, utc_now
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

MONTH: Final = 30
_PLAIN: Final = (
    *("number", "submitted_at", "status", "category", "urgency", "channel", "department"),
    *("assignee", "first_responder", "round", "satisfied"),
)
_CLOCK: Final = ("name", "round", "missed", "stopped_at")
_READ: Final = {
    **dict.fromkeys(_PLAIN, 1),
    "place.building": 1,
    **{f"clocks.{name}": 1 for name in _CLOCK},
}
_FACTS: Final[TypeAdapter[Facts]] = TypeAdapter(Facts)
Document = Mapping[str, Any]


class ReportArchive:
    """Reads day by day by the index on estate and submission: no other query waits for long.

    Days long past are read as they were sealed.
    """

    def __init__(self, requests: Kept[Request], clock: Clock = utc_now) -> None:
        self._kept = requests
        self._clock = clock
        self._days = SealedDays(requests)

    async def facts(self, asked: Question) -> AsyncIterator[Facts]:
        """Yield what figures are made of, the latest first."""
        spans = list(_stretches(asked))
        while spans:
            some, spans = spans[-MONTH:], spans[:-MONTH]
            sealed = await self._days.between(asked.estate, (some[0][0], some[-1][1]))
            for since, until in reversed(some):
                facts = sealed.get(since)
                for one in await self._day(asked, since, until) if facts is None else facts:
                    if asked.fits(one):
                        yield one

    async def whole(self, asked: Question) -> AsyncIterator[Request]:
        """Yield the requests themselves, the earliest first."""
        for since, until in _stretches(asked):
            found = [one async for one in self._find(asked, since, until, {"outbox": 0})]
            for one in sorted(found, key=lambda it: (it["submitted_at"], it["_id"])):
                yield self._kept.read(dict(one))

    async def _day(self, asked: Question, since: datetime, until: datetime) -> list[Facts]:
        found = [_facts(one) async for one in self._find(asked, since, until, _READ)]
        found.sort(key=lambda it: (it.submitted_at, it.id), reverse=True)
        if until - since == STRETCH:
            await self._days.seal(asked.estate, since, found, self._clock())
        return found

    async def _find(
        self, asked: Question, since: datetime, until: datetime, fields: Mapping[str, int]
    ) -> AsyncIterator[Document]:
        wanted = {"estate": asked.estate, "submitted_at": {"$gte": since, "$lt": until}}
        async with away_is_unavailable():
            async for document in self._kept.collection.find(wanted, fields):
                yield document


def _stretches(asked: Question) -> Iterator[tuple[datetime, datetime]]:
    since = asked.since
    while since < asked.until:
        until = min(since + STRETCH, asked.until)
        yield since, until
        since = until


def _facts(document: Document) -> Facts:
    place = document.get("place") or {}
    return _FACTS.validate_python(
        {
            **{name: document.get(name) for name in _PLAIN},
            "id": document["_id"],
            "building": place.get("building"),
            "clocks": tuple(_timed(clock) for clock in document.get("clocks", ())),
        }
    )


def _timed(clock: Document) -> Timed:
    return Timed(
        ClockName(clock["name"]), clock["round"], clock["missed"], clock["stopped_at"] is not None
    )
