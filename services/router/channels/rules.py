"""Keep the rules of each estate in memory: its files, its staff, its leave and swaps."""

from collections.abc import Iterable
from dataclasses import replace

from pymongo import ASCENDING

from services.router.domain.duty import Duty
from services.router.domain.duty_book import DutyBook
from services.router.domain.estate_files import EstateFiles
from services.router.domain.faults import Faults
from services.router.domain.people import StaffCard
from services.router.domain.rules import Rules, read_rules
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept


class RulesInMemory:
    """Keeps the rules of each estate that was asked for; ``refresh`` reads them again."""

    def __init__(
        self, files: Kept[EstateFiles], staff: Kept[StaffCard], duty: Kept[DutyBook]
    ) -> None:
        self._files = files
        self._duty = duty
        self._staff = staff
        self._known: dict[str, Rules] = {}
        self._stale: set[str] = set()

    @property
    def estates(self) -> tuple[str, ...]:
        """Return the estates in memory."""
        return tuple(self._known)

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._staff.collection.create_index([("estate", ASCENDING)])

    async def rules(self, estate: str) -> Rules:
        """Return the rules that hold in an estate."""
        if estate not in self._known or estate in self._stale:
            self._stale.discard(estate)
            await self.refresh(estate)
        return self._known[estate]

    def forget(self, estate: str) -> None:
        """Read them again at the next need."""
        self._stale.add(estate)

    async def refresh(self, estate: str) -> Rules:
        """Read an estate's rules; the files are parsed only when their version has changed."""
        known = self._known.get(estate)
        async with away_is_unavailable():
            found = await self._files.collection.find_one({"_id": estate}, {"outbox": 0})
        if known is None or known.version != (found["version"] if found else 0):
            known = self._files.read(found).rules() if found else read_rules({}, Faults())
        told = {card.staff.id: card.staff for card in await self._cards(estate)}
        book = await self.duty_of(estate)
        duty = book.duty if book else Duty()
        self._known[estate] = replace(known, told=told, duty=duty)
        return self._known[estate]

    async def duty_of(self, estate: str) -> DutyBook | None:
        """Return an estate's leave and swaps."""
        async with away_is_unavailable():
            found = await self._duty.collection.find_one({"_id": estate}, {"outbox": 0})
        return self._duty.read(found) if found else None

    async def _cards(self, estate: str) -> Iterable[StaffCard]:
        async with away_is_unavailable():
            cursor = self._staff.collection.find({"estate": estate}, {"outbox": 0})
            return [self._staff.read(document) async for document in cursor]
