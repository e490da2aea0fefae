"""Look at the owners' phones: what the sandbox provider was handed for them."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from deploy.story.doors import Answer, Call, Doors, NotThere, Turned
from deploy.story.patience import patient

MESSAGES: Final = "/sandbox/messages"
EVERY: Final = 0.3
PATIENCE: Final = patient(40.0)
_END: Final = "9999999999"
_CODE: Final = re.compile(r"\d{6}")
_LINK: Final = re.compile(r"/s/([\w~.:@-]+)")


class Message(Answer):
    """One message on one phone."""

    outlet: str
    to: str
    text: str
    about: str = ""
    because: str = ""
    posted_at: datetime


class Page(Answer):
    """What came after the last look."""

    messages: tuple[Message, ...]
    last: int


class Late(Exception):
    """Something that had to come has not come in time."""


class Phones:
    """Everybody's messages since the story began, in the order of their arrival."""

    def __init__(self, doors: Doors) -> None:
        self.messages: list[Message] = []
        self._doors, self._last = doors, 0
        self._rings = asyncio.Event()

    async def unlock(self) -> None:
        """Begin after what is there already; raises ``NotThere`` where there is no sandbox."""
        try:
            self._last = (await self._look(_END)).last
        except (Turned, ValueError) as error:
            raise NotThere(f"no sandbox behind the gateway, so no phones: {error}") from error

    async def watch(self) -> None:
        """Look for new messages until cancelled."""
        while True:
            page = await self._look(str(self._last))
            self._last = page.last
            if page.messages:
                self.messages += page.messages
                self._rings.set()
                self._rings = asyncio.Event()
            await asyncio.sleep(EVERY)

    async def wait(self, fits: Callable[[Message], bool], what: str, since: int = 0) -> Message:
        """Return the first message from ``since`` on that fits; raises ``Late``."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    found = next(filter(fits, self.messages[since:]), None)
                    if found:
                        return found
                    await self._rings.wait()
        except TimeoutError:
            raise Late(f"{what} has not come within {PATIENCE:.0f} s") from None

    async def _look(self, after: str) -> Page:
        return await self._doors.ask(Page, Call(path=MESSAGES, query={"after": after}))


def code_in(text: str) -> str:
    """Return the log-in code that somebody reads off their phone."""
    found = _CODE.search(text)
    return found[0] if found else ""


def link_in(text: str) -> str:
    """Return the secret of the survey's link in a message, empty if there is none."""
    found = _LINK.search(text)
    return found[1] if found else ""
