"""Send bytes as no decent client would, and read what comes back."""

import asyncio
import json
from typing import Final
from urllib.parse import urlsplit

from tests.support.caller import Answer

_GO_ON: Final = b"100 Continue\r\n\r\n"


async def raw(door: str, request: str) -> Answer:
    """Return the first answer to these bytes; the connection is closed then."""
    where = urlsplit(door)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        writer.write(request.encode("latin-1"))
        return await asyncio.wait_for(_answer(reader), timeout=10)
    finally:
        writer.close()
        await writer.wait_closed()


async def hang_up(door: str, request: str) -> None:
    """Send these bytes, and no more once the server has begun to listen to the body."""
    where = urlsplit(door)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(request.encode("latin-1"))
    await reader.readuntil(_GO_ON)
    writer.close()
    await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    kind = headers.get("content-type", "").partition(";")[0]
    found = json.loads(body) if kind.endswith("json") else None
    return Answer(int(first.split()[1]), kind, body, found)
