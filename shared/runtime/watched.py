"""Read a file of keys again when it has changed, so that keys turn over without a restart."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, TypeVar

import structlog

from shared.kernel.errors import Refused

log = structlog.get_logger()
SECONDS: Final = 1.0
T = TypeVar("T")


class Watched(Generic[T]):
    """What ``read`` makes of a file, a second old at most; nonsense in it changes nothing."""

    def __init__(self, path: Path, read: Callable[[str], T]) -> None:
        self._path, self._read = path, read
        self._stamp = path.stat().st_mtime_ns
        self._value = read(path.read_text())
        self._until = time.monotonic() + SECONDS

    def __call__(self) -> T:
        """Return it as the file has it now."""
        if time.monotonic() >= self._until:
            self._until = time.monotonic() + SECONDS
            self._look()
        return self._value

    def _look(self) -> None:
        try:
            stamp = self._path.stat().st_mtime_ns
            if stamp != self._stamp:
                self._value, self._stamp = self._read(self._path.read_text()), stamp
                log.info("keys.read-again", file=self._path.name)
        except (OSError, ValueError, Refused) as error:
            log.warning("keys.unreadable", file=self._path.name, error=type(error).__name__)
