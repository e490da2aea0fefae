"""Send a request and repeat it, the same, until it is answered: what a good client does."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from tests.chaos.ledger import Ledger
from tests.support.caller import Answer

_PAUSES: Final = (0.3, 0.7, 1.5, 3.0)
_AGAIN: Final = frozenset({408, 429, 502, 503, 504})


@dataclass(slots=True, frozen=True, kw_only=True)
class Call:
    """One HTTP request; ``answered`` seconds is how long an answer may take."""

    path: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    json: object = None
    body: bytes | None = None
    answered: float = 10.0


class Line:
    """The way to the gateway, with a count of what came over it."""

    def __init__(self, session: ClientSession, ledger: Ledger) -> None:
        self._session = session
        self._ledger = ledger

    async def insist(self, make: Callable[[], Call], patience: float) -> Answer | None:
        """Repeat until there is an answer; None once patience has ended."""
        until, failures = time.monotonic() + patience, 0
        while True:
            answer = await self.once(make())
            if answer and not _wants_repeat(answer):
                return answer
            if time.monotonic() > until:
                return None
            self._ledger.repeats += 1
            await asyncio.sleep(_PAUSES[min(failures, len(_PAUSES) - 1)])
            failures += 1

    async def once(self, call: Call) -> Answer | None:
        """Send once; None when there was no answer."""
        try:
            async with self._session.request(
                call.method,
                call.path,
                headers=call.headers,
                params=call.query,
                json=call.json,
                data=call.body,
                timeout=ClientTimeout(total=call.answered),
            ) as response:
                answer = await _read(response)
        except (ClientError, TimeoutError, OSError) as error:
            self._ledger.answers[type(error).__name__] += 1
            return None
        self._ledger.answers[str(answer.status)] += 1
        return answer


async def _read(response: ClientResponse) -> Answer:
    kind, body = response.content_type, await response.read()
    found = await response.json(content_type=None) if kind.endswith("json") else None
    return Answer(response.status, kind, body, found)


def _wants_repeat(answer: Answer) -> bool:
    """Tell whether the server asks to come again: it is away, or somebody was faster."""
    return answer.status in _AGAIN or (answer.status == 409 and answer.json["slug"] == "conflict")
