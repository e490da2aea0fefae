"""Fixtures of the tests that need the stack in containers; without it they are not collected."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import docker
import pytest
import pytest_asyncio
from aiohttp import ClientSession

from deploy.local.ports import DEFAULTS
from deploy.local.stack import Stack
from tests.support.containers import SERVICES, Contained, Containers
from tests.support.eventually import eventually

if "COMPOSE_PROJECT_NAME" not in os.environ:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def containers() -> Iterator[Containers]:
    """Yield the containers of the project under test."""
    client = docker.from_env(timeout=60)
    yield Containers(client, os.environ["COMPOSE_PROJECT_NAME"])
    client.close()


@pytest.fixture(scope="session")
def hudong(containers: Containers, tmp_path_factory: pytest.TempPathFactory) -> Contained:
    """Return the installation as one sees it from outside."""
    folder: Path = tmp_path_factory.mktemp("contained")
    containers.take_secrets(folder / "secrets")
    ports = {**DEFAULTS, "GATEWAY_PORT": int(os.environ["GATEWAY_PORT"])}
    return Contained(Stack(folder, ports, {"AMQP_URL": "inside", "MONGO_URL": "inside"}))


@pytest_asyncio.fixture
async def door(hudong: Contained) -> AsyncIterator[ClientSession]:
    """Yield a session at the published port."""
    async with ClientSession(hudong.door) as session:
        yield session


@pytest_asyncio.fixture
async def all_well(containers: Containers) -> AsyncIterator[None]:
    """Begin and end with everything healthy, whatever a test does to it."""
    everything = (*SERVICES, "broker", "database")
    await eventually(lambda: containers.healthy(*everything), within=240)
    yield
    await eventually(lambda: containers.healthy(*everything), within=240)
