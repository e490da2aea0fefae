"""Listen for HTTP, and let the application answer what is no HTTP in its own words."""

import asyncio
from collections.abc import Callable
from typing import Final

from aiohttp import web

REFUSING: Final[web.AppKey[Callable[[], web.Response]]] = web.AppKey("refusing")


class Runner(web.AppRunner):
    """Runs an application; bytes that cannot be read as HTTP get what ``app[REFUSING]`` returns.

    aiohttp by itself answers them in English, repeats them, and asks no middleware.
    """

    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        return _Server(plain, self.app[REFUSING])


class _Server(web.Server):
    def __init__(self, plain: web.Server, refuse: Callable[[], web.Response]) -> None:
        super().__init__(plain.request_handler, request_factory=plain.request_factory)
        self._refuse = refuse

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, self._refuse)


class _Connection(web.RequestHandler):
    def __init__(self, server: web.Server, refuse: Callable[[], web.Response]) -> None:
        super().__init__(server, loop=asyncio.get_running_loop())
        self._refuse = refuse

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if status >= 500:
            return super().handle_error(request, status, exc, message)
        response = self._refuse()
        response.force_close()
        return response

    def log_exception(self, *args: object, **more: object) -> None:
        """Leave out that the rest of a body, which nobody read, was broken."""
        if not isinstance(more.get("exc_info"), web.RequestPayloadError):
            super().log_exception(*args, **more)
