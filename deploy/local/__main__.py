"""Run the system on this machine: ``python -m deploy.local run``."""

import argparse
import os
import sys

from deploy.local.run import STORIES, run


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("command", choices=("run",))
    parser.add_argument(
        "--story",
        metavar="|".join(STORIES),
        default=os.environ.get("STORY") or "1",
        help="1: play a day, then serve; 0: serve; only: play, stop, exit with its result",
    )
    chosen = parser.parse_args()
    if chosen.story not in STORIES:
        print(f"STORY={chosen.story} is none of {', '.join(STORIES)}", file=sys.stderr)
        return 2
    return run(chosen.story)


if __name__ == "__main__":
    sys.exit(main())
