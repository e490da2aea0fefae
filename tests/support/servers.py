"""Give tests a real broker and a real database: yours, a container, or a private process."""

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import docker
from docker.errors import DockerException, ImageNotFound

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.ports import free_ports
from deploy.local.probes import answers_mongo

RABBITMQ_IMAGE: Final = os.environ.get("RABBITMQ_IMAGE", "rabbitmq:4-management")
MONGO_IMAGE: Final = os.environ.get("MONGO_IMAGE", "mongo:8")
_DOCKER_SOCKET: Final = Path("/var/run/docker.sock")
_NOT_TO_BE_HAD: Final = (DockerException, OSError, RuntimeError)


@contextmanager
def any_broker(folder: Path) -> Iterator[str]:
    """Yield the address of a broker that tests share; never fails for want of one."""
    with ExitStack() as stack:
        yield (
            os.environ.get("AMQP_URL")
            or _contained(stack, RABBITMQ_IMAGE, _rabbitmq)
            or stack.enter_context(private_broker(folder)).url
        )


@contextmanager
def any_database(folder: Path) -> Iterator[str]:
    """Yield the address of a database that tests share; never fails for want of one."""
    with ExitStack() as stack:
        yield (
            os.environ.get("MONGO_URL")
            or _contained(stack, MONGO_IMAGE, _mongodb)
            or stack.enter_context(private_database(folder)).url
        )


@contextmanager
def private_broker(folder: Path) -> Iterator[Broker]:
    """Yield a broker of one's own, which may be killed and started again."""
    broker = Broker(folder / "rabbitmq", folder / "log", free_ports())
    try:
        broker.start()
        broker.wait_ready()
        yield broker
    finally:
        broker.stop()


@contextmanager
def private_database(folder: Path) -> Iterator[Database]:
    """Yield a database of one's own, which may be killed and started again."""
    database = Database(folder / "mongo", folder / "log", free_ports())
    try:
        database.start()
        database.wait_ready()
        yield database
    finally:
        database.stop()


def _contained(stack: ExitStack, image: str, start: Callable[[ExitStack], str]) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return start(stack) if _to_be_had(image) else None
        except _NOT_TO_BE_HAD:
            return None


@cache
def _to_be_had(image: str) -> bool:
    if not (os.environ.get("DOCKER_HOST") or _DOCKER_SOCKET.exists()):
        return False
    try:
        client = docker.from_env(timeout=60)
    except DockerException:
        return False
    try:
        client.images.get(image)
    except ImageNotFound:
        client.images.pull(image)
    finally:
        client.close()
    return True


def _rabbitmq(stack: ExitStack) -> str:
    from testcontainers.community.rabbitmq import RabbitMqContainer

    container = stack.enter_context(RabbitMqContainer(RABBITMQ_IMAGE))
    to = container.get_connection_params()
    return f"amqp://{container.username}:{container.password}@{to.host}:{to.port}/"


def _mongodb(stack: ExitStack) -> str:
    from testcontainers.community.mongodb import MongoDbContainer

    container = stack.enter_context(MongoDbContainer(MONGO_IMAGE))
    url = f"{container.get_connection_url()}/?directConnection=true&w=majority&journal=true"
    # Its entry point starts a first server, only to make the root user.
    if not any(answers_mongo(url) for _ in range(40)):
        raise RuntimeError(f"{MONGO_IMAGE} does not answer")
    return url
