"""Remember every message that was handed in, and how often; keep it on disk."""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TextIO

import orjson

Status = Literal["accepted", "delivered", "failed"]


@dataclass(slots=True, kw_only=True)
class Message:
    """One token's message; ``posts`` counts how often it was handed in, of which one is right.

    ``seq`` numbers messages in the order of their first arrival.
    """

    seq: int
    id: str
    outlet: str
    token: str
    to: str
    text: str
    about: str
    because: str
    posted_at: datetime
    posts: int = 1
    status: Status = "accepted"
    at: datetime
    receipt_sent: bool = False


class Journal:
    """All messages, by token and in order; each change is one line at the end of a file.

    The file holds phones and log-in codes as they are, as a platform has them: only its owner may
    read it, and its page says that it is for trials only.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._messages: dict[tuple[str, str], Message] = {}
        for line in _lines(path):
            self._put(line)
        path.touch(mode=0o600)
        path.chmod(0o600)
        self._file: TextIO = path.open("a", encoding="utf-8")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def find(self, outlet: str, token: str) -> Message | None:
        """Return a token's message."""
        return self._messages.get((outlet, token))

    def all(self) -> list[Message]:
        """Return every message in the order of arrival."""
        return list(self._messages.values())

    def write(self, message: Message) -> None:
        """Keep a message as it now stands."""
        self._messages[message.outlet, message.token] = message
        self._file.write(f"{orjson.dumps(asdict(message)).decode()}\n")
        self._file.flush()

    @property
    def last(self) -> int:
        """The number of the newest message."""
        return len(self._messages)

    def _put(self, line: dict[str, Any]) -> None:
        moments = {name: datetime.fromisoformat(line[name]) for name in ("posted_at", "at")}
        known = {field.name for field in fields(Message)}
        message = Message(**{**{k: v for k, v in line.items() if k in known}, **moments})
        self._messages[message.outlet, message.token] = message


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the whole lines, and cut off a last one that a crash left half written."""
    if not path.exists():
        return
    whole, _, half = path.read_bytes().rpartition(b"\n")
    if half:
        os.truncate(path, len(whole) + 1 if whole else 0)
    for line in whole.splitlines():
        yield orjson.loads(line)
