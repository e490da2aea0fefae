"""Run the embedded database, which speaks MongoDB's wire protocol, as a process of its own."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Final

from deploy.local.ports import Ports
from deploy.local.probes import answers_mongo
from deploy.local.process import Process

# Without the journal it forgets acknowledged writes when killed; with retryable writes it slows
# down as it ages, and a save that is repeated does no harm here.
_OPTIONS: Final = "w=majority&journal=true&retryWrites=false&directConnection=true"


class Database:
    """A server that keeps its data under ``folder`` and may be killed and started again on it.

    ``flags`` are more of its own, such as ``--auth``.
    """

    def __init__(self, folder: Path, log_folder: Path, ports: Ports, *flags: str) -> None:
        port = ports["MONGO_PORT"]
        self.folder = folder.resolve()
        self.url = f"mongodb://127.0.0.1:{port}/?{_OPTIONS}"
        self._server = Process(
            name="database",
            command=(
                str(Path(sys.executable).with_name("secantusd-py")),
                *("--host", "127.0.0.1", "--port", str(port)),
                *("--storage-path", str(self.folder), "--sync-on-commit"),
                *("--cache-size", "256M", "--log-level", "WARNING"),
                *flags,
            ),
            environment={"PATH": os.defpath, "HOME": str(self.folder), "LANG": "C.UTF-8"},
            log=log_folder / "database.log",
            answers=partial(answers_mongo, self.url),
        )

    @property
    def process(self) -> Process:
        """Return the server itself, to be watched."""
        return self._server

    def start(self) -> None:
        """Start the server; returns before it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._server.start()

    def wait_ready(self) -> float:
        """Return in how many seconds the server took up work."""
        return self._server.wait_ready()

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._server.kill()

    def stop(self) -> None:
        """Stop the server; it takes some seconds to put its files in order."""
        self._server.stop()
