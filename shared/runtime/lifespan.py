"""Run a service until it is told to stop, and the loops beside it."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

import structlog
import uvloop
from aiohttp import web

from shared.kernel.trace import begin, trace_of
from shared.runtime.metrics import LOOP_FAILURES, LOOP_SECONDS
from shared.runtime.server import Runner
from shared.runtime.settings import ServiceSettings

log = structlog.get_logger()


def serve(app: web.Application, settings: ServiceSettings) -> None:
    """Serve until SIGTERM or SIGINT; then take nothing new, finish what is in hand, and close."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(_until_told(app, settings))


async def _until_told(app: web.Application, settings: ServiceSettings) -> None:
    structlog.contextvars.bind_contextvars(trace=trace_of(begin(None)))
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    runner = Runner(app, shutdown_timeout=settings.drain_seconds)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
        await told.wait()
    finally:
        await runner.cleanup()


@asynccontextmanager
async def beside(name: str, work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run ``work`` as a task beside the block; on leaving it, end the task and wait for its end."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def repeating(
    name: str, every: float, turn: Callable[[], Awaitable[object]]
) -> AbstractAsyncContextManager[None]:
    """Take a ``turn`` every so many seconds; a turn that fails is logged and the loop goes on.

    A turn that returns a true value found a full load of work: the next follows at once. Each
    turn is a trace of its own, which what it sets going goes on with.
    """
    return beside(name, _repeat(name, every, turn))


async def _repeat(name: str, every: float, turn: Callable[[], Awaitable[object]]) -> None:
    while True:
        more: object = None
        structlog.contextvars.bind_contextvars(trace=trace_of(begin(None)))
        try:
            with LOOP_SECONDS.labels(name).time():
                more = await turn()
        except Exception as error:
            LOOP_FAILURES.labels(name).inc()
            log.warning("loop.failed", loop=name, exc_info=error)
        await asyncio.sleep(0 if more else every)
