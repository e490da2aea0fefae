"""Open the service's own database; the only place that builds a driver's client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError, WTimeoutError

from shared.kernel.errors import Unavailable
from shared.runtime.settings import ServiceSettings

Database = AsyncIOMotorDatabase[dict[str, Any]]
AWAY = (ConnectionFailure, ExecutionTimeout, WTimeoutError)


@asynccontextmanager
async def open_database(settings: ServiceSettings, service: str) -> AsyncIterator[Database]:
    """Yield the database that ``service`` owns: aware datetimes, majority and journaled writes."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        settings.mongo_url,
        tz_aware=True,
        w="majority",
        journal=True,
        maxPoolSize=settings.mongo_pool,
        serverSelectionTimeoutMS=10_000,
        connectTimeoutMS=5_000,
        socketTimeoutMS=30_000,
        appname=f"hudong-{service}",
    )
    try:
        yield client.get_database(
            f"{settings.namespace}hudong_{service}", CodecOptions(tz_aware=True)
        )
    finally:
        client.close()


async def answers(database: Database) -> bool:
    """Tell within two seconds whether the database is there; for ``/ready``."""
    try:
        await asyncio.wait_for(database.command("ping"), 2)
    except (PyMongoError, TimeoutError):
        return False
    return True


@asynccontextmanager
async def away_is_unavailable() -> AsyncIterator[None]:
    """Turn the driver's connection failures into ``Unavailable``; leave its other errors alone."""
    try:
        yield
    except AWAY as error:
        raise Unavailable(f"database: {type(error).__name__}") from error


def is_away(error: Exception) -> bool:
    """Tell whether the server could not be reached, so that the outcome is unknown."""
    return isinstance(error, AWAY)
