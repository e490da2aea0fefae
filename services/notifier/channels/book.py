"""Keep the contact book in MongoDB, and what was read of it a moment ago in memory."""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from services.notifier.domain.contact import Contact, contact_id
from shared.contracts.words import Role
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

FRESH: Final = 2.0
REMEMBERED: Final = 20_000
_UNREAD: Final[tuple[float, Contact | None]] = (0.0, None)


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
