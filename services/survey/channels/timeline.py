"""Read a growing list page by page: by stretches of an indexed moment that widen as they go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Final, Generic, TypeVar

from services.survey.domain.paging import Slice, Turn
from shared.kernel.aggregate import Aggregate
from shared.kernel.clock import Clock
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

A = TypeVar("A", bound=Aggregate)
Span = tuple[datetime, datetime]
FIRST: Final = datetime(2024, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_APART: Final = {"outbox": 0, "handled": 0}
_BACK: Final = timedelta(days=7)
_AHEAD: Final = timedelta(days=1)
_LATE: Final = timedelta(days=7)
_TICK: Final = timedelta(milliseconds=1)


@dataclass(slots=True, frozen=True)
class Which(Generic[A]):
    """Whose list, and what of it; the rest is left out after reading: one range, one index."""

    estate: str
    fits: Callable[[A], bool] = lambda _: True


class Timeline(Generic[A]):
    """A collection by one of its moments; the index is (``estate``, moment)."""

    def __init__(self, kept: Kept[A], field: str, clock: Clock) -> None:
        self._kept, self._field, self._clock = kept, field, clock

    async def ensure_index(self) -> None:
        """Create the index; a repeat changes nothing."""
        await self._kept.collection.create_index([("estate", 1), (self._field, 1)])

    async def between(self, estate: str, since: datetime, until: datetime) -> list[A]:
        """Return what lies in one stretch, the earliest first."""
        wanted = {"estate": estate, self._field: {"$gte": since, "$lt": until}}
        async with away_is_unavailable():
            cursor = self._kept.collection.find(wanted, _APART)
            found = [document async for document in cursor]
        found.sort(key=lambda one: (one[self._field], one["_id"]))
        return [self._kept.read(one) for one in found]

    async def back(self, which: Which[A], turn: Turn) -> Slice[A]:
        """Return a page, the latest first; what is still to come stands before it all."""
        mark = _mark(turn.cursor)
        until = mark[0] + _TICK if mark else LAST
        return await self._page(which, turn, _back(self._clock(), until), reverse=True)

    async def ahead(self, which: Which[A], turn: Turn) -> Slice[A]:
        """Return a page, the earliest first, from what is some days late."""
        mark = _mark(turn.cursor)
        since = mark[0] if mark else self._clock() - _LATE
        return await self._page(which, turn, _ahead(self._clock(), since), reverse=False)

    async def _page(
        self, which: Which[A], turn: Turn, spans: Iterator[Span], *, reverse: bool
    ) -> Slice[A]:
        mark, rows = _mark(turn.cursor), list[tuple[datetime, str, A]]()
        for since, until in spans:
            read = filter(which.fits, await self.between(which.estate, since, until))
            found = [(self._at(one), one.id, one) for one in read]
            found.sort(key=itemgetter(0, 1), reverse=reverse)
            rows += [row for row in found if mark is None or _beyond(row[:2], mark, reverse)]
            if len(rows) > turn.limit:
                break
        shown = rows[: turn.limit]
        more = len(rows) > turn.limit
        return Slice([row[2] for row in shown], _cursor(shown[-1]) if more else None)

    def _at(self, one: A) -> datetime:
        moment: datetime = getattr(one, self._field)
        return moment


def _back(now: datetime, until: datetime) -> Iterator[Span]:
    """Walk from ``until`` back: first all that is to come, then weeks, twice as long each time."""
    if until > now:
        yield now, until
    end, width = min(now, until), _BACK
    while end > FIRST:
        yield max(end - width, FIRST), end
        end, width = end - width, width * 2


def _ahead(now: datetime, since: datetime) -> Iterator[Span]:
    """Walk from ``since`` on: first what is past, then a day, two, four and so on."""
    if since < now:
        yield since, now
    start, width = max(now, since), _AHEAD
    while start < LAST:
        yield start, min(start + width, LAST)
        start, width = start + width, width * 2


def _beyond(row: tuple[datetime, str], mark: tuple[datetime, str], reverse: bool) -> bool:
    return row < mark if reverse else row > mark


def _cursor(row: tuple[datetime, str, object]) -> str:
    return f"{int(row[0].timestamp() * 1000)}.{row[1]}"


def _mark(cursor: str) -> tuple[datetime, str] | None:
    """Read where a page ended; what is no cursor of ours begins at the beginning."""
    moment, _, identity = cursor.partition(".")
    if not moment.isdigit() or len(moment) > 13:
        return None
    return datetime.fromtimestamp(int(moment) / 1000, UTC), identity
