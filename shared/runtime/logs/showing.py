"""Show log lines to a person, one row each, with what happened first and ids last."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.text import Text

from shared.kernel.ids import number_of
from shared.runtime.logs.lines import Line

SERVICES: Final = {"gateway": "cyan", "intake": "green", "router": "yellow"} | {
    "notifier": "magenta",
    "survey": "blue",
}
LEVELS: Final[Mapping[str, str]] = {
    "debug": "dim",
    "info": "",
    "warning": "bold yellow",
    "error": "bold red",
    "critical": "bold red",
}
_APART: Final = frozenset(
    {"time", "level", "event", "service", "estate", "correlation", "trace", "method", "route"}
    | {"status", "type", "ms", "settled"}
)


class Shown:
    """Writes rows to a console; each says how long after the row before it came."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._before: datetime | None = None

    def heading(self, names: set[str], lines: Sequence[Line]) -> None:
        """Say whose story it is."""
        for name in sorted(names):
            self._console.print(f"[bold]{number_of(name)}[/]  {name}", highlight=False)
        services = {str(line.get("service")) for line in lines}
        self._console.print(
            f"{len(lines)} lines of {len(services)} services, times of this machine's zone\n",
            style="dim",
            highlight=False,
        )

    def row(self, line: Line) -> None:
        """Write one line."""
        at = datetime.fromisoformat(str(line["time"])).astimezone()
        gap = (at - self._before).total_seconds() if self._before else 0.0
        self._before = at
        service, level = str(line.get("service", "?")), str(line.get("level", "info"))
        text = Text(f"{at:%H:%M:%S}.{at.microsecond // 1000:03} ", "dim")
        text.append(f"{_after(gap):>8}  ", "dim")
        text.append(f"{service:<9}", SERVICES.get(service, ""))
        text.append(f"{line['event']} ", LEVELS.get(level) or "bold")
        text.append(_act(line), LEVELS.get(level, ""))
        text.append(_rest(line), "dim")
        self._console.print(text, soft_wrap=True)


def _after(seconds: float) -> str:
    if seconds < 1:
        return f"+{seconds * 1000:.0f} ms"
    return f"+{seconds:.1f} s" if seconds < 120 else f"+{seconds / 60:.0f} min"


def _act(line: Line) -> str:
    took = f"{line['ms']} ms" if "ms" in line else ""
    if "route" in line:
        return f"{line.get('method', '')} {line['route']} → {line.get('status')} {took} "
    if "settled" in line:
        return f"{line.get('type')} → {line['settled']} {took} "
    return ""


def _rest(line: Line) -> str:
    told = {"", line.get("correlation"), 0 if "attempt" in line else ""}
    shown = {key: value for key, value in line.items() if key not in _APART and value not in told}
    return " ".join(f"{key}={value}" for key, value in shown.items())
