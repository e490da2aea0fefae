"""Read each day's surveys once: a day that can change no more is counted and kept for good."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from pydantic import TypeAdapter
from pymongo.errors import DuplicateKeyError

from services.survey.domain.satisfaction.sheet import Sheet, sheet_of
from services.survey.domain.survey import Survey
from services.survey.domain.terms import CHINA
from shared.kernel.clock import Clock
from shared.runtime.mongo import Database, away_is_unavailable
from shared.store.mongo import Kept

SETTLES: Final = timedelta(days=45)
FRESH: Final = timedelta(seconds=10)
YOUNG: Final = timedelta(days=2)
STALE: Final = timedelta(minutes=5)
REMEMBERED: Final = 2000
_APART: Final = {"outbox": 0, "handled": 0, "case.reporter.phone": 0, "case.reporter.address": 0}
_AT_ONCE: Final = 20
_SHEET: Final = TypeAdapter(Sheet)
_DAY: Final = timedelta(days=1)


class DaySheets:
    """See ``services.survey.ports.Sheets``.

    A day's surveys can be answered for a week and by return call for up to thirty days; after
    ``SETTLES`` its sheet is written down, before it is counted again when it has grown old.
    """

    def __init__(self, kept: Kept[Survey], database: Database, clock: Clock) -> None:
        self._kept, self._sheets, self._clock = kept, database["day_sheets"], clock
        self._known: OrderedDict[tuple[str, date], tuple[datetime, Sheet]] = OrderedDict()

    async def ensure_indexes(self) -> None:
        """Create what the sheets are found by."""
        await self._sheets.create_index([("estate", 1), ("day", 1)])

    async def days(self, estate: str, first: date, last: date) -> list[Sheet]:
        """Return a sheet for each day, in order."""
        written = await self._written(estate, first, last)
        wanted = (first + n * _DAY for n in range((last - first).days + 1))
        return [written.get(day) or await self._counted(estate, day) for day in wanted]

    async def of_day(self, estate: str, day: date) -> list[Survey]:
        """Return a day's surveys, the latest first."""
        start = datetime.combine(day, time(), CHINA)
        span = {"$gte": start, "$lt": start + _DAY}
        found = await self._read({"estate": estate, "opened_at": span})
        return sorted(found, key=lambda one: (one.opened_at, one.id), reverse=True)

    async def surveys(self, estate: str, ids: Sequence[str]) -> list[Survey]:
        """Return surveys by their ids."""
        return await self._among(estate, "_id", ids)

    async def of_requests(self, estate: str, requests: Sequence[str]) -> list[Survey]:
        """Return every round's survey of some requests."""
        return await self._among(estate, "case.request_id", requests)

    async def of_owners(self, estate: str, owners: Sequence[str]) -> list[Survey]:
        """Return the surveys of some owners."""
        return await self._among(estate, "case.reporter.owner_id", owners)

    async def _counted(self, estate: str, day: date) -> Sheet:
        now = self._clock()
        age = now - datetime.combine(day, time(), CHINA)
        read_at, known = self._known.get((estate, day), (None, None))
        if known and read_at and now - read_at < (FRESH if age < YOUNG else STALE):
            return known
        sheet = sheet_of(day, await self.of_day(estate, day))
        if age > SETTLES:
            await self._write(estate, sheet)
        else:
            self._known[estate, day] = (now, sheet)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return sheet

    async def _written(self, estate: str, first: date, last: date) -> Mapping[date, Sheet]:
        span = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        async with away_is_unavailable():
            cursor = self._sheets.find({"estate": estate, "day": span}, {"body": 1})
            found = [_SHEET.validate_json(one["body"]) async for one in cursor]
        return {sheet.day: sheet for sheet in found}

    async def _write(self, estate: str, sheet: Sheet) -> None:
        day = sheet.day.isoformat()
        document: dict[str, Any] = {
            "_id": f"{estate}|{day}",
            "estate": estate,
            "day": day,
            "body": _SHEET.dump_json(sheet),
        }
        try:
            async with away_is_unavailable():
                await self._sheets.insert_one(document)
        except DuplicateKeyError:
            return

    async def _among(self, estate: str, field: str, values: Sequence[str]) -> list[Survey]:
        """Ask for each by itself: an index serves that everywhere, a list of them does not."""
        found = list[Survey]()
        for at in range(0, len(values), _AT_ONCE):
            some = values[at : at + _AT_ONCE]
            asked = (self._read({field: value}) for value in some)
            read = (one for each in await asyncio.gather(*asked) for one in each)
            found += [one for one in read if one.estate == estate]
        return found

    async def _read(self, wanted: Mapping[str, Any]) -> list[Survey]:
        async with away_is_unavailable():
            cursor = self._kept.collection.find(wanted, _APART)
            return [self._kept.read(document) async for document in cursor]
