"""Tell one request's story: ``python -m shared.runtime.logs follow --request R [-f]``.

``--request`` is a request's id or number, a correlation, a trace, or the id of a message. Lines
come from ``--files`` (else ``var/log/*.jsonl``); ``-`` is a pipe, as of ``docker compose logs -f``:
``… | python -m shared.runtime.logs follow -f --request R --files -``.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import orjson
from rich.console import Console

from shared.runtime.logs.lines import Line, growing, in_order, piped, written
from shared.runtime.logs.showing import Shown
from shared.runtime.logs.story import Story, is_read

PIPE: Final = Path("-")


def main() -> int:
    """Return 0 if there was anything to tell, 1 if nothing, 2 if the files are not there."""
    given = _arguments().parse_args()
    files = given.files or sorted(Path("var/log").glob("*.jsonl"))
    pipe = files == [PIPE]
    missing = [str(path) for path in files if path != PIPE and not path.exists()]
    if missing or not files:
        print(f"no such log files: {', '.join(missing) or 'var/log/*.jsonl'}", file=sys.stderr)
        return 2
    told, story = _Told(given.json, given.all), Story(given.request)
    with suppress(KeyboardInterrupt, BrokenPipeError):
        if pipe:
            _tell_pipe(told, story, given.f)
        else:
            _tell_files(told, story, files, given.f)
    if not told.count:
        print(f"nothing is told of {given.request}", file=sys.stderr)
    return 0 if told.count else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared.runtime.logs", description=__doc__)
    parser.add_argument("act", choices=["follow"])
    parser.add_argument("--request", required=True, metavar="R", help="id, number, correlation")
    parser.add_argument("--files", nargs="+", type=Path, help="JSON lines; - for a pipe")
    parser.add_argument("-f", action="store_true", help="go on as lines are written")
    parser.add_argument("--all", action="store_true", help="also who only looked")
    parser.add_argument("--json", action="store_true", help="the lines as they are")
    return parser


class _Told:
    def __init__(self, as_json: bool, whole: bool) -> None:
        self.count = 0
        self._json, self._whole = as_json, whole
        self._shown = Shown(Console())

    def begin(self, story: Story, lines: list[Line]) -> None:
        wanted = [line for line in lines if self._whole or not is_read(line)]
        if wanted and not self._json:
            self._shown.heading(story.names, wanted)
        for line in wanted:
            self.line(line)

    def line(self, line: Line) -> None:
        if is_read(line) and not self._whole:
            return
        self.count += 1
        if self._json:
            print(orjson.dumps(line).decode(), flush=True)
        else:
            self._shown.row(line)


def _tell_files(told: _Told, story: Story, files: list[Path], follow: bool) -> None:
    lines, marks = written(files)
    told.begin(story, story.pick(lines))
    if follow:
        _tell(told, story, growing(marks))


def _tell_pipe(told: _Told, story: Story, follow: bool) -> None:
    if follow:
        _tell(told, story, piped())
    else:
        told.begin(story, story.pick(in_order(piped())))


def _tell(told: _Told, story: Story, lines: Iterator[Line]) -> None:
    for line in lines:
        if story.holds(line):
            told.line(line)


if __name__ == "__main__":
    sys.exit(main())
