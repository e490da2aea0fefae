"""Keep one access token for all replicas: one document, renewed by whoever leases it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo.errors import DuplicateKeyError

from services.notifier.ports import Later
from shared.kernel.clock import Clock
from shared.runtime.mongo import away_is_unavailable

MARGIN: Final = timedelta(minutes=5)
LEASE: Final = timedelta(seconds=10)
APART: Final = timedelta(seconds=30)
BREATH: Final = timedelta(seconds=1)
_NEVER: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(slots=True, frozen=True)
class Fresh:
    """A token as the platform gives it out, and for how long it is good."""

    token: str
    lasts: timedelta


Fetch = Callable[[bool], Awaitable[Fresh]]


class Tokens(Protocol):
    """Gives out the access token that is good now."""

    async def get(self) -> str:
        """Return the token; raises ``Unavailable``, or ``Later`` while another replica fetches."""
        ...

    async def renew(self, stale: str, force: bool) -> str:
        """Return another token than ``stale``; ``force`` makes the platform give out a new one."""
        ...


class SharedTokens:
    """One account's token: in memory, else in the document, else fetched under a lease.

    A token that ends within ``MARGIN`` is renewed by one replica while the others go on with it:
    the platform keeps both good for as long. A forced renewal is not repeated within ``APART``:
    two replicas that are told of the same stale token would otherwise take turns in revoking.
    """

    def __init__(
        self, collection: AsyncIOMotorCollection[Any], name: str, fetch: Fetch, clock: Clock
    ) -> None:
        self._collection = collection
        self._name = name
        self._fetch = fetch
        self._clock = clock
        self._known: Mapping[str, Any] = {}

    async def get(self) -> str:
        """Return the token; costs nothing while the one in memory lasts."""
        if not self._lasts(self._known, MARGIN):
            self._known = await self._read()
        if self._lasts(self._known, MARGIN):
            return str(self._known["token"])
        return await self._fetched(force=False)

    async def renew(self, stale: str, force: bool) -> str:
        """Return what another replica has fetched meanwhile, or fetch."""
        self._known = await self._read()
        if self._known.get("token") != stale and self._lasts(self._known):
            return str(self._known["token"])
        if force and self._clock() < self._known.get("forced_at", _NEVER) + APART:
            raise Later(f"{self._name}: renewed a moment ago", self._known["forced_at"] + APART)
        return await self._fetched(force, stale)

    async def _fetched(self, force: bool, stale: str | None = None) -> str:
        if not await self._lease():
            return await self._meanwhile(stale)
        fresh, now = await self._fetch(force), self._clock()
        known = {"token": fresh.token, "expires_at": now + fresh.lasts, "leased_until": _NEVER}
        if force:
            known["forced_at"] = now
        async with away_is_unavailable():
            await self._collection.update_one({"_id": self._name}, {"$set": known})
        self._known = known
        return fresh.token

    async def _meanwhile(self, stale: str | None) -> str:
        self._known = await self._read()
        if self._known.get("token") != stale and self._lasts(self._known):
            return str(self._known["token"])
        self._known = {}
        raise Later(f"{self._name}: another replica renews the token", self._clock() + BREATH)

    async def _lease(self) -> bool:
        now = self._clock()
        token = self._known.get("token")
        free = {"_id": self._name, "token": token, "leased_until": {"$lte": now}}
        async with away_is_unavailable():
            taken = await self._collection.update_one(free, {"$set": {"leased_until": now + LEASE}})
            if taken.matched_count:
                return True
            try:
                await self._collection.insert_one(
                    {"_id": self._name, "expires_at": _NEVER, "leased_until": now + LEASE}
                )
            except DuplicateKeyError:
                return False
            return True

    async def _read(self) -> Mapping[str, Any]:
        async with away_is_unavailable():
            return await self._collection.find_one({"_id": self._name}) or {}

    def _lasts(self, known: Mapping[str, Any], margin: timedelta = timedelta()) -> bool:
        expires_at: datetime = known.get("expires_at", _NEVER)
        return self._clock() + margin < expires_at
