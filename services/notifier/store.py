"""Keep notifications and contacts in MongoDB; find them otherwise than by id."""

import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from services.notifier.domain.contact import Contact, contact_id
from services.notifier.domain.notification import Notification, State
from shared.contracts.words import Outlet, Role
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

PAGE: Final = 50
KEPT_FOR: Final = timedelta(days=90)
FRESH: Final = 2.0
REMEMBERED: Final = 20_000
_UNREAD: Final[tuple[float, Contact | None]] = (0.0, None)
_EVER: Final = datetime(2020, 1, 1, tzinfo=UTC)


class NotificationLists:
    """The lists of notifications, each served by an index on a range that is itself narrow."""

    def __init__(self, kept: Kept[Notification]) -> None:
        self.kept = kept

    async def ensure_indexes(self) -> None:
        """Make the indexes that the lists read by."""
        collection = self.kept.collection
        await collection.create_index("next_at", name="due")
        await collection.create_index(
            [("letter.recipient", 1), ("created_at", -1)], name="recipient"
        )
        await collection.create_index(
            [("state", 1), ("letter.about", 1)],
            name="calls",
            partialFilterExpression={"outlet": Outlet.PHONE.value},
        )

    async def row(self, token: str) -> Notification | None:
        """Return a row of any estate."""
        found = [row async for row in self._find({"_id": token})]
        return found[0] if found else None

    async def due(self, now: datetime, most: int) -> Sequence[Notification]:
        """Return up to ``most`` rows whose ``next_at`` has come."""
        rows: list[Notification] = []
        async for row in self._find({"next_at": {"$gt": _EVER, "$lte": now}}, most):
            rows.append(row)
            if len(rows) == most:
                break
        return rows

    async def inbox(self, estate: str, person: str, before: datetime) -> Sequence[Notification]:
        """Return the newest app messages before a moment; those of the last 90 days."""
        mine = {
            "outlet": Outlet.APP.value,
            "letter.recipient": person,
            "created_at": {"$gt": before - KEPT_FOR, "$lt": before},
            "estate": estate,
            "state": {"$ne": State.SUPPRESSED.value},
        }
        rows = [row async for row in self._find(mine)]
        return sorted(rows, key=lambda row: row.created_at, reverse=True)[:PAGE]

    async def calls(self, estate: str, caller: str | None) -> Sequence[Notification]:
        """Return open phone tasks, oldest first."""
        return await self._calls({"estate": estate} | ({"letter.caller": caller} if caller else {}))

    async def calls_about(self, estate: str, about: str) -> Sequence[Notification]:
        """Return the open phone tasks about one request."""
        return await self._calls({"letter.about": about, "estate": estate})

    async def _calls(self, wanted: Mapping[str, Any]) -> Sequence[Notification]:
        waiting = {"outlet": Outlet.PHONE.value, "state": State.ACCEPTED.value}
        rows = [row async for row in self._find({**waiting, **wanted})]
        return sorted(rows, key=lambda row: row.created_at)

    async def _find(
        self, wanted: Mapping[str, Any], batch: int = 100
    ) -> AsyncIterator[Notification]:
        async with away_is_unavailable():
            cursor = self.kept.collection.find(wanted, {"outbox": 0}, batch_size=batch)
            async for document in cursor:
                yield self.kept.read(document)


class Contacts:
    """The contact book: what was read less than ``FRESH`` seconds ago is not read again.

    Each replica hears a part of the changes only, so age bounds what is kept, and what this one
    hears is forgotten at once.
    """

    def __init__(self, kept: Kept[Contact]) -> None:
        self.kept = kept
        self._known: dict[str, tuple[float, Contact]] = {}
        self._clerks: dict[str, tuple[float, Sequence[Contact]]] = {}

    async def ensure_indexes(self) -> None:
        """Make the index by which clerks are found."""
        await self.kept.collection.create_index([("estate", 1), ("role", 1)], name="role")

    async def look_up(self, estate: str, people: Collection[str]) -> Mapping[str, Contact]:
        """Return those who are known, at the cost of one read for all that is not fresh."""
        ids = {contact_id(estate, person) for person in people}
        since = time.monotonic() - FRESH
        fresh = (self._known.get(identity, _UNREAD) for identity in ids)
        known = {contact.id: contact for at, contact in fresh if contact and at > since}
        if unread := [i for i in ids if i not in known]:
            known |= await self._read(unread)
        return {contact.person: contact for contact in known.values()}

    async def clerks(self, estate: str) -> Sequence[Contact]:
        """Return the active clerks of an estate."""
        at, clerks = self._clerks.get(estate, (0.0, ()))
        if at > time.monotonic() - FRESH:
            return clerks
        found = await self._find({"estate": estate, "role": Role.CLERK.value})
        clerks = [contact for contact in found if contact.active and contact.is_known]
        self._clerks[estate] = (time.monotonic(), clerks)
        return clerks

    def forget(self, contact: Contact) -> None:
        """Read this one again at the next look."""
        self._known.pop(contact.id, None)
        self._clerks.pop(contact.estate, None)

    async def _read(self, ids: Sequence[str]) -> dict[str, Contact]:
        now = time.monotonic()
        found = {c.id: c for c in await self._find({"_id": {"$in": list(ids)}}) if c.is_known}
        if len(self._known) > REMEMBERED:
            self._known.clear()
        self._known.update((identity, (now, contact)) for identity, contact in found.items())
        return found

    async def _find(self, wanted: Mapping[str, Any]) -> list[Contact]:
        async with away_is_unavailable():
            cursor = self.kept.collection.find(wanted, {"outbox": 0})
            return [self.kept.read(document) async for document in cursor]
