"""Send delivery receipts back, signed, until they are taken."""

import asyncio
import hashlib
import hmac
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

from deploy.sandbox.journal import Journal, Message, Status
from deploy.sandbox.settings import Settings

PAUSES: Final = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300)
AT_ONCE: Final = 32


class Receipts:
    """Decides what becomes of each message, and reports it."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._journal = journal
        self._chance = chance
        self._secret = settings.secret
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._session = ClientSession(timeout=ClientTimeout(total=5))

    def schedule(self, message: Message) -> None:
        """Deliver a message after the delay, unless its telephone is one that stays silent."""
        settings = self._settings
        if message.outlet not in settings.receipts_for or message.to.endswith(
            settings.silent_ending
        ):
            return
        task = asyncio.create_task(self._deliver(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop; what was not reported is reported after the next start."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _deliver(self, message: Message) -> None:
        await asyncio.sleep(self._settings.receipt_delay_ms / 1000)
        if message.status == "accepted":
            message.status, message.at = self._fate(message), datetime.now(UTC)
            self._journal.write(message)
        if self._settings.receipts_url:
            await self._report(message)

    def _fate(self, message: Message) -> Status:
        fails = message.to.endswith(self._settings.failing_ending)
        return "failed" if fails or self._chance() < self._settings.failure_rate else "delivered"

    async def _report(self, message: Message) -> None:
        receipt = {"token": message.token, "status": message.status, "at": message.at}
        body = orjson.dumps(receipt)
        for pause in PAUSES:
            if await self._taken(body):
                message.receipt_sent = True
                self._journal.write(message)
                return
            await asyncio.sleep(pause)

    async def _taken(self, body: bytes) -> bool:
        headers = {
            "Content-Type": "application/json",
            "X-Signature": hmac.new(self._secret, body, hashlib.sha256).hexdigest(),
        }
        try:
            async with (
                self._slots,
                self._session.post(
                    self._settings.receipts_url, data=body, headers=headers
                ) as answer,
            ):
                return answer.status < 300
        except (ClientError, TimeoutError):
            return False
