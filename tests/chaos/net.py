"""Put faulty proxies between the services and their servers, and spoil the ways at random."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Final

from yarl import URL

from deploy.local.ports import free_ports
from deploy.local.services import Services
from deploy.local.stack import Stack
from tests.support.faulty_proxy import Fault, FaultyProxy

_FAULTS: Final[dict[Fault, tuple[float, float]]] = {
    Fault.LATENCY: (2.0, 6.0),
    Fault.HANG: (1.0, 12.0),
    Fault.RESET: (0.0, 0.5),
    Fault.DOWN: (0.5, 4.0),
}
_PEACE: Final = (2.0, 6.0)
_QUIET_START: Final = 4.0


class Net:
    """The ways to the broker and the database, in a thread of their own."""

    def __init__(self, ways: dict[str, tuple[int, int]], chance: Random) -> None:
        self._chance = chance
        self._ways = ways
        self._loop = asyncio.new_event_loop()
        self._spoiling: asyncio.Task[None] | None = None
        self._proxies: dict[str, FaultyProxy] = {}
        self.done: Counter[str] = Counter()

    @contextmanager
    def up(self) -> Iterator[None]:
        """Carry everything faithfully until told otherwise."""
        thread = threading.Thread(target=self._loop.run_forever, name="net", daemon=True)
        thread.start()
        self._await(self._open())
        try:
            yield
        finally:
            self._await(self._close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(10)
            self._loop.close()

    def spoil(self) -> None:
        """Begin to spoil the ways, now and then."""
        self._await(self._begin())

    def heal(self) -> None:
        """Carry everything faithfully again."""
        self._await(self._end())

    def _await(self, act: object) -> None:
        asyncio.run_coroutine_threadsafe(act, self._loop).result(30)  # type: ignore[arg-type]

    async def _open(self) -> None:
        for name, (port, to) in self._ways.items():
            self._proxies[name] = FaultyProxy(port, to)
            await self._proxies[name].start()

    async def _close(self) -> None:
        await self._end()
        for proxy in self._proxies.values():
            await proxy.stop()

    async def _begin(self) -> None:
        self._spoiling = asyncio.create_task(self._spoil_on())

    async def _end(self) -> None:
        if self._spoiling:
            self._spoiling.cancel()
            await asyncio.gather(self._spoiling, return_exceptions=True)
        for proxy in self._proxies.values():
            await proxy.set(Fault.NONE)

    async def _spoil_on(self) -> None:
        await asyncio.sleep(_QUIET_START)
        while True:
            name = self._chance.choice(list(self._proxies))
            fault = self._chance.choice(list(_FAULTS))
            self.done[f"{name} {fault}"] += 1
            await self._proxies[name].set(fault)
            await asyncio.sleep(self._chance.uniform(*_FAULTS[fault]))
            await self._proxies[name].set(Fault.NONE)
            await asyncio.sleep(self._chance.uniform(*_PEACE))


def behind_proxies(stack: Stack, chance: Random) -> Net:
    """Lead the services' ways to their servers through a net; before they are started."""
    place, free = stack.place, free_ports()
    amqp, mongo = URL(place.amqp_url), URL(place.mongo_url)
    broker, database = free["AMQP_PORT"], free["MONGO_PORT"]
    spoilt = replace(
        place,
        amqp_url=str(amqp.with_port(broker)),
        mongo_url=str(mongo.with_port(database)),
    )
    stack.services = Services(spoilt, stack.folder / "log")
    ways = {"broker": (broker, amqp.port or 0), "database": (database, mongo.port or 0)}
    return Net(ways, chance)
