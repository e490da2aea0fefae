"""Hand log-in codes to the notifier, behind the caller's back, so that all callers wait alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import stamina
import structlog

from services.gateway.channels.keys import Keys
from services.gateway.domain.challenge import MINUTES
from services.gateway.ports import Code
from shared.contracts.words import Role
from shared.kernel.clock import Clock
from shared.kernel.errors import Refused
from shared.web.auth import Principal

log = structlog.get_logger()
TRIES: Final = 4
AWAY: Final = (aiohttp.ClientConnectionError, TimeoutError)


class CodePost:
    """Sends codes one task each; the notifier sends a code once however often it is told."""

    def __init__(self, url: str, client: aiohttp.ClientSession, keys: Keys, clock: Clock) -> None:
        self._url = f"{url.rstrip('/')}/api/v1/codes"
        self._client = client
        self._keys = keys
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send beside the block; on leaving it, wait for what is on its way."""
        yield
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    def send(self, code: Code) -> None:
        """Take ``code`` and return at once."""
        task = asyncio.create_task(self._send(code))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, code: Code) -> None:
        try:
            async for attempt in stamina.retry_context(on=AWAY, attempts=TRIES, timeout=20):
                with attempt:
                    await self._post(code)
        except (*AWAY, Refused) as error:
            log.warning("code.unsent", id=code.id, reason=repr(error))
        else:
            log.info("code.sent", id=code.id)

    async def _post(self, code: Code) -> None:
        us = Principal(id="gateway", estate=code.estate, role=Role.SERVICE, name="gateway")
        headers = {"Authorization": f"Bearer {self._keys.sign(us, self._clock())}"}
        body = {"code_id": code.id, "phone": code.phone, "code": code.code, "minutes": MINUTES}
        async with self._client.post(self._url, json=body, headers=headers) as answer:
            if answer.status >= 400:
                raise Refused(f"status {answer.status}")
