"""Fixtures of the tests that knock at the public door of a whole installation."""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from tests.support import servers
from tests.support.installation import Installation, installed, stumbles
from tests.support.matter import Matter, People, matter_at
from tests.support.platform import Platform
from tests.support.problem import Watch
from tests.support.tokens import Tokens

GENEROUS = {"ADDRESS_BURST": "100000", "ACCOUNT_BURST": "100000", "LOGINS_BURST": "1000"}
INSIDE = {"WEBHOOKS_INSIDE": "true"}
EACH_BY_ITSELF = {"DIGEST_SECONDS": "0"}


@pytest.fixture(scope="package")
def amqp_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a broker that no other tests share, gone when these are through."""
    with servers.any_broker(tmp_path_factory.mktemp("broker")) as url:
        yield url


@pytest.fixture(scope="package")
def mongo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a database that no other tests share, gone when these are through."""
    with servers.any_database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="package")
def hudong(
    tmp_path_factory: pytest.TempPathFactory, amqp_url: str, mongo_url: str
) -> Iterator[Installation]:
    """Yield an installation with limits that no test runs into."""
    with generous(tmp_path_factory.mktemp("hudong"), amqp_url, mongo_url) as found:
        yield found


@contextmanager
def generous(folder: Path, amqp_url: str, mongo_url: str) -> Iterator[Installation]:
    """Run an installation of its own."""
    servers = {
        "AMQP_URL": amqp_url,
        "MONGO_URL": mongo_url,
        "NAMESPACE": f"e2e{secrets.token_hex(3)}_",
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (GENEROUS | EACH_BY_ITSELF | INSIDE).items():
            environment.setenv(name, value)
        with installed(folder, servers) as found:
            yield found


@pytest_asyncio.fixture
async def door(hudong: Installation) -> AsyncIterator[ClientSession]:
    """Yield a session at the public door."""
    async with ClientSession(hudong.door) as session:
        yield session


@pytest.fixture(scope="package")
def platform(hudong: Installation) -> Platform:
    """Return the WeChat platform that knows the installation's official account."""
    return Platform(hudong.place.keys)


@pytest.fixture(scope="module", autouse=True)
def nobody_stumbles(hudong: Installation) -> Iterator[None]:
    """Fail a module during which a service met a bug, answered 5xx or gave a message up."""
    marks = hudong.marks()
    yield
    found = [line for name, mark in marks.items() for line in stumbles(hudong.logged(name, mark))]
    assert not found
    assert not hudong.wrote_to_stderr()


@pytest.fixture(scope="package")
def matter(hudong: Installation) -> Matter:
    """Return a request that lies there assigned."""
    return matter_at(hudong)


@pytest.fixture
def people(door: ClientSession, hudong: Installation) -> People:
    """Return what makes callers of people, without logging them in."""
    return People(door, Tokens(hudong.place.keys))


@pytest.fixture
def watch(hudong: Installation, matter: Matter) -> Watch:
    """Return what tells that a refusal was clear, was logged, and has changed nothing."""
    return Watch.over(hudong)
