"""Measure the doors and the way behind them: ``make bench`` writes ``var/bench.json``."""

import asyncio
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Final

import orjson

from deploy.local.ports import free_ports
from deploy.local.stack import ROOT, Stack
from tests.bench import chain, doors

RESULT: Final = ROOT / "var" / "bench.json"


def main() -> int:
    """Run both measurements on servers of their own and print what came out."""
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(Path(folder), free_ports())
        try:
            stack.start()
            figures = {**_ran_on(), **asyncio.run(_measure(stack))}
        finally:
            stack.stop()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))
    print(f"written to {RESULT.relative_to(ROOT)}")
    return 0


async def _measure(stack: Stack) -> dict[str, float]:
    seconds = float(os.environ.get("BENCH_SECONDS", "6"))
    found = await doors.measure(stack, seconds)
    return {**found, **await chain.measure(stack, seconds * 3)}


def _ran_on() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


if __name__ == "__main__":
    sys.exit(main())
