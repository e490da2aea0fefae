"""Start a child process that cannot outlive us, wait until it answers, and end it by its own id."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deploy.local.failure import CannotRun

DIES_WITH_US: Final = ("setpriv", "--pdeathsig", "KILL", "--") if shutil.which("setpriv") else ()
_LOG_BYTES: Final = 50_000_000
_PAUSE: Final = 0.05


@dataclass(slots=True, kw_only=True)
class Process:
    """One child in its own session, so that a Ctrl-C in the terminal reaches only us.

    ``start`` must be called from the main thread: the kernel ends a child with the thread that
    started it. What it prints is appended to ``log``, its errors to the ``.err`` beside it.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    answers: Callable[[], bool]
    patience: float = 120.0
    _child: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    @property
    def code(self) -> int | None:
        """Return the exit code once it has ended, negative for the signal that ended it."""
        return self._child.poll() if self._child else None

    @property
    def errors(self) -> Path:
        """Return the file that holds what it wrote to standard error."""
        return self.log.with_suffix(".err")

    def start(self) -> None:
        """Start it and return at once; does nothing while it runs."""
        if self.pid:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(self.log)
        with self.log.open("ab") as out, self.errors.open("wb") as err:
            self._child = subprocess.Popen(
                [*DIES_WITH_US, *self.command],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def wait_ready(self) -> float:
        """Return in how many seconds it answered; raises ``CannotRun`` if it ends or never does."""
        began = time.monotonic()
        while not self.answers():
            if self.code is not None:
                raise CannotRun(f"{self.name} ended while starting (code {self.code}){self.tail()}")
            if time.monotonic() - began > self.patience:
                raise CannotRun(
                    f"{self.name} is not ready after {self.patience:.0f} s{self.tail()}"
                )
            time.sleep(_PAUSE)
        return time.monotonic() - began

    def stop(self, grace: float = 25.0) -> None:
        """Ask it to end, and kill it if it has not after ``grace`` seconds."""
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a power cut would (SIGKILL)."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def restart(self) -> None:
        """Stop it, start it, and wait until it answers."""
        self.stop()
        self.start()
        self.wait_ready()

    def tail(self, lines: int = 8) -> str:
        """Return where its logs are and the last lines of them, for a person to read."""
        text = "".join(_last(path, lines) for path in (self.log, self.errors))
        return f"; see {os.path.relpath(self.log)}\n{text}".rstrip()


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))


def _last(path: Path, lines: int) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8192))
        text = file.read().decode(errors="replace")
    return "".join(f"  {line}\n" for line in text.splitlines()[-lines:])
