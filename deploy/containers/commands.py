"""Run other programs, quietly while they succeed."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local.failure import CannotRun
from deploy.local.process import DIES_WITH_US


def quietly(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    within: float = 300.0,
) -> None:
    """Run ``command`` with its output into ``log``; raises ``CannotRun`` with the end of it."""
    begun = log.stat().st_size if log.exists() else 0
    with log.open("ab") as out:
        try:
            subprocess.run(
                (*DIES_WITH_US, *command),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=within,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotRun(f"{error}\n{_end(log, begun)}") from error


def said(*command: str) -> str:
    """Return what a short command prints, empty if it fails or is not there."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (subprocess.SubprocessError, OSError):
        return ""
    return told.stdout if told.returncode == 0 else ""


def _end(log: Path, begun: int, lines: int = 25) -> str:
    with log.open("rb") as file:
        file.seek(begun)
        text = file.read().decode(errors="replace")
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])
