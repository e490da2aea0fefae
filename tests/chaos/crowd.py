"""Let people ask and do their work, in a thread of their own."""

import asyncio
import threading
from dataclasses import dataclass, field
from random import Random
from typing import Final

from aiohttp import ClientSession, TCPConnector

from tests.chaos.doors import Ask, Doors
from tests.chaos.hands import Hands
from tests.chaos.ledger import Ledger, mark_of
from tests.chaos.line import Line

_TELLS_AGAIN: Final = 0.1


@dataclass(slots=True, kw_only=True)
class Crowd:
    """People at the estate; the thread leaves the main one free to start and kill processes."""

    gateway: str
    doors: Doors
    ledger: Ledger
    rate: float
    chance: Random
    hands: Hands
    _enough: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _failure: BaseException | None = None

    def start(self) -> None:
        """Begin to ask."""
        self._thread = threading.Thread(target=self._run, name="crowd", daemon=True)
        self._thread.start()

    def go_home(self, within: float) -> None:
        """Ask for nothing new, and wait for the last answers; raises what failed in the thread."""
        self._enough.set()
        if self._thread:
            self._thread.join(within)
        if self._failure:
            raise self._failure

    @property
    def failed(self) -> bool:
        """Tell whether the thread has ended by a fault of its own."""
        return self._failure is not None

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as failure:  # noqa: BLE001 - the main thread raises it
            self._failure = failure

    async def _live(self) -> None:
        async with ClientSession(self.gateway, connector=TCPConnector(limit=0)) as session:
            line, number = Line(session, self.ledger), 0
            async with asyncio.TaskGroup() as group:
                group.create_task(self.hands.work(line, self._enough.is_set))
                while not self._enough.is_set():
                    number += 1
                    group.create_task(self._ask(line, number))
                    await asyncio.sleep(self.chance.expovariate(self.rate))

    async def _ask(self, line: Line, number: int) -> None:
        mark = mark_of(number)
        ask = self.doors.ask(number, mark)
        self.ledger.asked[mark] = ask.waits
        await self._tell(line, ask, mark)
        if self.chance.random() < _TELLS_AGAIN:
            await self._tell(line, ask, mark)

    async def _tell(self, line: Line, ask: Ask, mark: str) -> None:
        answer = await line.insist(ask.make, ask.patience)
        if answer is None:
            self.ledger.given_up += mark not in self.ledger.acknowledged
        elif number := ask.number(answer):
            self.ledger.acknowledge(mark, number)
        else:
            self.ledger.wrong.append(f"{mark} {ask.channel}: {answer.status} {answer.body[:200]!r}")
