"""Knock at the gateway's doors: come again when asked to, and say plainly what was refused."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import uuid4

import orjson
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector
from pydantic import BaseModel, ConfigDict

from deploy.story.patience import patient

TIMEOUT: Final = ClientTimeout(total=15)
TURNS: Final = int(patient(30))
PAUSE: Final = 0.5
LONGEST_WAIT: Final = 75.0
AWAY: Final = frozenset({500, 502, 503, 504})
Seen = TypeVar("Seen", bound="Answer")


class Answer(BaseModel):
    """What is read of an answer; everything else in it is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Problem(Answer):
    """A problem document."""

    slug: str = "?"
    detail: str = ""


class NotThere(Exception):
    """Nobody answers at the gateway's address."""


class Turned(Exception):
    """A door has refused; ``slug`` and ``detail`` are the problem document's."""

    def __init__(self, call: "Call", status: int, problem: Problem) -> None:
        super().__init__(f"{call.method} {call.path}: {status} {problem.slug} {problem.detail}")
        self.status, self.slug = status, problem.slug


@dataclass(slots=True, frozen=True, kw_only=True)
class Call:
    """One call; a repeat of it carries the same key, so that it is done once."""

    path: str
    form: Mapping[str, object] | None = None
    body: bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    token: str | None = None
    key: str = field(default_factory=lambda: uuid4().hex)

    @property
    def method(self) -> str:
        """Return how it is called: what brings something is a POST."""
        return "GET" if self.form is None and self.body is None else "POST"

    @property
    def headers(self) -> dict[str, str]:
        """Return who calls, what is brought, and the key that makes a repeat harmless."""
        told = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.method == "GET":
            return told
        kind = "text/xml" if self.form is None else "application/json"
        return {**told, "Content-Type": kind, "Idempotency-Key": self.key}

    @property
    def content(self) -> bytes | None:
        """Return what is brought."""
        return self.body if self.form is None else orjson.dumps(self.form)


class Doors:
    """The gateway, as anybody outside sees it."""

    def __init__(self, session: ClientSession) -> None:
        self.session = session

    async def ask(self, kind: type[Seen], call: Call) -> Seen:
        """Make the call and read its answer; raises ``Turned`` or ``NotThere``."""
        return kind.model_validate_json(await self.knock(call))

    async def knock(self, call: Call) -> bytes:
        """Make the call until it is answered; raises ``Turned`` or ``NotThere``."""
        for _ in range(TURNS):
            try:
                content, wait = await self._once(call)
            except (ClientError, TimeoutError):
                content, wait = b"", PAUSE
            if wait is None:
                return content
            await asyncio.sleep(wait)
        raise NotThere(f"{call.method} {call.path}: no answer after {TURNS} tries")

    async def require(self, url: str) -> None:
        """Raise ``NotThere``, in words for a person, unless the gateway is ready."""
        try:
            async with self.session.get("/ready") as answer:
                if answer.ok:
                    return
        except (ClientError, TimeoutError):
            raise NotThere(f"no gateway answers at {url}; start one with `make run`") from None
        raise NotThere(f"the gateway at {url} is not ready ({answer.status}); see its log")

    async def _once(self, call: Call) -> tuple[bytes, float | None]:
        async with self.session.request(
            call.method, call.path, params=call.query, data=call.content, headers=call.headers
        ) as answer:
            content = await answer.read()
            return content, None if answer.ok else _wait(call, answer, content)


def _wait(call: Call, answer: ClientResponse, content: bytes) -> float:
    """Return after how many seconds to come again; raises ``Turned`` if that is vain."""
    problem = _problem(content)
    asked = float(answer.headers.get("Retry-After", PAUSE))
    passing = answer.status in AWAY or problem.slug == "conflict"
    if passing or (answer.status == 429 and asked <= LONGEST_WAIT):
        return asked
    raise Turned(call, answer.status, problem)


def _problem(content: bytes) -> Problem:
    try:
        return Problem.model_validate_json(content)
    except ValueError:
        return Problem()


@asynccontextmanager
async def at_gateway(url: str) -> AsyncIterator[Doors]:
    """Yield the doors of the gateway at that address."""
    connector = TCPConnector(limit=32)
    async with ClientSession(url, timeout=TIMEOUT, connector=connector) as session:
        yield Doors(session)
