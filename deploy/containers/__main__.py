"""Bring the stack up in containers, test it, take it down: ``python -m deploy.containers``."""

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Final

from deploy.containers.engine import NotHere
from deploy.containers.limit import CODE, TooLong, limited
from deploy.containers.trial import Trial
from deploy.local.failure import CannotRun

_CLEANING: Final = 300.0
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m deploy.containers", description=__doc__)
    parser.add_argument(
        "--keep",
        type=Path,
        default=os.environ.get("KEEP") or None,
        help="a folder in which images stay for the next time; default: KEEP, or none",
    )
    parser.add_argument(
        "--where-possible",
        action="store_true",
        help="say in one line, and end with 0, where no containers can be run",
    )
    parser.add_argument(
        "--within",
        type=float,
        default=1500.0,
        metavar="SECONDS",
        help="give up after so long, say what does not stand, and end with 124",
    )
    parser.add_argument("tests", nargs="*", default=["tests/containers"], help="what pytest runs")
    return parser.parse_args()


def main() -> int:
    """Read the command line and run; the exit code is that of the tests."""
    given = arguments()
    for number in _ENDING:
        signal.signal(number, _interrupt)
    try:
        with limited(given.within, _CLEANING), Trial(given.keep) as trial:
            return trial.run(given.tests)
    except CannotRun as reason:
        if given.where_possible and isinstance(reason, NotHere):
            print(f"test-compose: not tried on this machine: {str(reason).splitlines()[0]}")
            return 0
        print(f"test-compose: {reason}", file=sys.stderr)
        return reason.code
    except TooLong as reason:
        print(f"test-compose: {reason}", file=sys.stderr)
        return CODE
    except KeyboardInterrupt:
        return 130


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
