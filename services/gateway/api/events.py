"""Tell open pages what changes, as server-sent events."""

import asyncio
from contextlib import suppress
from typing import Final

import orjson
from aiohttp import web

from services.gateway.api.auth import EVERYBODY
from services.gateway.api.parts import HUB
from services.gateway.channels.stream import Reader
from services.gateway.domain.audience import Line
from shared.web.auth import Principal
from shared.web.operation import Routes, operation

routes = Routes()
BEAT: Final = web.AppKey("beat", float)
LIFE: Final = 600.0
STUCK: Final = 10.0
HEADERS: Final = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}


@routes.get("/api/v1/events")
@operation(roles=EVERYBODY, produces="text/event-stream")
async def events(request: web.Request, who: Principal) -> web.StreamResponse:
    """Stream what changes about the requests and conversations that concern the caller.

    Each event: ``id``, ``data`` {type, request_id, number, status, time}. Send ``Last-Event-ID`` to
    resume; an event named ``reset`` says that too much was missed and lists should be loaded anew.
    A stream ends after ten minutes, when the reader is too slow, or when the gateway stops.
    """
    response = web.StreamResponse(headers=HEADERS)
    with request.app[HUB].reading(who, request.headers.get("Last-Event-ID")) as reader:
        await response.prepare(request)
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(LIFE):
                await _relay(reader, response, request.app[BEAT])
    return response


async def _relay(reader: Reader, response: web.StreamResponse, beat: float) -> None:
    await _write(response, b"retry: 2000\n\n")
    if reader.missed:
        await _write(response, b"event: reset\ndata: {}\n\n")
    while True:
        try:
            line = await asyncio.wait_for(reader.next(), beat)
        except TimeoutError:
            await _write(response, b": still here\n\n")
            continue
        if line is None:
            return
        await _write(response, _frame(line))


async def _write(response: web.StreamResponse, chunk: bytes) -> None:
    async with asyncio.timeout(STUCK):
        await response.write(chunk)


def _frame(line: Line) -> bytes:
    told = {
        "type": line.type,
        "request_id": line.request_id,
        "number": line.number,
        "status": line.status,
        "time": line.time,
    }
    return b"id: %s\ndata: %s\n\n" % (line.id.encode(), orjson.dumps(told))
