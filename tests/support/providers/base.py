"""What the servers that stand for providers share: a clock, what they took, how they stumble."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai, a Monday


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@dataclass(slots=True, frozen=True, kw_only=True)
class Fault:
    """How the next call goes wrong; ``takes``: the message is taken all the same."""

    status: int = 200
    code: str = ""
    message: str = ""
    body: bytes | None = None
    silent: bool = False
    takes: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Taken:
    """A message that the provider took; ``report``: what came of it, empty while under way."""

    token: str
    to: str
    name: str
    values: dict[str, str]
    report: str = ""


@dataclass(slots=True)
class Provider:
    """A provider's state."""

    clock: Clock
    faults: deque[Fault] = field(default_factory=deque)
    taken: list[Taken] = field(default_factory=list)
    calls: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(self, fault: Fault, times: int = 1) -> None:
        """Let the next calls go wrong."""
        self.faults.extend([fault] * times)

    def next_fault(self) -> Fault | None:
        """Count a call and return how it goes wrong."""
        self.calls += 1
        return self.faults.popleft() if self.faults else None

    async def stumble(self, fault: Fault | None) -> web.Response | None:
        """Answer as a fault wants it where it is not the protocol's own; None: go on."""
        if fault is None:
            return None
        if fault.silent:
            await self.closing.wait()
        if fault.status >= 429 or fault.body is not None:
            headers = dict(fault.headers)
            return web.Response(status=fault.status, body=fault.body or b"", headers=headers)
        return None


@asynccontextmanager
async def serving(provider: Provider, app: web.Application) -> AsyncIterator[str]:
    """Yield the address of a provider that is up."""
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        provider.closing.set()
        await server.close()
