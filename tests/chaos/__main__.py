"""Kill things under load: ``python -m tests.chaos --seconds 120 --kills 20``."""

import argparse
import os
import platform
import sys
import tempfile
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.local.failure import CannotRun
from deploy.local.stack import VAR
from tests.chaos.run import Report, Terms, run

_SECONDS_A_KILL: Final = 6
_SHOWN: Final = 8


def main() -> int:
    """Run, print the table, write ``var/chaos.json``; 1 if anything is off."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long people ask")
    parser.add_argument("--kills", type=int, help="of services; default: one every six seconds")
    parser.add_argument("--rate", type=float, default=10.0, help="requests a second")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="repeats a plan")
    parser.add_argument("--faults", action="store_true", help="spoil connections as well")
    parser.add_argument("--folder", type=Path, help="keep the installation's files there")
    given = parser.parse_args()
    kills = given.kills or max(3, int(given.seconds / _SECONDS_A_KILL))
    terms = Terms(
        seconds=given.seconds,
        kills=kills,
        seed=given.seed,
        rate=given.rate,
        faults=given.faults,
    )
    screen = Console(highlight=False, soft_wrap=True)
    screen.print(f"{terms.seconds:g} s, {kills} kills and two servers, seed {terms.seed}")
    with tempfile.TemporaryDirectory(prefix="hudong-chaos-") as temporary:
        try:
            report = run(
                terms, given.folder or Path(temporary), partial(screen.print, markup=False)
            )
        except CannotRun as reason:
            screen.print(f"[red]✗[/] {escape(str(reason))}")
            return 1
    _show(report, screen)
    _write(report)
    return 0 if report.is_right else 1


def _show(report: Report, screen: Console) -> None:
    table = Table(show_header=False, box=None)
    for name, value in _figures(report).items():
        table.add_row(name, str(value))
    screen.print(table)
    for name, cases in report.outcome.faults:
        for case in cases[:_SHOWN]:
            screen.print(f"[red]{name}[/] {escape(str(case))}")
    screen.print("[green]nothing is off[/]" if report.is_right else "[red]something is off[/]")


def _figures(report: Report) -> dict[str, object]:
    outcome, ledger = report.outcome, report.ledger
    return {
        "acknowledged": outcome.acknowledged,
        **{name: len(cases) for name, cases in outcome.faults},
        "notifications_expected": outcome.notifications_expected,
        "notifications_sent": outcome.notifications_sent,
        "kills": sum(report.kills.values()),
        "killed": report.kills,
        "ended_of_themselves": report.fell,
        "faults": report.faults,
        "seconds": report.terms.seconds,
        "settled_after": report.settled and round(report.settled, 1),
        "steps": len(ledger.steps),
        "repeats": ledger.repeats,
        "given_up": ledger.given_up,
        "answers": dict(ledger.answers),
        "seed": report.terms.seed,
    }


def _write(report: Report) -> None:
    ran_on = {
        "machine": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "database": f"SecantusDB {version('SecantusDB')}",
    }
    VAR.mkdir(exist_ok=True)
    found = {**_figures(report), "right": report.is_right, "ran_on": ran_on}
    path = VAR / "chaos.json"
    path.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
