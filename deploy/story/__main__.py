"""Play a day at the sample estate: ``python -m deploy.story --gateway http://…``."""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator

from rich.console import Console

from deploy.story.board import shown
from deploy.story.day import DAY
from deploy.story.doors import NotThere, at_gateway
from deploy.story.play import Day, cast_at
from deploy.story.summary import print_summary


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m deploy.story", description=__doc__)
    gateway = os.environ.get("GATEWAY_URL", "http://127.0.0.1:18080")
    parser.add_argument("--gateway", default=gateway, help="its public address")
    parser.add_argument(
        "--pace", type=float, default=1.0, help="how long people take; 0.5 is twice as fast"
    )
    return parser.parse_args()


async def play(url: str, pace: float) -> bool:
    """Play the day; return whether every request came to where the script has it."""
    console = Console()
    async with at_gateway(url) as doors:
        await doors.require(url)
        async with cast_at(doors, pace) as cast:
            console.print(f"A day at the estate: {len(DAY)} requests, all through {url}")
            with shown(console, len(DAY)) as tell:
                cases = await Day(cast, DAY, tell).play()
            return print_summary(cases, cast.phones.messages, console)


def main() -> int:
    """Run, and return the exit code: 1 if anything went other than the script has it."""
    given = arguments()
    try:
        return _played(given.gateway, given.pace)
    except KeyboardInterrupt:
        return 130


def _played(url: str, pace: float) -> int:
    gone: BaseExceptionGroup[NotThere] | None = None
    try:
        return 0 if asyncio.run(play(url, pace)) else 1
    except* NotThere as reasons:
        gone = reasons
    for reason in _flat(gone):
        print(f"✗ {reason}", file=sys.stderr)
    return 1


def _flat(group: BaseException) -> Iterator[BaseException]:
    if not isinstance(group, BaseExceptionGroup):
        yield group
        return
    for one in group.exceptions:
        yield from _flat(one)


if __name__ == "__main__":
    sys.exit(main())
