"""Run the five services and the sandbox provider as processes of this machine."""

import sys
from functools import partial
from pathlib import Path
from typing import Final

from deploy.local.environment import Place, environment_of
from deploy.local.ports import SERVICE_PORTS
from deploy.local.probes import answers_http
from deploy.local.process import Process

LISTENERS: Final = ("sandbox", "router", "notifier", "survey")
SPEAKERS: Final = ("intake", "gateway")
START_ORDER: Final = (*LISTENERS, *SPEAKERS)
_MODULES: Final = {"sandbox": "deploy.sandbox"}


class Services:
    """The processes by name; they start in one order and stop in the reverse."""

    def __init__(self, place: Place, log_folder: Path) -> None:
        self._all = {name: _process(name, place, log_folder) for name in START_ORDER}

    def __getitem__(self, name: str) -> Process:
        """Return the process of one service, to be killed, started or watched."""
        return self._all[name]

    def start(self) -> None:
        """Start all of them, who listens before who speaks; the speakers may not be ready yet."""
        for name in LISTENERS:
            self._all[name].start()
        for name in LISTENERS:
            self._all[name].wait_ready()
        for name in SPEAKERS:
            self._all[name].start()

    def stop(self) -> None:
        """Stop all of them, the public door first."""
        for process in reversed(self._all.values()):
            process.stop()

    def restart(self, name: str) -> None:
        """Stop one, start it again, and wait until it is ready."""
        self._all[name].restart()

    def kill(self, name: str) -> None:
        """End one as a power cut would."""
        self._all[name].kill()


def _process(name: str, place: Place, log_folder: Path) -> Process:
    return Process(
        name=name,
        command=(sys.executable, "-m", _MODULES.get(name, f"services.{name}")),
        environment=environment_of(name, place),
        log=log_folder / f"{name}.jsonl",
        answers=partial(answers_http, place.ports[SERVICE_PORTS[name]], "/ready"),
    )
