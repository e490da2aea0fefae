"""Keep a connection to the broker, whatever becomes of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

import aio_pika
import structlog
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import AMQPError
from yarl import URL

from shared.runtime.lifespan import beside

log = structlog.get_logger()
AWAY: Final = (AMQPError, OSError, asyncio.TimeoutError, RuntimeError, asyncio.InvalidStateError)
_PAUSES: Final = (0.1, 0.2, 0.5, 1.0, 2.0)
Use = Callable[[AbstractConnection], Awaitable[None]]


def kept(url: str, name: str, use: Use) -> AbstractAsyncContextManager[None]:
    """Run ``use`` on one connection after another, beside the block; it returns when lost."""
    return beside(f"bus-{name}", _keep(url, name, use))


def told_to_stop() -> bool:
    """Tell our own cancellation from one that the client library lets out of a lost channel."""
    return bool((task := asyncio.current_task()) and task.cancelling())


@asynccontextmanager
async def _opened(url: str, name: str) -> AsyncIterator[AbstractConnection]:
    # Made here and not by the library's own function, which lets go of a connection that failed
    # to open: it would close itself when collected, in whatever thread that happens.
    connection = aio_pika.Connection(URL(url), client_properties={"connection_name": name})
    try:
        await connection.connect(timeout=5)
        yield connection
    finally:
        try:
            await connection.close()
        finally:
            await connection.close()  # a transport that fails to close leaves it open in name


async def _keep(url: str, name: str, use: Use) -> None:
    failures = 0
    while not told_to_stop():
        try:
            async with _opened(url, name) as connection:
                failures = 0
                await use(connection)
        except AWAY as error:
            log.warning("broker.away", connection=name, error=type(error).__name__)
        except asyncio.CancelledError:
            if told_to_stop():
                raise
        except Exception:
            log.exception("broker.bug", connection=name)
        await asyncio.sleep(_PAUSES[min(failures, len(_PAUSES) - 1)])
        failures += 1
