"""Keep each campaign's counts in memory: add only what has come since, or nothing once over."""

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from motor.motor_asyncio import AsyncIOMotorCollection

from services.survey.domain.campaigns.tally import Tally

REMEMBERED: Final = 16
_AT_ONCE: Final = 500


@dataclass(slots=True)
class _Running:
    pages: set[str] = field(default_factory=set)
    tallies: dict[str, Tally] = field(default_factory=dict)


class Tallies:
    """Pages never change, so what has been added once is right for ever."""

    def __init__(self, pages: AsyncIOMotorCollection[dict[str, Any]]) -> None:
        self._pages = pages
        self._known: OrderedDict[str, _Running] = OrderedDict()

    async def of(self, campaign: str) -> Mapping[str, Tally]:
        """Return the counts by building."""
        running = self._known.setdefault(campaign, _Running())
        self._known.move_to_end(campaign)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        cursor = self._pages.find({"campaign": campaign}, {"_id": 1}, hint="campaign")
        fresh = [page["_id"] async for page in cursor if page["_id"] not in running.pages]
        for at in range(0, len(fresh), _AT_ONCE):
            await self._add(running, fresh[at : at + _AT_ONCE])
        return running.tallies

    async def _add(self, running: _Running, pages: list[str]) -> None:
        shown = {"building": 1, "n": 1, "counts": 1}
        async for page in self._pages.find({"_id": {"$in": pages}}, shown):
            if page["_id"] not in running.pages:
                running.pages.add(page["_id"])
                tally = Tally(page["n"], orjson.loads(page["counts"]))
                running.tallies.setdefault(page["building"], Tally()).add(tally)


class Turnout:
    """Counts who has answered campaigns that are over: once each, when every ticket is spent."""

    def __init__(self, tickets: AsyncIOMotorCollection[dict[str, Any]]) -> None:
        self._tickets = tickets
        self._known: OrderedDict[str, Mapping[str, int]] = OrderedDict()

    async def of(self, campaign: str, answers: int) -> Mapping[str, int]:
        """Return by building how many tickets are spent; of fewer than ``answers``, for now."""
        if campaign not in self._known:
            wanted, shown = {"campaign": campaign, "spent": True}, {"_id": 0, "building": 1}
            cursor = self._tickets.find(wanted, shown, hint=[("campaign", 1), ("bucket", 1)])
            found = Counter([row["building"] async for row in cursor])
            if found.total() < answers:
                return found
            self._known[campaign] = found
        self._known.move_to_end(campaign)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return self._known[campaign]
