"""The gateway with fakes at its ports, and a service behind the door that says what it got."""

import asyncio
import itertools
from collections.abc import AsyncIterable, AsyncIterator, Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

from services.gateway.domain.accounts import Owner, Staff
from services.gateway.domain.api_key import ApiKey
from services.gateway.domain.attempts import Attempts
from services.gateway.domain.challenge import Challenge
from services.gateway.domain.credential import Credential
from services.gateway.domain.household import HouseholdCode, Joining, State
from services.gateway.domain.journal import Import
from services.gateway.domain.session import Session
from services.gateway.domain.site import Site
from services.gateway.ports import Code, Repositories, Secrets, Signer, Work
from shared.contracts.envelope import Cause
from tests.support.memory import Memory


@dataclass(slots=True)
class Hands:
    """A clock that a test moves."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """Return the time that the test set."""
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@dataclass(slots=True)
class Tallied:
    """Counts in memory, as the database does for every replica."""

    counts: dict[str, int] = field(default_factory=dict)

    async def add(self, tally_id: str, until: datetime) -> int:
        """Count one more."""
        self.counts[tally_id] = self.counts.get(tally_id, 0) + 1
        return self.counts[tally_id]


@dataclass(slots=True)
class PlainPasswords:
    """Keeps passwords as they are, and counts how often it was asked."""

    asked: int = 0

    async def hashed(self, password: str) -> str:
        return f"kept:{password}"

    async def fits(self, kept: str | None, password: str) -> bool:
        self.asked += 1
        await asyncio.sleep(0)
        return kept == f"kept:{password}"


@dataclass(slots=True)
class CountedSecrets:
    """Draws codes 000001, 000002 … and tokens; digests are the parts themselves, marked."""

    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def code(self) -> str:
        return f"{next(self.numbers):06d}"

    def token(self) -> str:
        return f"secret-{next(self.numbers)}"

    def digest(self, *parts: str) -> str:
        return "digest:" + "|".join(parts)


@dataclass(slots=True)
class Ledger:
    """Everything that the gateway keeps, in memory; ``codes`` are those that were sent.

    ``meanwhile`` are acts of others that fall, once each, between a list's reading and the saves.
    """

    signer: Signer
    clock: Hands
    secrets: Secrets = field(default_factory=CountedSecrets)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    owners: Memory[Owner] = field(default_factory=Memory)
    staff: Memory[Staff] = field(default_factory=Memory)
    sites: Memory[Site] = field(default_factory=Memory)
    credentials: Memory[Credential] = field(default_factory=Memory)
    challenges: Memory[Challenge] = field(default_factory=Memory)
    attempts: Memory[Attempts] = field(default_factory=Memory)
    sessions: Memory[Session] = field(default_factory=Memory)
    household_codes: Memory[HouseholdCode] = field(default_factory=Memory)
    joinings_kept: Memory[Joining] = field(default_factory=Memory)
    api_keys_kept: Memory[ApiKey] = field(default_factory=Memory)
    imports: Memory[Import] = field(default_factory=Memory)
    codes: list[Code] = field(default_factory=list)
    meanwhile: list[Callable[[], None]] = field(default_factory=list)

    def work(self, cause: Cause) -> Work:
        """Return what a handler may touch."""
        return Work(
            cause=cause,
            kept=Repositories(
                owners=self.owners.under(cause),
                staff=self.staff.under(cause),
                sites=self.sites.under(cause),
                credentials=self.credentials.under(cause),
                challenges=self.challenges.under(cause),
                attempts=self.attempts.under(cause),
                sessions=self.sessions.under(cause),
                household_codes=self.household_codes.under(cause),
                joinings=self.joinings_kept.under(cause),
                api_keys=self.api_keys_kept.under(cause),
                imports=self.imports.under(cause),
            ),
            accounts=self,
            secrets=self.secrets,
            passwords=self.passwords,
            signer=self.signer,
            send=self.codes.append,
        )

    def fresh(self, estate: str = "sample") -> Work:
        """Return work that a cause of its own set going, now."""
        identity = f"cause-{next(_CAUSES)}"
        return self.work(Cause(id=identity, estate=estate, at=self.clock(), correlation=identity))

    async def owners_with(self, estate: str, phone: str) -> list[Owner]:
        found = await self.all_owners(estate)
        return [one for one in found if one.active and one.particulars.phone == phone]

    async def owners_at(self, estate: str, openid: str) -> list[Owner]:
        found = [one for one in await self.all_owners(estate) if one.openid == openid]
        return sorted((one for one in found if one.active), key=lambda one: one.id)

    async def staff_named(self, estate: str, username: str) -> Staff | None:
        found = await self.all_staff(estate)
        fitting = (one for one in found if one.active and one.particulars.username == username)
        return next(fitting, None)

    async def all_owners(self, estate: str) -> list[Owner]:
        found = [deepcopy(one) for one in self.owners.kept.values() if one.estate == estate]
        if self.meanwhile:
            self.meanwhile.pop()()
        return found

    async def all_staff(self, estate: str) -> list[Staff]:
        return [deepcopy(one) for one in self.staff.kept.values() if one.estate == estate]

    async def joinings(self, estate: str) -> list[Joining]:
        kept = self.joinings_kept.kept.values()
        return [one for one in kept if one.estate == estate and one.state is State.ASKED]

    async def api_keys(self, estate: str, account: str) -> list[ApiKey]:
        kept = self.api_keys_kept.kept.values()
        return [one for one in kept if (one.estate, one.account) == (estate, account)]

    async def sessions_of(self, estate: str, account: str) -> list[Session]:
        kept = self.sessions.kept.values()
        return [deepcopy(one) for one in kept if (one.estate, one.account) == (estate, account)]

    async def asked_by(self, estate: str, owner_id: str) -> list[Joining]:
        kept = self.joinings_kept.kept.values()
        return [deepcopy(one) for one in kept if (one.estate, one.owner_id) == (estate, owner_id)]

    async def unfinished(self, estate: str) -> list[Import]:
        kept = [one for one in self.imports.kept.values() if one.estate == estate and one.next_at]
        return sorted(deepcopy(kept), key=lambda one: one.begun_at)

    async def overdue(self, now: datetime) -> list[Import]:
        kept = [one for one in self.imports.kept.values() if one.next_at and one.next_at <= now]
        return sorted(deepcopy(kept), key=lambda one: one.begun_at)

    async def taken_elsewhere(self, estate: str, ids: frozenset[str]) -> frozenset[str]:
        everybody = [*self.owners.kept.values(), *self.staff.kept.values()]
        return frozenset(one.id for one in everybody if one.id in ids and one.estate != estate)


_CAUSES = itertools.count(1)


@dataclass(slots=True)
class Echo:
    """A service that remembers what reached it and answers with it."""

    seen: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def app(self) -> web.Application:
        """Return the application."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/openapi.json", _described)
        app.router.add_get("/api/v1/requests/stream", _stream)
        app.router.add_get("/api/v1/requests/cut", _cut)
        app.router.add_route("*", "/{rest:.*}", self._echo)
        return app

    async def _echo(self, request: web.Request) -> web.Response:
        self.seen.append(request)
        self.bodies.append(await request.read())
        headers = {"Set-Cookie": "mine=1", "X-Of-Service": "yes", "Keep-Alive": "timeout=9"}
        return web.json_response(dict(request.headers), status=201, headers=headers)


async def _described(_: web.Request) -> web.Response:
    paths = {
        "/api/v1/requests": {"get": {"tags": ["router"]}},
        "/api/v1/codes": {"post": {"tags": ["inner"]}},
    }
    schemas = {"Tokens": {"type": "string"}, "Own": {"$ref": "#/components/schemas/Tokens"}}
    return web.json_response({"paths": paths, "components": {"schemas": schemas}})


async def _stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"first")
    await request.app.loop.create_future() if request.query.get("hang") else None
    await response.write(b"second")
    return response


async def _cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"half")
    assert request.transport is not None
    request.transport.abort()
    return response


async def lines_of(stream: AsyncIterable[bytes]) -> AsyncIterator[str]:
    """Yield a server-sent stream's lines that say something."""
    async for raw in stream:
        line = raw.decode().strip()
        if line:
            yield line
