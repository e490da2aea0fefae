"""Hear from the gateway's stream what changes, and look at each request that did."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from aiohttp import ClientError, ClientTimeout

from deploy.story.case import Case
from deploy.story.doors import Answer, Call, Doors, NotThere, Turned
from deploy.story.patience import patient
from deploy.story.phones import Late
from deploy.story.views import View

PATIENCE: Final = patient(30.0)
GAP: Final = 0.06
LOST: Final = 10.0
NEWS: Final = frozenset(
    f"request.{what}.v1"
    for what in ("assigned", "fed-back", "closed", "reopened", "follow-up-opened")
)
_STREAM: Final = ClientTimeout(total=None, sock_read=60)


class Line(Answer):
    """What the stream says of an event."""

    type: str = ""
    request_id: str = ""
    number: str = ""


class Watch:
    """The manager's open page: the stream says which request, the door shows it.

    What somebody of the story does is shown by the answer to it; only ``NEWS`` are looked up.
    """

    def __init__(self, doors: Doors, token: str) -> None:
        self._doors, self._token = doors, token
        self._cases: dict[str, Case] = {}
        self._ids: dict[str, str] = {}
        self._changed: dict[str, None] = {}
        self._rings = asyncio.Event()
        self._listens = asyncio.Event()

    async def begin(self) -> None:
        """Wait until the stream speaks; raises ``NotThere``."""
        try:
            await asyncio.wait_for(self._listens.wait(), PATIENCE)
        except TimeoutError:
            raise NotThere("the gateway's stream of events does not open") from None

    async def id_of(self, number: str) -> str:
        """Return the id behind a number that an owner was told; raises ``Late``."""
        try:
            async with asyncio.timeout(PATIENCE):
                while number not in self._ids:
                    await self._rings.wait()
        except TimeoutError:
            raise Late(f"nothing was heard of number {number} for {PATIENCE:.0f} s") from None
        return self._ids[number]

    def follow(self, case: Case) -> None:
        """Look at this request whenever it changes."""
        self._cases[case.request_id] = case
        self._changed[case.request_id] = None

    async def listen(self) -> None:
        """Hear the stream until cancelled; one that ends is opened again where it ended."""
        last = ""
        while True:
            with suppress(ClientError, TimeoutError):
                async for name, value in self._frames(last):
                    last = value if name == "id" else last
                    self._hear(name, value)
            await asyncio.sleep(1)

    async def look(self) -> None:
        """Look at what changed, one at a time and with a breath between, until cancelled."""
        while True:
            await asyncio.sleep(GAP)
            for request_id in list(self._changed)[:1]:
                del self._changed[request_id]
                if case := self._cases.get(request_id):
                    with suppress(Turned):  # the router has yet to take it up
                        case.show(await self._view(request_id))

    async def look_again(self) -> None:
        """Look at everything that is not over, in case that something was not heard."""
        while True:
            await asyncio.sleep(LOST)
            waiting = (case for case in self._cases.values() if not case.over)
            self._changed.update(dict.fromkeys(case.request_id for case in waiting))

    async def _view(self, request_id: str) -> View:
        call = Call(path=f"/api/v1/requests/{request_id}", token=self._token)
        return await self._doors.ask(View, call)

    async def _frames(self, last: str) -> AsyncIterator[tuple[str, str]]:
        headers = {"Authorization": f"Bearer {self._token}", "Last-Event-ID": last}
        async with self._doors.session.get(
            "/api/v1/events", headers=headers, timeout=_STREAM
        ) as stream:
            stream.raise_for_status()
            async for raw in stream.content:
                self._listens.set()
                name, _, value = raw.decode().strip().partition(": ")
                yield name, value

    def _hear(self, name: str, value: str) -> None:
        if name != "data":
            return
        line = Line.model_validate_json(value)
        if line.request_id:
            self._ids[line.number] = line.request_id
            if line.type in NEWS:
                self._changed[line.request_id] = None
            self._rings.set()
            self._rings = asyncio.Event()
