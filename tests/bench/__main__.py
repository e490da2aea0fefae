"""Measure the doors and the way behind them: ``make bench`` writes ``var/bench.json``."""

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import orjson

from deploy.local.ports import free_ports
from deploy.local.stack import ROOT, Stack
from tests.bench import campaign, chain, costs, doors, drain, sweep

RESULT: Final = ROOT / "var" / "bench.json"
Part = Callable[[Stack, float], Awaitable[Mapping[str, float]]]
PARTS: Final[Mapping[str, tuple[Part, float]]] = {
    # First: what others leave behind would be taken for what an idle part spends.
    "costs": (costs.measure, 1),
    "doors": (doors.measure, 1),
    "chain": (chain.measure, 3),
    "sweep": (sweep.measure, 10),
    "campaign": (campaign.measure, 1),
    "drain": (drain.measure, 1),
}
SERVERS_ONLY: Final = frozenset({"sweep", "campaign", "drain"})


def main() -> int:
    """Run the measurements named, or all, on servers of their own; print what came out."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder), free_ports())
        try:
            names = sys.argv[1:] or list(PARTS)
            _start(stack, names)
            figures = {**_ran_on(), **asyncio.run(_measure(stack, names))}
        finally:
            stack.stop()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    print(f"written to {RESULT.relative_to(ROOT)}")
    return 0


def _start(stack: Stack, names: Sequence[str]) -> None:
    """Start what the parts need; one that starts services of its own wants the servers only."""
    if set(names) - SERVERS_ONLY:
        stack.start()
        return
    stack.start_servers()
    for server in (stack.broker, stack.database):
        if server:
            server.wait_ready()


async def _measure(stack: Stack, names: Sequence[str]) -> dict[str, float]:
    seconds = float(os.environ.get("BENCH_SECONDS", "6"))
    found: dict[str, float] = {}
    for name in names:
        part, times = PARTS[name]
        found |= await part(stack, seconds * times)
    return found


def _ran_on() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


if __name__ == "__main__":
    sys.exit(main())
