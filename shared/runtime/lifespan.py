"""Run a service until it is told to stop, and the loops beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog
import uvloop
from aiohttp import web

from shared.runtime.metrics import LOOP_FAILURES, LOOP_SECONDS
from shared.runtime.settings import ServiceSettings

log = structlog.get_logger()


def serve(app: web.Application, settings: ServiceSettings) -> None:
    """Serve until SIGTERM or SIGINT; then take nothing new, finish what is in hand, and close."""
    web.run_app(
        app,
        host=settings.http_host,
        port=settings.http_port,
        shutdown_timeout=settings.drain_seconds,
        access_log=None,
        print=None,
        loop=uvloop.new_event_loop(),
    )


@asynccontextmanager
async def repeating(
    name: str, every: float, turn: Callable[[], Awaitable[object]]
) -> AsyncIterator[None]:
    """Take a ``turn`` every so many seconds; a turn that fails is logged and the loop goes on.

    A turn that returns a true value found a full load of work: the next follows at once.
    """
    task = asyncio.create_task(_repeat(name, every, turn), name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _repeat(name: str, every: float, turn: Callable[[], Awaitable[object]]) -> None:
    while True:
        more: object = None
        try:
            with LOOP_SECONDS.labels(name).time():
                more = await turn()
        except Exception as error:
            LOOP_FAILURES.labels(name).inc()
            log.warning("loop.failed", loop=name, exc_info=error)
        await asyncio.sleep(0 if more else every)
