"""Read log lines from files or a pipe, and go on reading as they grow."""

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import orjson

PAUSE: Final = 0.3
Line = dict[str, object]


def line_of(raw: str | bytes) -> Line | None:
    """Return a line's keys; what stands before the first ``{`` (Compose's prefix) is passed over.

    None for what is no line of ours.
    """
    text = raw.encode(errors="replace") if isinstance(raw, str) else raw
    try:
        found = orjson.loads(text[max(text.find(b"{"), 0) :])
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) and "event" in found and "time" in found else None


def written(files: Iterable[Path]) -> tuple[list[Line], dict[Path, int]]:
    """Return all that the files hold by now, in time order, and how far each was read."""
    read = {path: _whole_lines(path, 0) for path in files}
    lines = [line for text in read.values() for line in _lines_of(text)]
    return in_order(lines), {path: len(text) for path, text in read.items()}


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Return lines of several services by their time."""
    return sorted(lines, key=lambda line: str(line["time"]))


def growing(marks: dict[Path, int]) -> Iterator[Line]:
    """Yield what is added to the files beyond the marks, until interrupted.

    A file that has become shorter was turned over and is read from its beginning.
    """
    while True:
        for path, mark in marks.items():
            begin = mark if path.stat().st_size >= mark else 0
            text = _whole_lines(path, begin)
            marks[path] = begin + len(text)
            yield from in_order(_lines_of(text))
        time.sleep(PAUSE)


def piped() -> Iterator[Line]:
    """Yield the lines of standard input as they come."""
    return (line for raw in sys.stdin if (line := line_of(raw)))


def _whole_lines(path: Path, begin: int) -> bytes:
    with path.open("rb") as file:
        file.seek(begin)
        text = file.read()
    return text[: text.rfind(b"\n") + 1]


def _lines_of(text: bytes) -> Iterator[Line]:
    return (line for raw in text.splitlines() if (line := line_of(raw)))
