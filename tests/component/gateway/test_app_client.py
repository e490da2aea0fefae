"""The example of an app's client goes on where it was when the line breaks in the middle."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestClient

from deploy.examples import app_client

ID = "777c5d64-2518-5a83-b9c8-943e736144f0"
Client = Callable[[web.Application], Awaitable[TestClient[web.Request, web.Application]]]


class Moody:
    """A server that cuts the first piece of a photo and the first stream of events short."""

    def __init__(self) -> None:
        self.photo = b""
        self.cut: list[str] = []
        self.resumed_from: list[str] = []
        self.asked = 0
        self.asked_twice = asyncio.Event()

    def app(self) -> web.Application:
        """Return its doors."""
        app = web.Application()
        app.router.add_post("/api/v1/uploads", self.begin)
        app.router.add_head(f"/api/v1/uploads/{ID}", self.offset)
        app.router.add_patch(f"/api/v1/uploads/{ID}", self.piece)
        app.router.add_post("/api/v1/app/requests", self.take)
        app.router.add_get("/api/v1/requests/r1", self.show)
        app.router.add_get("/api/v1/events", self.events)
        return app

    async def begin(self, _: web.Request) -> web.Response:
        return web.Response(status=201, headers={"Location": f"/api/v1/uploads/{ID}"})

    async def offset(self, _: web.Request) -> web.Response:
        return web.Response(headers={"Upload-Offset": str(len(self.photo))})

    async def piece(self, request: web.Request) -> web.Response:
        if self._cuts(request, "piece"):
            return web.Response()
        self.photo += await request.read()
        return web.Response(status=204)

    async def take(self, _: web.Request) -> web.Response:
        return web.json_response({"request_id": "r1"}, status=201)

    async def show(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.asked == 2:
            self.asked_twice.set()
        status = "assigned" if self.asked <= 2 else "accepted"
        if request.headers.get("If-None-Match") == f'"{status}"':
            return web.Response(status=304)
        return web.json_response({"status": status}, headers={"ETag": f'"{status}"'})

    async def events(self, request: web.Request) -> web.StreamResponse:
        self.resumed_from.append(request.headers.get("Last-Event-ID", ""))
        stream = web.StreamResponse()
        await stream.prepare(request)
        await stream.write(b"retry: 2000\n\nid: e1\ndata: {}\n\n")
        await self.asked_twice.wait()
        self._cuts(request, "stream")
        return stream

    def _cuts(self, request: web.Request, what: str) -> bool:
        if what in self.cut:
            return False
        self.cut.append(what)
        assert request.transport
        request.transport.close()
        return True


async def test_a_broken_line_neither_loses_the_photo_nor_the_news(aiohttp_client: Client) -> None:
    server, content, seen = Moody(), b"x" * 100_000, list[str]()
    client = await aiohttp_client(server.app())
    async with (
        ClientSession(client.make_url("/")) as app,
        aclosing(app_client.report(app, content, "楼道灯坏了")) as told,
        asyncio.timeout(60),
    ):
        async for status in told:
            seen.append(status)
            if status == "accepted":
                break
    assert (server.photo, server.cut) == (content, ["piece", "stream"])
    assert server.resumed_from == ["", "e1"]
