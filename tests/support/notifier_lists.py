"""Read the notifier's lists and its contact book from memory."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from services.notifier.domain.contact import Contact, contact_id
from services.notifier.domain.notification import Notification, State
from services.notifier.domain.rows import RANKS
from services.notifier.store import PAGE
from shared.contracts.words import Outlet, Role
from tests.support.memory import Memory


@dataclass(slots=True)
class Rows:
    """The lists, read from memory."""

    memory: Memory[Notification]

    def _all(self) -> list[Notification]:
        return sorted(deepcopy(list(self.memory.kept.values())), key=lambda row: row.created_at)

    async def row(self, token: str) -> Notification | None:
        """Return a row."""
        return deepcopy(self.memory.kept.get(token))

    async def row_of(self, outlet: Outlet, provider_id: str) -> Notification | None:
        """Return a row by its provider's name for it."""
        wanted = (outlet, provider_id)
        return next((r for r in self._all() if (r.outlet, r.provider_id) == wanted), None)

    async def due(
        self, now: datetime, size: int, ranks: Sequence[int | None] = RANKS
    ) -> AsyncIterator[Sequence[Notification]]:
        """Yield what is due, the first rank's first."""
        due = [row for row in self._all() if row.next_at and row.next_at <= now]
        for rank in ranks:
            rows = [row for row in due if row.rank == rank]
            for start in range(0, len(rows), size):
                yield rows[start : start + size]

    async def claim(self, rows: Sequence[Notification], now: datetime) -> Sequence[Notification]:
        """Lease untried rows."""
        kept = [self.memory.kept[row.id] for row in rows]
        won = [row for row in kept if row.is_untried]
        for row in won:
            row.claim(now)
            row.version += 1
        return deepcopy(won)

    async def waiting(self, estate: str, person: str, now: datetime) -> Sequence[Notification]:
        """Return what waits for a quiet time's end."""
        mine = [row for row in self._all() if row.letter.recipient == person]
        return [row for row in mine if row.is_untried and row.estate == estate]

    async def inbox(
        self, estate: str, person: str, before: datetime, last: str = ""
    ) -> Sequence[Notification]:
        """Return somebody's app messages."""
        return [
            row
            for row in sorted(self._all(), key=lambda row: (row.created_at, row.id), reverse=True)
            if (row.outlet, row.letter.recipient) == (Outlet.APP, person)
            and (row.created_at, row.id) < (before, last)
            and row.estate == estate
        ][:PAGE]

    async def told(
        self, estate: str, person: str, before: datetime, last: str = "", about: str | None = None
    ) -> Sequence[Notification]:
        """Return what somebody was told, newest first."""
        return [
            row
            for row in sorted(self._all(), key=lambda row: (row.created_at, row.id), reverse=True)
            if (row.estate, row.letter.recipient) == (estate, person)
            and about in {None, row.letter.about}
            and (row.created_at, row.id) < (before, last)
        ][:PAGE]

    async def calls(self, estate: str, caller: str | None) -> Sequence[Notification]:
        """Return open phone tasks."""
        return [
            row
            for row in self._all()
            if (row.outlet, row.state) == (Outlet.PHONE, State.ACCEPTED)
            and row.estate == estate
            and caller in {None, row.letter.caller}
        ]

    async def calls_about(self, estate: str, about: str) -> Sequence[Notification]:
        """Return open phone tasks about a request."""
        return [row for row in await self.calls(estate, None) if row.letter.about == about]


@dataclass(slots=True)
class Book:
    """The contact book, read from memory."""

    memory: Memory[Contact]

    async def look_up(self, estate: str, people: Collection[str]) -> Mapping[str, Contact]:
        """Return those who are known."""
        found = (self.memory.kept.get(contact_id(estate, person)) for person in people)
        return {contact.person: contact for contact in found if contact and contact.is_known}

    async def clerks(self, estate: str) -> Sequence[Contact]:
        """Return the active clerks."""
        return [
            contact
            for contact in self.memory.kept.values()
            if (contact.estate, contact.role, contact.active) == (estate, Role.CLERK, True)
        ]

    def forget(self, contact: Contact) -> None:
        """Nothing is cached."""
