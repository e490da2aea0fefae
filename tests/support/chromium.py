"""Drive a real browser by its own protocol, where there is one on the machine."""

import asyncio
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE: Final = 120.0
_OPTIONS: Final = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-extensions"),
    "--remote-debugging-port=0",
)


def chromium() -> str | None:
    """Return where a browser is, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass(slots=True)
class Tab:
    """One open page; ``faults`` are the errors that nobody caught and what the policy forbade."""

    socket: aiohttp.ClientWebSocketResponse
    faults: list[str] = field(default_factory=list)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def open(self, url: str) -> None:
        """Go to ``url``."""
        await self.ask("Page.navigate", url=url)

    async def value(self, expression: str) -> Any:
        """Return what an expression is worth on the page."""
        told = await self.ask(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        return told.get("result", {}).get("value")

    async def until(self, expression: str) -> None:
        """Wait until an expression holds; raises ``TimeoutError``."""
        async with asyncio.timeout(PATIENCE):
            while not await self.value(expression):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def narrow(self, width: int) -> None:
        """Look through a window as wide as a phone's."""
        size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        await self.ask("Emulation.setDeviceMetricsOverride", **size)

    async def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Command the browser by one of its methods, and return its result."""
        number = next(self._count)
        await self.socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(PATIENCE):
            while True:
                told = json.loads((await self.socket.receive()).data)
                if told.get("id") == number:
                    result: dict[str, Any] = told.get("result", {})
                    return result
                self._hear(told)

    def _hear(self, told: dict[str, Any]) -> None:
        if told.get("method") == "Runtime.exceptionThrown":
            self.faults.append(json.dumps(told["params"]["exceptionDetails"], ensure_ascii=False))
        entry = told.get("params", {}).get("entry", {})
        if told.get("method") == "Log.entryAdded" and entry.get("source") == "security":
            self.faults.append(entry["text"])


@asynccontextmanager
async def browsing(program: str, folder: Path) -> AsyncIterator[Tab]:
    """Start a browser with nothing in it, open a tab, and end the browser afterwards."""
    process = await asyncio.create_subprocess_exec(
        *(program, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with aiohttp.ClientSession() as session:
            tab = await _tab(process, session)
            for domain in ("Page", "Runtime", "Log"):
                await tab.ask(f"{domain}.enable")
            yield tab
            await tab.socket.close()
    finally:
        process.terminate()
        await process.communicate()


async def _tab(process: asyncio.subprocess.Process, session: aiohttp.ClientSession) -> Tab:
    async with asyncio.timeout(PATIENCE):
        port = await _port(process)
        while True:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            if pages:
                url = pages[0]["webSocketDebuggerUrl"]
                return Tab(await session.ws_connect(url, max_msg_size=0))
            await asyncio.sleep(0.05)


async def _port(process: asyncio.subprocess.Process) -> int:
    assert process.stderr
    while line := await process.stderr.readline():
        if found := re.search(rb"ws://127\.0\.0\.1:(\d+)/", line):
            return int(found[1])
    raise TimeoutError("the browser has ended")
