"""The whole gateway in one process: fakes at its ports, one echoing service behind the door."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import HttpUrl

from deploy.local.keys import Keys as KeyFiles
from deploy.local.keys import keys_in
from services.gateway.api import limits, parts
from services.gateway.app import client_session, door_app, urls_of
from services.gateway.channels.keys import Keys
from services.gateway.channels.stream import Hub
from services.gateway.channels.upstream import Door
from services.gateway.domain.accounts import Owner, OwnerParticulars, Staff, StaffParticulars
from services.gateway.domain.credential import Credential
from services.gateway.settings import Settings
from shared.contracts.event import Place
from shared.contracts.words import Role
from shared.web.audit import AUDIT
from tests.support.gateway import Echo, Hands, Ledger, Tallied
from tests.support.notes import Notes
from tests.support.tokens import Tokens

Client = TestClient[web.Request, web.Application]


@dataclass(slots=True)
class Gateway:
    """The gateway, and all that a test looks at."""

    client: Client
    ledger: Ledger
    echo: Echo
    tokens: Tokens
    files: KeyFiles
    app: web.Application
    settings: Settings

    @property
    def hub(self) -> Hub:
        """Where what happens is told."""
        return self.app[parts.HUB]

    @property
    def clock(self) -> Hands:
        """The time."""
        return self.ledger.clock


@pytest.fixture
def files(tmp_path: Path) -> KeyFiles:
    return keys_in(tmp_path)


@pytest.fixture
def changes() -> dict[str, object]:
    """Return what a test wants other than usual in the settings."""
    return {}


@pytest.fixture
async def gateway(files: KeyFiles, changes: dict[str, object]) -> AsyncIterator[Gateway]:
    echo = Echo()
    async with TestServer(echo.app()) as behind, client_session() as pool:
        settings = _settings(files, str(behind.make_url("/"))).model_copy(update=changes)
        clock = Hands()
        app = door_app(settings, clock)
        keys = Keys.from_files(files.jwt_private_key_file, files.jwt_public_keys_file)
        ledger = Ledger(signer=keys, clock=clock)
        app[parts.WORK] = ledger.work
        app[AUDIT], app[limits.TALLIES] = Notes(), Tallied()
        app[parts.DOOR] = Door(urls_of(settings), pool)
        await _people(ledger)
        async with TestClient(TestServer(app)) as client:
            yield Gateway(client, ledger, echo, Tokens(files), files, app, settings)


def _settings(files: KeyFiles, behind: str) -> Settings:
    url = HttpUrl(behind)
    return Settings(
        amqp_url="amqp://nowhere",
        mongo_url="mongodb://nowhere",
        jwt_public_keys_file=files.jwt_public_keys_file,
        jwt_private_key_file=files.jwt_private_key_file,
        admin_password_file=files.admin_password_file,
        intake_url=url,
        router_url=url,
        notifier_url=url,
        survey_url=url,
        public_url=HttpUrl("http://estate.example"),
        log_level="ERROR",
    )


async def _people(ledger: Ledger) -> None:
    work = ledger.fresh()
    home = Place(building="1", unit="1", room="1201")
    owner = OwnerParticulars(household_id="h-1", name="何浩然", place=home, phone="13900000001")
    clerk = StaffParticulars(name="唐天佑", role=Role.CLERK, username="c01", department="service")
    await work.kept.owners.save(Owner(id="o1", estate="sample", particulars=owner))
    await work.kept.staff.save(Staff(id="c01", estate="sample", particulars=clerk))
    await work.kept.credentials.save(
        Credential(id="c01", estate="sample", password="kept:right-password")
    )
