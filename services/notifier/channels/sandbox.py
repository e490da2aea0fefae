"""Send through the sandbox provider: a real HTTP server that stands for SMS, WeChat and push."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Literal

import stamina
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    TCPConnector,
)
from pydantic import AwareDatetime, BaseModel, ValidationError

from services.notifier.channels.breaker import Breaker
from services.notifier.ports import Found, Parcel, Rejected
from shared.contracts.words import Outlet
from shared.kernel.errors import Unavailable

CONNECTIONS: Final = 64
TIMEOUT: Final = ClientTimeout(total=3.0, connect=1.0)


class Message(BaseModel):
    """What the sandbox answers about a message."""

    id: str
    status: Literal["accepted", "delivered", "failed"]
    at: AwareDatetime


@asynccontextmanager
async def open_session() -> AsyncIterator[ClientSession]:
    """Yield the one HTTP session that all outlets share."""
    connector = TCPConnector(limit=CONNECTIONS)
    async with ClientSession(connector=connector, timeout=TIMEOUT) as session:
        yield session


class Sandbox:
    """One outlet at the sandbox; a token names a message, so that it can be asked for."""

    def __init__(self, session: ClientSession, url: str, outlet: Outlet) -> None:
        self._session = session
        self._messages = f"{url.rstrip('/')}/{outlet}/messages"
        self._breaker = Breaker(f"sandbox-{outlet}")

    async def send(self, parcel: Parcel) -> str:
        """Hand it over; repeated here only while no connection was ever made."""
        body = {
            "token": parcel.token,
            "to": parcel.to,
            "text": parcel.text,
            "about": parcel.about,
            "because": parcel.because,
        }
        async with self._breaker.guarding(), _foreseen():
            async for attempt in stamina.retry_context(
                on=ClientConnectorError, attempts=2, wait_initial=0.05, timeout=2.0
            ):
                with attempt:
                    async with self._session.post(self._messages, json=body) as response:
                        return (await _message(response)).id
        raise Unavailable("no attempt was made")

    async def find(self, parcel: Parcel) -> Found | None:
        """Ask what became of a parcel; asking twice does no harm, so it is repeated."""
        async with self._breaker.guarding(), _foreseen():
            async for attempt in stamina.retry_context(
                on=(ClientError, TimeoutError), attempts=2, wait_initial=0.05, timeout=5.0
            ):
                with attempt:
                    async with self._session.get(f"{self._messages}/{parcel.token}") as response:
                        if response.status == 404:
                            return None
                        return _found(await _message(response))
        raise Unavailable("no attempt was made")


@asynccontextmanager
async def _foreseen() -> AsyncIterator[None]:
    try:
        yield
    except (ClientError, TimeoutError, ValidationError) as error:
        raise Unavailable(f"sandbox: {type(error).__name__}") from error


async def _message(response: ClientResponse) -> Message:
    if response.status == 429 or response.status >= 500:
        raise Unavailable(f"sandbox: {response.status}")
    if response.status >= 400:
        raise Rejected(f"sandbox: {response.status}")
    return Message.model_validate_json(await response.read())


def _found(message: Message) -> Found:
    return Found(
        provider_id=message.id,
        delivered_at=message.at if message.status == "delivered" else None,
        failed=message.status == "failed",
    )
