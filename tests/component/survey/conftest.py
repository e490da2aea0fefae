"""The survey service's doors over a world in memory, at a moment of one's choice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.keys import Keys
from services.survey import api, jobs
from services.survey.consumers import SUBSCRIPTIONS
from services.survey.domain.guessing import Guessing
from services.survey.handlers.owners import learn as learn_owner
from services.survey.handlers.staff import learn as learn_staff
from services.survey.ports import Work
from services.survey.settings import Settings
from shared.contracts.envelope import Cause
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Role
from shared.kernel.errors import Seen
from shared.web.app import service_app
from shared.web.audit import AUDIT
from tests.support.ballot_memory import MemoryBook, MemoryRounds
from tests.support.notes import Notes
from tests.support.survey_lists import MemoryLists
from tests.support.surveying import BALLOTS, LINKS, NOON, World
from tests.support.tokens import Tokens
from tests.support.voices_memory import MemorySheets

Answer = tuple[int, Any]
STAFF = (("c01", Role.CLERK), ("c02", Role.CLERK), ("h01", Role.HEAD), ("m01", Role.MANAGER))


@dataclass(slots=True)
class House:
    """A world with its doors; what it tells itself is heard at ``settle``."""

    world: World
    client: TestClient[web.Request, web.Application]
    token: Tokens
    now: list[datetime]
    heard: int = 0
    keys: list[str] = field(default_factory=list)

    async def ask(
        self, role: Role, who: str, path: str, body: object = None, method: str = ""
    ) -> Answer:
        """Ask as somebody; a body makes it a POST."""
        headers = {**self.token.header(role, who), "Idempotency-Key": self._key()}
        way = method or ("GET" if body is None else "POST")
        response = await self.client.request(way, f"/api/v1/{path}", json=body, headers=headers)
        return response.status, await response.json()

    def repeat(self, key: str) -> None:
        """Send the next under a key of one's own."""
        self.keys.append(key)

    def _key(self) -> str:
        self.heard += 1
        return self.keys.pop() if self.keys else f"key-{self.heard:08}"

    def work(self, cause: Cause) -> Work:
        """Return a unit of work."""
        return self.world.work(cause.id, cause.at)

    async def settle(self) -> None:
        """Let the service hear what it told itself, twice."""
        told = [*self.world.suggestions.told, *self.world.forums.told]
        for number, event in enumerate(told * 2):
            for subscription in SUBSCRIPTIONS:
                if subscription.kind is type(event):
                    work = self.world.work(f"told-{number % len(told)}", self.now[0])
                    try:
                        await subscription.handler(event, work)
                    except Seen:
                        continue

    async def turn(self, days: float = 0) -> None:
        """Go on in time, then do all that is due."""
        self.now[0] += timedelta(days=days)
        voices, clock = self.world.voices, self._clock
        await jobs.remind_of_answers(voices, self.work, clock)
        while await jobs.advance_forums(voices, self.work, clock):
            pass
        await jobs.watch_quarters(MemoryBook(self.world.rules), self.work, clock)

    def _clock(self) -> datetime:
        return self.now[0]


@asynccontextmanager
async def opened(world: World, settings: Settings, token: Tokens) -> AsyncIterator[House]:
    """Open the doors."""
    now = [NOON]
    app = service_app("survey", settings, api.routes, clock=lambda: now[0])
    app[api.WORK] = lambda cause: world.work(cause.id, cause.at)
    app[api.LISTS], app[api.SHEETS] = MemoryLists(world.surveys), MemorySheets(world.surveys)
    app[api.ROUNDS] = MemoryRounds(world.owners, world.returns, world.campaigns)
    app[api.BOOK], app[api.PAGES] = MemoryBook(world.rules), world.pages
    app[api.LINKS], app[api.BALLOTS] = LINKS, BALLOTS
    app[api.GUESSING], app[AUDIT] = Guessing(tries=3), Notes()
    async with TestClient(TestServer(app)) as client:
        yield House(world, client, token, now)


@pytest.fixture
async def house(tmp_path: Path, keys: Keys, token: Tokens) -> AsyncIterator[House]:
    """Open an estate with four owners in three homes, and four members of staff."""
    secret = tmp_path / "secret"
    secret.write_bytes(LINKS.secret)
    settings = Settings(
        amqp_url="amqp://nowhere",
        mongo_url="mongodb://nowhere",
        jwt_public_keys_file=keys.jwt_public_keys_file,
        survey_secret_file=secret,
    )
    world = World()
    for owner, home, room in (("o1", "h1", "301"), ("o2", "h1", "301"), ("o3", "h3", "901")):
        place = Place(building="1", unit="1", room=room)
        event = OwnerChanged(owner_id=owner, household_id=home, name=owner, place=place, version=1)
        await learn_owner(event, world.work(owner))
    place = Place(building="2", unit="1", room="502")
    event = OwnerChanged(owner_id="o4", household_id="h4", name="o4", place=place, version=1)
    await learn_owner(event, world.work("o4"))
    for who, role in STAFF:
        told = StaffChanged(staff_id=who, name=who, role=role, version=1)
        await learn_staff(told, world.work(who))
    async with opened(world, settings, token) as house:
        yield house
