"""Keep the gateway's accounts, codes and sessions in its own MongoDB database."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from pymongo.errors import DuplicateKeyError

from services.gateway.domain.accounts import Owner, Staff
from services.gateway.domain.api_key import ApiKey
from services.gateway.domain.attempts import Attempts
from services.gateway.domain.challenge import Challenge
from services.gateway.domain.credential import Credential
from services.gateway.domain.household import HouseholdCode, Joining, State
from services.gateway.domain.journal import Import
from services.gateway.domain.session import Session
from services.gateway.domain.site import Site
from services.gateway.ports import Repositories
from shared.contracts.envelope import Cause
from shared.contracts.phone import marked
from shared.runtime.mongo import Database, away_is_unavailable
from shared.store.forgetting import Shelf
from shared.store.mongo import Kept, Store

SOME: Final = 500
_FIRST: Final = datetime(2024, 1, 1, tzinfo=UTC)


class Shelves:
    """The gateway's collections; ``under`` binds them to a cause."""

    def __init__(self, store: Store) -> None:
        self.owners: Kept[Owner] = store.repository(Owner, "owners")
        self.staff: Kept[Staff] = store.repository(Staff, "staff")
        self.sites: Kept[Site] = store.repository(Site, "sites")
        self.credentials: Kept[Credential] = store.repository(Credential, "credentials")
        self.challenges: Kept[Challenge] = store.repository(Challenge, "challenges")
        self.attempts: Kept[Attempts] = store.repository(Attempts, "attempts")
        self.sessions: Kept[Session] = store.repository(Session, "sessions")
        self.household_codes = store.repository(HouseholdCode, "household_codes")
        self.api_keys: Kept[ApiKey] = store.repository(ApiKey, "api_keys")
        self.joinings: Kept[Joining] = store.repository(Joining, "joinings")
        self.imports: Kept[Import] = store.repository(Import, "imports")

    def under(self, cause: Cause) -> Repositories:
        """Return the repositories for the work that ``cause`` set going."""
        return Repositories(
            owners=self.owners.under(cause),
            staff=self.staff.under(cause),
            sites=self.sites.under(cause),
            credentials=self.credentials.under(cause),
            challenges=self.challenges.under(cause),
            attempts=self.attempts.under(cause),
            sessions=self.sessions.under(cause),
            household_codes=self.household_codes.under(cause),
            joinings=self.joinings.under(cause),
            api_keys=self.api_keys.under(cause),
            imports=self.imports.under(cause),
        )

    def of_owners(self) -> tuple[Shelf, ...]:
        """Return what may be shown to an owner; it is forgotten by other ways than age."""

        async def never(_: object, __: datetime) -> bool:
            return False

        keeping = partial(Shelf, at="gone_at", days=0, forget=never)
        return (
            keeping(kept=self.owners, owner="_id"),
            keeping(kept=self.sessions, owner="account"),
            keeping(kept=self.joinings, owner="owner_id"),
            keeping(kept=self.api_keys, owner="account"),
        )

    async def ensure_indexes(self) -> None:
        """Index what log-in looks up; let the database forget what is over."""
        await self.owners.collection.create_index([("estate", 1), ("particulars.phone", 1)])
        await self.owners.collection.create_index([("estate", 1), ("bound", 1)])
        await self.owners.collection.create_index([("estate", 1), ("particulars.wechat_openid", 1)])
        await self.staff.collection.create_index([("estate", 1), ("particulars.username", 1)])
        await self.sessions.collection.create_index("account")
        await self.api_keys.collection.create_index("account")
        await self.joinings.collection.create_index([("estate", 1), ("state", 1)])
        await self.joinings.collection.create_index("owner_id")
        await self.owners.collection.create_index("left_at", sparse=True)
        await self.imports.collection.create_index("next_at")
        fading = (
            *(self.challenges, self.attempts, self.sessions),
            *(self.household_codes, self.joinings, self.api_keys, self.imports),
        )
        for kept in fading:
            await kept.collection.create_index("forget_at", expireAfterSeconds=0)


class MongoTallies:
    """Counts what all replicas let in, a document an hour and address (see ``ports.Tallies``)."""

    def __init__(self, database: Database) -> None:
        self._tallies = database["tallies"]

    async def ensure_indexes(self) -> None:
        """Let the database forget hours that are over."""
        await self._tallies.create_index("forget_at", expireAfterSeconds=0)

    async def add(self, tally_id: str, until: datetime) -> int:
        """Count one more; return how many there are by now."""
        named = {"_id": tally_id}
        first = {"$setOnInsert": {"count": 0, "forget_at": until}}
        async with away_is_unavailable():
            with suppress(DuplicateKeyError):  # another replica has just begun the same
                await self._tallies.update_one(named, first, upsert=True)
            await self._tallies.update_one(named, {"$inc": {"count": 1}})
            found = await self._tallies.find_one(named)
        return int(found["count"]) if found else 0


