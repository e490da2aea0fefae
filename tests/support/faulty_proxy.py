"""Stand between a client and a server and spoil their connection: slow, mute, broken, gone."""

import asyncio
import socket
import struct
from enum import StrEnum
from typing import Final

_CHUNK: Final = 64 * 1024
_ABORT: Final = struct.pack("ii", 1, 0)
_AHEAD: Final = 64


class Fault(StrEnum):
    """What is wrong with the way: each byte late, nothing passes, cut off, cut off and refused."""

    NONE = "none"
    LATENCY = "latency"
    HANG = "hang"
    RESET = "reset"
    DOWN = "down"


class FaultyProxy:
    """Carries bytes between its own ``port`` and the server's; ``set`` says what goes wrong."""

    def __init__(self, port: int, to: int, latency: float = 0.15) -> None:
        self._port = port
        self._to = to
        self._latency = latency
        self._fault = Fault.NONE
        self._passes = asyncio.Event()
        self._passes.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen, if it does not."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    async def stop(self) -> None:
        """Let go of the port and cut every connection off."""
        if self._server:
            self._server.close()
            self._server = None
        for writer in tuple(self._open):
            _cut(writer)

    async def set(self, fault: Fault) -> None:
        """Let this be wrong from now on; ``RESET`` happens once and then all is well."""
        self._fault = fault
        if fault is Fault.HANG:
            self._passes.clear()
        else:
            self._passes.set()
        if fault in (Fault.RESET, Fault.DOWN):
            await self.stop()
        if fault is not Fault.DOWN:
            await self.start()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await self._join(reader, writer)
        except OSError:
            pass
        finally:
            self._open.discard(writer)
            _cut(writer)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._open.add(back)
        try:
            ways = {
                asyncio.create_task(self._carry(reader, back)),
                asyncio.create_task(self._carry(there, writer)),
            }
            _, left = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in left:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            self._open.discard(back)
            _cut(back)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_AHEAD)
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self._send(late, writer))
            while data := await reader.read(_CHUNK):
                await late.put((self._due(), data))
            await late.put((0.0, b""))
            await sending

    async def _send(
        self, late: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter
    ) -> None:
        while True:
            due, data = await late.get()
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            await self._passes.wait()
            if not data:
                return
            writer.write(data)
            await writer.drain()

    def _due(self) -> float:
        wait = self._latency if self._fault is Fault.LATENCY else 0.0
        return asyncio.get_running_loop().time() + wait


def _cut(writer: asyncio.StreamWriter) -> None:
    found = writer.get_extra_info("socket")
    if found is not None and found.fileno() >= 0:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
    writer.transport.abort()
