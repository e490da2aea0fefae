"""Find the line of a key in a TOML text, to tell a person where to look."""

import re
from typing import Final

_AT: Final = re.compile(r"at line (\d+)")
_HEADER: Final = re.compile(r"\s*\[+\s*(?P<path>[^\]]+?)\s*\]+")
_KEY: Final = re.compile(r"""\s*(?P<key>"[^"]*"|'[^']*'|[^\s=#\[]+)\s*=""")


def line_in_error(message: str, text: str) -> int:
    """Return the line that the TOML reader complains of: its own, or the last one."""
    match = _AT.search(message)
    return int(match[1]) if match else len(text.splitlines())


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the line of ``path``, else that of what is first in it or nearest about it, else 0."""
    while path:
        for number, written in _paths(text):
            if written[: len(path)] == path:
                return number
        path = path[:-1]
    return 0


def _paths(text: str) -> list[tuple[int, tuple[str, ...]]]:
    section: tuple[str, ...] = ()
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            section = tuple(part.strip().strip("\"'") for part in header["path"].split("."))
            found.append((number, section))
        elif key := _KEY.match(line):
            found.append((number, (*section, key["key"].strip("\"'"))))
    return found