class AccountLists:
    """Looks accounts up otherwise than by their id (see ``ports.Accounts``)."""

    def __init__(self, shelves: Shelves) -> None:
        self._owners = shelves.owners
        self._staff = shelves.staff
        self._joinings = shelves.joinings
        self._api_keys = shelves.api_keys
        self._sessions = shelves.sessions
        self._imports = shelves.imports

    async def owners_with(self, estate: str, phone: str) -> list[Owner]:
        """Return the active owners who can be reached at ``phone``."""
        found = await _listed(self._owners, {"estate": estate, "particulars.phone": marked(phone)})
        return [one for one in found if one.active]

    async def owners_at(self, estate: str, openid: str) -> list[Owner]:
        """Return the active owners whose WeChat this is, in the order of their ids."""
        ways = [{"bound": openid}, {"particulars.wechat_openid": openid}]
        lists = [await _listed(self._owners, {"estate": estate, **way}) for way in ways]
        found = {one.id: one for some in lists for one in some}
        fitting = [one for one in found.values() if one.active and one.openid == openid]
        return sorted(fitting, key=lambda one: one.id)

    async def staff_named(self, estate: str, username: str) -> Staff | None:
        """Return the active member of staff who logs in as ``username``."""
        query = {"estate": estate, "particulars.username": username}
        found = await _listed(self._staff, query)
        return next((one for one in found if one.active), None)

    async def all_owners(self, estate: str) -> list[Owner]:
        """Return every owner, gone ones as well."""
        return await _listed(self._owners, {"estate": estate})

    async def all_staff(self, estate: str) -> list[Staff]:
        """Return every member of staff, gone ones as well."""
        return await _listed(self._staff, {"estate": estate})

    async def joinings(self, estate: str) -> list[Joining]:
        """Return the asks to belong to a household that nobody has settled."""
        return await _listed(self._joinings, {"estate": estate, "state": State.ASKED.value})

    async def api_keys(self, estate: str, account: str) -> list[ApiKey]:
        """Return an account's keys, ended ones as well."""
        return await _listed(self._api_keys, {"account": account, "estate": estate})

    async def sessions_of(self, estate: str, account: str) -> list[Session]:
        """Return an account's log-ins, ended ones as well."""
        return await _listed(self._sessions, {"account": account, "estate": estate})

    async def asked_by(self, estate: str, owner_id: str) -> list[Joining]:
        """Return an owner's asks to belong to a household, settled ones as well."""
        return await _listed(self._joinings, {"owner_id": owner_id, "estate": estate})

    async def unfinished(self, estate: str) -> list[Import]:
        """Return the imports that have not been done to their end, the oldest first."""
        return await self._open({"$gte": _FIRST}, {"estate": estate})

    async def overdue(self, now: datetime) -> list[Import]:
        """Return the imports of any estate that somebody should go on with by now."""
        return await self._open({"$gte": _FIRST, "$lte": now}, {})

    async def _open(self, moments: dict[str, Any], also: dict[str, Any]) -> list[Import]:
        found: list[Import] = await _listed(self._imports, {"next_at": moments, **also})
        return sorted(found, key=lambda one: one.begun_at)

    async def left_since(self, moment: datetime) -> list[Owner]:
        """Return the owners of any estate who have left since ``moment``."""
        return await _listed(self._owners, {"left_at": {"$gte": moment}})

    async def taken_elsewhere(self, estate: str, ids: frozenset[str]) -> frozenset[str]:
        """Return those of ``ids`` that are accounts of another estate."""
        wanted, taken = sorted(ids), set[str]()
        for start in range(0, len(wanted), SOME):
            query = {"_id": {"$in": wanted[start : start + SOME]}, "estate": {"$ne": estate}}
            for kept in (self._owners, self._staff):
                async with away_is_unavailable():
                    taken |= {one["_id"] async for one in kept.collection.find(query, {"_id": 1})}
        return frozenset(taken)


async def _listed(kept: Kept[Any], query: dict[str, Any]) -> list[Any]:
    async with away_is_unavailable():
        return [kept.read(one) async for one in kept.collection.find(query, {"outbox": 0})]
