"""Talk to one provider over HTTP: time-outs, a breaker, and failures in the port's words."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

import stamina
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout
from pydantic import BaseModel, ValidationError
from yarl import URL

from services.notifier.channels.breaker import Breaker
from services.notifier.ports import Later, Parcel
from shared.kernel.clock import Clock
from shared.kernel.errors import Unavailable

M = TypeVar("M", bound=BaseModel)
TIMEOUT: Final = ClientTimeout(total=3.0, connect=1.0)
LONGEST: Final = 1_000_000
BREATH: Final = timedelta(seconds=30)


@dataclass(slots=True, frozen=True)
class Answer:
    """What came back: a provider's refusals are answers as well."""

    status: int
    body: bytes


class Wire:
    """One provider's line; all share the session, each has a breaker of its own.

    Repeated here only while no connection was ever made: whatever may have reached the provider is
    for the row to repeat, after asking.
    """

    def __init__(
        self,
        session: ClientSession,
        name: str,
        clock: Clock,
        timeout: ClientTimeout = TIMEOUT,
        breaker: Breaker | None = None,
    ) -> None:
        self.name = name
        self.clock = clock
        self._session = session
        self._timeout = timeout
        self._breaker = breaker or Breaker(name)

    async def get(self, url: str) -> Answer:
        """Fetch, of what no secret of a person's stands in."""
        return await self._ask("GET", url, b"", {})

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Hand over; ``url`` goes out as it stands, since it may be signed.

        Raises ``Unavailable`` for 5xx and silence, ``Later`` for 429.
        """
        return await self._ask("POST", url, body, headers)

    def settle(self, parcel: Parcel, within: timedelta) -> None:
        """Raise ``Later`` while an attempt is too young for the provider's silence to count."""
        if parcel.tried_at and self.clock() < parcel.tried_at + within:
            raise Later(f"{self.name}: cannot say yet", parcel.tried_at + within)

    async def _ask(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        async with self._breaker.guarding(), self._foreseen():
            async for attempt in stamina.retry_context(
                on=ClientConnectorError, attempts=2, wait_initial=0.05, timeout=2.0
            ):
                with attempt:
                    return await self._once(method, url, body, headers)
        raise Unavailable("no attempt was made")

    async def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        async with self._session.request(
            method,
            URL(url, encoded=True),
            data=body or None,
            headers=headers,
            timeout=self._timeout,
            allow_redirects=False,
        ) as response:
            if response.status == 429:
                wait = _seconds(response.headers.get("Retry-After", ""))
                raise Later(f"{self.name}: 429", self.clock() + wait)
            if response.status >= 500:
                raise Unavailable(f"{self.name}: {response.status}")
            return Answer(response.status, await response.content.read(LONGEST))

    @asynccontextmanager
    async def _foreseen(self) -> AsyncIterator[None]:
        try:
            yield
        except (ClientError, TimeoutError) as error:
            raise Unavailable(f"{self.name}: {type(error).__name__}") from error


def read(kind: type[M], answer: Answer, name: str) -> M:
    """Return the answer as ``kind``; of one that is broken nobody knows what it says."""
    try:
        return kind.model_validate_json(answer.body)
    except ValidationError as error:
        raise Unavailable(f"{name}: a broken answer, {answer.status}") from error


def _seconds(header: str) -> timedelta:
    return timedelta(seconds=int(header)) if header.isdecimal() and len(header) < 7 else BREATH
