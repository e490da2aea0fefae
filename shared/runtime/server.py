"""Listen for HTTP, answer what is no HTTP in the application's own words, and drain well."""

import asyncio
from collections.abc import Callable
from typing import Final

from aiohttp import web

REFUSING: Final[web.AppKey[Callable[[], web.Response]]] = web.AppKey("refusing")
_CANCELLING: Final = 1.0


class Runner(web.AppRunner):
    """Runs an application; bytes that cannot be read as HTTP get what ``app[REFUSING]`` returns.

    aiohttp by itself answers them in English, repeats them, and asks no middleware. Told to stop,
    it also drops what is still to come of a request that has begun; this one hears it out.
    """

    async def _make_server(self) -> web.Server:
        self.app.on_response_prepare.append(_say_if_last)
        plain = await super()._make_server()
        return _Server(plain, self.app[REFUSING])


class _Server(web.Server):
    def __init__(self, plain: web.Server, refuse: Callable[[], web.Response]) -> None:
        super().__init__(plain.request_handler, request_factory=plain.request_factory)
        self._refuse = refuse

    def __call__(self) -> web.RequestHandler:
        return _Connection(self, self._refuse)

    def pre_shutdown(self) -> None:
        """Have every connection finish what has begun on it, and no more."""
        for connection in self.connections:
            connection.close()

    async def shutdown(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - aiohttp's
        """Wait until they have, and cut off what takes longer."""
        serving = [one.serving for one in self.connections if isinstance(one, _Connection)]
        if serving:
            await asyncio.wait(serving, timeout=timeout)
        await super().shutdown(_CANCELLING)


class _Connection(web.RequestHandler):
    """One connection; ``_close`` (aiohttp's) says that the request in hand is the last."""

    serving: asyncio.Task[None]

    def __init__(self, server: web.Server, refuse: Callable[[], web.Response]) -> None:
        super().__init__(server, loop=asyncio.get_running_loop())
        self._refuse = refuse
        self._head_begun = False

    @property
    def is_last(self) -> bool:
        """Whether the request in hand is the last."""
        return self._close

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to serve."""
        super().connection_made(transport)
        if self._task_handler:
            self.serving = self._task_handler

    def data_received(self, data: bytes) -> None:
        """Take in what comes, also when the request that it belongs to is the last."""
        last, self._close = self._close, False
        super().data_received(data)
        self._close |= last
        said = self._head_begun or bool(data.strip(b"\r\n"))
        self._head_begun = said and self._is_waiting()

    def close(self) -> None:
        """Close at once if nothing has begun, else after the answer to what has."""
        self._close = True
        if self._is_waiting() and not self._head_begun:
            self.force_close()

    def _is_waiting(self) -> bool:
        """Tell whether no request's headers are complete."""
        return not self._request_count or (self._waiter is not None and not self._waiter.done())

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


async def _say_if_last(request: web.Request, response: web.StreamResponse) -> None:
    """Tell the caller that the connection closes, so that nobody sends more on it."""
    if isinstance(request.protocol, _Connection) and request.protocol.is_last:
        response.force_close()
        response.headers["Connection"] = "close"
