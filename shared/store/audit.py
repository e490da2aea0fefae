"""Keep an audit trail that only grows: lines are inserted, each bound to the one before it.

It lies in a database of its own, on which the service's user may insert and read and nothing else.
The lines of an estate are numbered without a gap, so that they are found by their ids alone.
"""

import asyncio
import hashlib
from itertools import pairwise
from typing import Final

import orjson
from pymongo.errors import DuplicateKeyError

from shared.contracts.audit import Line, Noted, Sheet
from shared.contracts.phone import mark_of
from shared.runtime.mongo import Database, away_is_unavailable

START: Final = "-"


class AuditTrail:
    """The trail of one service; two processes may write at once, and neither overtakes a number."""

    def __init__(self, database: Database) -> None:
        self._lines = database.client[f"{database.name}_audit"]["lines"]
        self._last: dict[str, int] = {}
        self._gate = asyncio.Lock()

    async def note(self, noted: Noted) -> Line:
        """Write an act down, once and for all; return the line that it has become."""
        async with self._gate, away_is_unavailable():
            while True:
                last = await self._end(noted.estate)
                before = await self._line(noted.estate, last)
                line = bound(noted, last + 1, before.seal if before else START)
                identity = {"_id": _id(noted.estate, line.seq)}
                try:
                    await self._lines.insert_one({**identity, **line.model_dump()})
                except DuplicateKeyError:  # another process wrote that line
                    continue
                self._last[noted.estate] = line.seq
                return line

    async def sheet(self, estate: str, before: int | None, limit: int) -> Sheet:
        """Return the lines numbered below ``before`` (None: the last), the newest first."""
        async with away_is_unavailable():
            top = (await self._end(estate)) if before is None else before - 1
            wanted = [_id(estate, seq) for seq in range(max(top - limit, 0), top + 1)]
            cursor = self._lines.find({"_id": {"$in": wanted}})
            found = [Line.model_validate(one) async for one in cursor]
        lines = sorted(found, key=lambda line: line.seq, reverse=True)
        shown = tuple(lines[:limit])
        further = shown[-1].seq if shown and shown[-1].seq > 1 else None
        return Sheet(lines=shown, intact=intact(lines, top), cursor=further)

    async def _line(self, estate: str, seq: int) -> Line | None:
        found = await self._lines.find_one({"_id": _id(estate, seq)})
        return Line.model_validate(found) if found else None

    async def _end(self, estate: str) -> int:
        """Return the last number: step ever wider until there is none, then halve the gap."""
        low, step = self._last.get(estate, 0), 1
        while await self._line(estate, low + step):
            low, step = low + step, step * 2
        high = low + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if await self._line(estate, middle) else (low, middle)
        self._last[estate] = low
        return low


def bound(noted: Noted, seq: int, previous: str) -> Line:
    """Return an act as the line ``seq``, bound to the line before by that one's seal."""
    said = noted.model_dump(mode="json", include=set(Noted.model_fields))
    text = orjson.dumps([said, seq, previous], option=orjson.OPT_SORT_KEYS).decode()
    seal = hashlib.sha256(mark_of(text).encode()).hexdigest()
    return Line(**dict(noted), seq=seq, previous=previous, seal=seal)


def intact(lines: list[Line], top: int) -> bool:
    """Tell whether lines, newest first and from ``top`` on, are what was written, all of them."""
    whole = all(bound(_noted(line), line.seq, line.previous).seal == line.seal for line in lines)
    joined = all((new.seq - 1, new.previous) == (old.seq, old.seal) for new, old in pairwise(lines))
    ends = not lines or (lines[0].seq == top and (lines[-1].seq > 1 or lines[-1].previous == START))
    return whole and joined and ends


def _noted(line: Line) -> Noted:
    return Noted(**{name: getattr(line, name) for name in Noted.model_fields})


def _id(estate: str, seq: int) -> str:
    return f"{estate}/{seq:012d}"
