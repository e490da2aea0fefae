"""Fixtures that every level of tests may ask for."""

import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from deploy.local import database as embedded
from deploy.local.broker import Broker
from deploy.local.environment import Place, environment_of
from deploy.local.keys import Keys, keys_in
from deploy.local.ports import free_ports
from shared.contracts.phone import seal_with
from shared.runtime.mongo import Database, open_database
from shared.runtime.settings import ServiceSettings
from tests.support import servers
from tests.support.logbook import let_go_of_outputs
from tests.support.tokens import Tokens

# A stalled machine is no fault of what is tried.
settings.register_profile(
    "any-machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the servers that the whole run shares keep their data."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def amqp_url(server_folder: Path) -> Iterator[str]:
    """Yield the address of a real broker, started when the first test wants it."""
    with servers.any_broker(server_folder) as url:
        yield url


@pytest.fixture(scope="session")
def mongo_url(server_folder: Path) -> Iterator[str]:
    """Yield the address of a real database, started when the first test wants it."""
    with servers.any_database(server_folder) as url:
        yield url


@pytest.fixture(autouse=True)
def numbers_as_they_are() -> Iterator[None]:
    """Leave no seal behind: what a service sealed with is forgotten after the test."""
    yield
    seal_with(None)


@pytest.fixture(autouse=True)
def logs_are_told_here() -> Iterator[None]:
    """Let no test log to where another one listened."""
    let_go_of_outputs()
    yield
    structlog.reset_defaults()


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    """Yield a broker that only this test has, to be killed and started again."""
    with servers.private_broker(tmp_path) as broker:
        yield broker


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[embedded.Database]:
    """Yield a database that only this test has, to be killed and started again."""
    with servers.private_database(tmp_path) as database:
        yield database


@pytest.fixture
def namespace() -> str:
    """Return what goes before every exchange, queue and database of this test.

    Nobody need drop them: the servers go with the run, and the embedded database would commit each
    row of it by itself, with everybody else waiting.
    """
    return f"t{secrets.token_hex(4)}_"


@pytest.fixture
async def database(mongo_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Database]:
    """Yield an empty database as a service opens its own."""
    settings = ServiceSettings(
        amqp_url="amqp://nowhere",
        mongo_url=mongo_url,
        jwt_public_keys_file=tmp_path,
        namespace=namespace,
    )
    async with open_database(settings, "own") as opened:
        yield opened


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Return the keys and secrets that services of this run share."""
    return keys_in(tmp_path_factory.mktemp("secrets"))


@pytest.fixture
def place(amqp_url: str, mongo_url: str, namespace: str, keys: Keys) -> Place:
    """Return an installation on the shared servers, in a namespace and on ports of its own."""
    return Place(
        amqp_url=amqp_url,
        mongo_url=mongo_url,
        ports=free_ports(),
        keys=keys,
        namespace=namespace,
    )


@pytest.fixture
def environment(place: Place) -> Callable[[str], dict[str, str]]:
    """Return the environment of a service by its name, as the local run would set it."""
    return lambda service: environment_of(service, place)


@pytest.fixture
def token(keys: Keys) -> Tokens:
    """Return what makes tokens: ``token(Role.OWNER, "o-1", name="…")``."""
    return Tokens(keys)
