"""Replay past requests under today's rules and under new ones: the command ``simulate``."""

import argparse
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import orjson
from rich.console import Console
from rich.progress import Progress, TaskID

from services.router.channels.beside import Beside, Progressed
from services.router.channels.comparison import plain, shown
from services.router.domain.buildings import FILE as ESTATE
from services.router.domain.classify import Verdict
from services.router.domain.faults import Faults
from services.router.domain.rules import FILES, Rules, read_rules
from services.router.domain.simulation.past import NotPast, Past, read_pasts
from services.router.domain.simulation.presence import Presence
from services.router.domain.simulation.remembering import remembering
from services.router.domain.simulation.replay import Replay, verdict_of
from services.router.domain.simulation.sample import sample_year
from services.router.domain.simulation.tally import Tally

_CHANGES: Final[Mapping[str, str]] = {
    name.partition(".")[0]: name for name in FILES if name != ESTATE
}
_EVERY: Final = 500
_LOOK: Final = 0.2
_WIDE: Final = 110
Cases = list[tuple[Past, Verdict]]


def options(parser: argparse.ArgumentParser) -> None:
    """Add what ``simulate`` understands."""
    parser.add_argument("--requests", type=Path, help="past requests, a JSON object a line")
    made_up = ("N", "SEED")
    parser.add_argument("--sample", type=int, nargs=2, metavar=made_up, help="or a made-up year")
    parser.add_argument("--year", type=int, default=2026, help="of the made-up year")
    parser.add_argument("--write", type=Path, help="keep the made-up requests in this file")
    parser.add_argument("--estate", type=Path, default=Path("deploy/estate"), help="today's files")
    for word, name in _CHANGES.items():
        parser.add_argument(f"--{word}", type=Path, help=f"the new {name}")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")


def simulate(given: argparse.Namespace, console: Console | None = None) -> None:
    """Run both and show them; raises ``ValueError`` or ``OSError`` for what cannot be read."""
    console = console or _console()
    files = _files_in(given.estate)
    changed = {
        name: getattr(given, word).read_text()
        for word, name in _CHANGES.items()
        if getattr(given, word)
    }
    today, new = _rules(files), _rules({**files, **changed})
    cases = _cases(given, today)
    presence = Presence(today)
    then = presence if today.roster == new.roster else Presence(new)
    with _without_collecting():
        other = Beside(partial(_run, new, then, cases))
        with Progress(console=console, transient=True) as progress:
            bars = [progress.add_task(name, total=len(cases)) for name in ("现行规则", "新规则")]
            ours = _run(today, presence, cases, partial(_show, progress, bars, other))
            while not other.returned(_LOOK):
                _show(progress, bars, other, len(cases))
    tallies = ours, replace(other.result(), rules=new)
    console.print(shown(*tallies))
    if given.json:
        given.json.write_bytes(orjson.dumps(plain(*tallies), option=orjson.OPT_INDENT_2))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare the collector a year of requests, which hold no cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _files_in(folder: Path) -> dict[str, str]:
    files = {name: folder / name for name in FILES}
    found = {name: path.read_text() for name, path in files.items() if path.exists()}
    if not found:
        raise ValueError(f"{folder} holds none of {', '.join(FILES)}; name the estate's folder")
    return found


def _rules(files: Mapping[str, str]) -> Rules:
    faults = Faults()
    rules = read_rules(files, faults)
    if faults.found:
        told = "\n".join(f"{one.file}:{one.line}: {one.reason}" for one in faults.found)
        raise ValueError(f"these files cannot be used:\n{told}")
    return remembering(rules)


def _cases(given: argparse.Namespace, rules: Rules) -> Cases:
    pasts = sorted(_pasts(given, rules), key=lambda past: past.submitted_at)
    return [(past, verdict_of(past, rules.buildings)) for past in pasts]


def _pasts(given: argparse.Namespace, rules: Rules) -> Iterator[Past]:
    if given.requests:
        with given.requests.open("rb") as source:
            yield from read_pasts(source)
    elif given.sample:
        number, seed = given.sample
        made = list(sample_year(number, seed, sorted(rules.buildings), given.year))
        if given.write:
            lines = (past.model_dump_json(exclude_defaults=True) + "\n" for past in made)
            given.write.write_text("".join(lines))
        yield from made
    else:
        raise NotPast("name past requests with --requests FILE, or try --sample 5000 1")


def _run(rules: Rules, presence: Presence, cases: Cases, told: Progressed) -> Tally:
    tally = Tally(rules)
    for request in Replay(rules, presence, tally.hear).run(_watched(cases, told)):
        tally.add(request)
    return tally


def _watched(cases: Cases, told: Progressed) -> Iterator[tuple[Past, Verdict]]:
    for number, case in enumerate(cases):
        if number % _EVERY == 0:
            told(number)
        yield case
    told(len(cases))


def _show(progress: Progress, bars: list[TaskID], other: Beside[Tally], far: int) -> None:
    for bar, done in zip(bars, (far, other.far), strict=True):
        progress.update(bar, completed=done)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_WIDE)
