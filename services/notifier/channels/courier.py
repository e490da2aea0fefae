"""Hand webhooks over, and be sent nowhere inside: an address is looked at when it is resolved."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from services.notifier.domain.webhooks import is_public
from shared.kernel.errors import Unavailable

TIMEOUT: Final = ClientTimeout(total=10.0, sock_connect=3.0)
AT_ONCE: Final = 50


class Outside(AbstractResolver):
    """Resolves names, and passes only addresses on that are out in the world."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses that may be called; raises ``OSError`` when there is none."""
        found = await self._inner.resolve(host, port, family)
        safe = [one for one in found if is_public(one["host"])]
        if not safe:
            raise OSError(f"{host} has no address that may be called")
        return safe

    async def close(self) -> None:
        """Close the resolver behind."""
        await self._inner.close()


class Courier:
    """Posts bodies; follows no redirect and reads no more than the status."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Return the status that was answered; raises ``Unavailable``."""
        sent = {**headers, "Content-Type": "application/json", "User-Agent": "Hudong-Webhooks/1"}
        try:
            async with self._session.post(
                URL(url, encoded=True), data=body, headers=sent, allow_redirects=False
            ) as answer:
                return answer.status
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unavailable(type(error).__name__) from error


@asynccontextmanager
async def courier(*, private: bool) -> AsyncIterator[Courier]:
    """Yield a courier; ``private`` lets it call inside as well."""
    resolver = None if private else Outside()
    connector = TCPConnector(limit=AT_ONCE, resolver=resolver, force_close=True)
    async with ClientSession(
        connector=connector, timeout=TIMEOUT, cookie_jar=DummyCookieJar()
    ) as session:
        yield Courier(session)
