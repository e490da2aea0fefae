"""Run the whole of Hudong as processes of its own, on servers that tests share."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from deploy.local.environment import Place, environment_of_commands
from deploy.local.ports import free_ports
from deploy.local.stack import ROOT, Stack

ESTATE: Final = ROOT / "deploy" / "estate"
SERVICES: Final = ("gateway", "intake", "router", "notifier", "survey")
Line = dict[str, Any]


@dataclass(slots=True, frozen=True)
class Installation:
    """Five services, the sandbox provider and the sample estate, up and running.

    ``tokens`` keeps who has logged in, by username or phone.
    """

    stack: Stack
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Return where everything is."""
        return self.stack.place

    @property
    def door(self) -> str:
        """Return the address of the one public door."""
        return self.place.url("gateway")

    @property
    def sandbox(self) -> str:
        """Return the address of the sandbox provider."""
        return self.place.url("sandbox")

    def logged(self, service: str, since: int = 0) -> list[Line]:
        """Return what a service has logged, from the byte ``since`` on; half a line waits."""
        with self.log_of(service).open("rb") as log:
            log.seek(since)
            whole = log.read().rpartition(b"\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith(b"{")]

    def log_of(self, service: str) -> Path:
        """Return the file that a service's log goes to."""
        return self.stack.services[service].log

    def wrote_to_stderr(self) -> dict[str, str]:
        """Return what services wrote where nothing should be written."""
        texts = {name: self.stack.services[name].errors.read_text() for name in SERVICES}
        return {name: text for name, text in texts.items() if text}

    def marks(self) -> dict[str, int]:
        """Return how long each service's log is by now."""
        return {name: self.log_of(name).stat().st_size for name in SERVICES}

    def kept(self) -> dict[str, dict[str, object]]:
        """Return what people at the doors have made of each document, by collection.

        What the clock and the services do to it beside them, late or not, does not count.
        """
        with MongoClient[Line](self.place.mongo_url) as client:
            return {
                name: {
                    str(one["_id"]): made
                    for one in client[f"{self.place.namespace}hudong_{service}"][collection].find()
                    if (made := count(one))
                }
                for name, count in MADE_BY_PEOPLE.items()
                for service, _, collection in [name.partition(".")]
            }


def _there(_: Line) -> int:
    return 1


def _lines(conversation: Line) -> int:
    return len(conversation["lines"]) + bool(conversation.get("taken_by"))


def _moves(request: Line) -> int:
    return sum(line["channel"] != "system" for line in request["history"])


def _answers(survey: Line) -> object:
    return [said for name in ("answer", "called_by") if (said := survey.get(name))]


MADE_BY_PEOPLE: Final[Mapping[str, Callable[[Line], object]]] = {
    "intake.submissions": _there,
    "intake.attachments.files": _there,
    "intake.conversations": _lines,
    "router.requests": _moves,
    "survey.surveys": _answers,
}


@contextmanager
def installed(folder: Path, servers: Mapping[str, str]) -> Iterator[Installation]:
    """Yield an installation with the sample estate; to be called from the main thread."""
    stack = Stack(folder, free_ports(), servers)
    try:
        stack.start()
        load_estate(stack)
        yield Installation(stack)
    finally:
        stack.stop()


def load_estate(stack: Stack) -> None:
    """Load the sample estate through the public door, as `make run` does."""
    gateway = stack.place.url("gateway")
    subprocess.run(
        (sys.executable, "-m", "deploy.load", str(ESTATE), "--gateway", gateway),
        cwd=ROOT,
        env=environment_of_commands(stack.place),
        check=True,
        capture_output=True,
        timeout=60,
    )


def stumbles(lines: list[Line]) -> list[Line]:
    """Return the lines that no input may ever cause: errors, which bugs and dead messages are."""
    return [one for one in lines if one["level"] in {"error", "critical"}]
