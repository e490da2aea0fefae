"""Start a door as a process of its own, and tell what its processor time was."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yarl import URL

_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True, frozen=True)
class Door:
    """A server under load."""

    url: URL
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


@asynccontextmanager
async def door(module: str, port: int, environment: Mapping[str, str]) -> AsyncIterator[Door]:
    """Run ``python -m module`` on ``port`` until the block is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        env={**os.environ, **environment, "HTTP_PORT": str(port), "LOG_LEVEL": "WARNING"},
        stdout=subprocess.DEVNULL,
    )
    try:
        await _listens(port, process)
        yield Door(URL(f"http://127.0.0.1:{port}/api/v1/app/requests"), process.pid)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 30)


async def _listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError(f"nothing listens on {port}")
