"""Run Docker Compose on the project's own file."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.containers.commands import quietly
from deploy.local.failure import CannotRun

ROOT: Final = Path(__file__).resolve().parents[2]
FILE: Final = ROOT / "docker-compose.yml"
VAR: Final = ROOT / "var" / "containers"
_REQUIREMENTS: Final = Path(__file__).parent / "requirements.txt"
# The package's own `bin/docker-compose` ends with 0 whatever happened.
_PROGRAM: Final = "lib/python*/site-packages/compose/docker-compose"


@dataclass(slots=True, frozen=True)
class Compose:
    """The Compose program, and the environment in which our file is read."""

    program: Path
    environment: Mapping[str, str]
    log: Path

    def run(
        self, *command: str, file: Path = FILE, within: float = 240.0, **environment: str
    ) -> None:
        """Run a command of Compose; raises ``CannotRun`` if it fails."""
        told = {**os.environ, **self.environment, **environment}
        whole = (str(self.program), "--progress", "plain", "--file", str(file), *command)
        quietly(whole, self.log, told, within)

    @classmethod
    def installed(cls, tools: Path, environment: Mapping[str, str], log: Path) -> "Compose":
        """Install Compose v2 under ``tools`` unless it is there."""
        if not program_in(tools):
            quietly((sys.executable, "-m", "venv", "--clear", str(tools)), log)
            pip = (str(tools / "bin" / "pip"), "install", "--quiet", "--require-hashes")
            quietly((*pip, "--requirement", str(_REQUIREMENTS)), log)
        program = program_in(tools)
        if not program:
            raise CannotRun(f"Compose is not where its package put it: {tools / _PROGRAM}")
        return cls(program, environment, log)


def program_in(tools: Path) -> Path | None:
    """Return the Compose program that is installed under ``tools``, if one is."""
    return next(tools.glob(_PROGRAM), None)
