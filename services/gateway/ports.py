"""What the gateway's handlers may touch, bound to one cause."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.gateway.domain.accounts import Owner, Staff
from services.gateway.domain.api_key import ApiKey
from services.gateway.domain.attempts import Attempts
from services.gateway.domain.challenge import Challenge
from services.gateway.domain.credential import Credential
from services.gateway.domain.household import HouseholdCode, Joining
from services.gateway.domain.journal import Import
from services.gateway.domain.session import Session
from services.gateway.domain.site import Site
from shared.contracts.envelope import Cause
from shared.store.port import Repository
from shared.web.auth import Principal


class Accounts(Protocol):
    """Finds accounts otherwise than by their id, always within one estate."""

    async def owners_with(self, estate: str, phone: str) -> list[Owner]:
        """Return the active owners who can be reached at ``phone``."""
        ...

    async def owners_at(self, estate: str, openid: str) -> list[Owner]:
        """Return the active owners whose WeChat this is, in the order of their ids."""
        ...

    async def staff_named(self, estate: str, username: str) -> Staff | None:
        """Return the active member of staff who logs in as ``username``."""
        ...

    async def all_owners(self, estate: str) -> list[Owner]:
        """Return every owner, gone ones as well."""
        ...

    async def all_staff(self, estate: str) -> list[Staff]:
        """Return every member of staff, gone ones as well."""
        ...

    async def joinings(self, estate: str) -> list[Joining]:
        """Return the asks to belong to a household that nobody has settled."""
        ...

    async def api_keys(self, estate: str, account: str) -> list[ApiKey]:
        """Return an account's keys, ended ones as well."""
        ...

    async def sessions_of(self, estate: str, account: str) -> list[Session]:
        """Return an account's log-ins, ended ones as well."""
        ...

    async def asked_by(self, estate: str, owner_id: str) -> list[Joining]:
        """Return an owner's asks to belong to a household, settled ones as well."""
        ...

    async def unfinished(self, estate: str) -> list[Import]:
        """Return the imports that have not been done to their end, the oldest first."""
        ...

    async def taken_elsewhere(self, estate: str, ids: frozenset[str]) -> frozenset[str]:
        """Return those of ``ids`` that are accounts of another estate."""
        ...


class Secrets(Protocol):
    """Draws secrets and knows them again by digests that are worthless without our key."""

    def code(self) -> str:
        """Return six random digits."""
        ...

    def token(self) -> str:
        """Return a random text that nobody guesses."""
        ...

    def digest(self, *parts: str) -> str:
        """Return the keyed digest of ``parts``."""
        ...


class Passwords(Protocol):
    """Hashes and checks passwords, slowly and off the event loop."""

    async def hashed(self, password: str) -> str:
        """Return what may be kept of a password."""
        ...

    async def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether ``password`` is the one; takes as long when there is none (None)."""
        ...


class Signer(Protocol):
    """Signs access tokens."""

    def sign(self, who: Principal, at: datetime) -> str:
        """Return a token that speaks for ``who`` for the next quarter of an hour."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Code:
    """A log-in code on its way out; ``id`` lets the notifier send it once."""

    id: str
    estate: str
    phone: str
    code: str


@dataclass(slots=True, frozen=True, kw_only=True)
class Repositories:
    """Everything that is kept."""

    owners: Repository[Owner]
    staff: Repository[Staff]
    sites: Repository[Site]
    credentials: Repository[Credential]
    challenges: Repository[Challenge]
    attempts: Repository[Attempts]
    sessions: Repository[Session]
    household_codes: Repository[HouseholdCode]
    joinings: Repository[Joining]
    api_keys: Repository[ApiKey]
    imports: Repository[Import]


class Tallies(Protocol):
    """Counts, for all replicas together, how often something was asked for."""

    async def add(self, tally_id: str, until: datetime) -> int:
        """Count one more until then; return how many there are by now."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class Work:
    """Everything a handler may touch; ``send`` takes a code and returns before it has gone."""

    cause: Cause
    kept: Repositories
    accounts: Accounts
    secrets: Secrets
    passwords: Passwords
    signer: Signer
    send: Callable[[Code], None]

    @property
    def now(self) -> datetime:
        """When this work began."""
        return self.cause.at

    @property
    def estate(self) -> str:
        """The estate that this work is about."""
        return self.cause.estate
