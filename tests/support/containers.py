"""Handle the containers of one Compose project: kill them, cut them off, look into them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import docker
from aiohttp import ClientSession

from deploy.local.stack import ROOT
from tests.support.caller import Caller
from tests.support.installation import Installation

SERVICES: Final = (
    *("gateway", "intake-app", "intake-desk", "intake-wechat"),
    *("router", "notifier", "survey", "sandbox"),
)
_SECRETS: Final = {
    "estate": ("admin_password", "staff_passwords.csv"),
    "intake-wechat": ("wechat_token", "wechat_aes_key"),
}
_ONE_WORD: Final = "*_secret *_token *_aes_key *_keyfile *password"


class Contained(Installation):
    """An installation of which one port can be reached."""

    __slots__ = ()

    @property
    def sandbox(self) -> str:
        """Return the address of the sandbox provider, which is behind the one door."""
        return f"{self.door}/sandbox"


@dataclass(slots=True, frozen=True)
class Containers:
    """The containers of a project, by the names of its services."""

    client: docker.DockerClient
    project: str

    def of(self, service: str) -> Any:
        """Return the container of a service, as it is now."""
        labels = [f"com.docker.compose.{k}={v}" for k, v in self._labels(service).items()]
        (found,) = self.client.containers.list(all=True, filters={"label": labels})
        return found

    def healthy(self, *services: str) -> bool:
        """Tell whether they all run and say that they are ready."""
        states = [self.of(service).attrs["State"] for service in services]
        return all(s["Running"] and s["Health"]["Status"] == "healthy" for s in states)

    def kill(self, service: str) -> None:
        """End every process in the container as the kernel would for want of memory."""
        self.of(service).exec_run(["sh", "-c", "kill -9 -1"])

    def restarts(self, service: str) -> int:
        """Return how often the engine has started the container again."""
        return int(self.of(service).attrs["RestartCount"])

    @contextmanager
    def cut_off(self, service: str) -> Iterator[None]:
        """Take the container off the network for as long as the block lasts."""
        network = self.client.networks.get(f"{self.project}_inside")
        network.disconnect(self.of(service))
        try:
            yield
        finally:
            network.connect(self.of(service), aliases=[service])

    def run_python(self, service: str, script: str) -> tuple[int, str]:
        """Run a script where the service runs, as the service; return its code and output."""
        told = self.of(service).exec_run(["python", "-c", script])
        return told.exit_code, told.output.decode()

    def read(self, service: str, path: str) -> str:
        """Return a file of a container, which need not be running."""
        command = ("run", "--rm", "--no-deps", "--entrypoint", "cat", service, path)
        return self.compose(*command)

    def compose(self, *command: str) -> str:
        """Run a Compose command on the project and return what it prints."""
        whole = (os.environ["COMPOSE"], "--progress", "quiet", *command)
        return subprocess.run(
            whole, cwd=ROOT, check=True, capture_output=True, text=True, timeout=240
        ).stdout

    def passwords(self) -> list[str]:
        """Return every secret that was made, each a word of its own."""
        script = f"cd /secrets && for f in {_ONE_WORD}; do cat $f; echo; done"
        command = ("run", "--rm", "--no-deps", "--entrypoint", "sh", "secrets", "-c", script)
        return self.compose(*command).split()

    def take_secrets(self, folder: Path) -> None:
        """Copy what people outside know into ``folder``."""
        folder.mkdir(mode=0o700)
        for service, names in _SECRETS.items():
            for name in names:
                (folder / name).write_text(self.read(service, f"/run/secrets/{name}"))

    def _labels(self, service: str) -> dict[str, str]:
        return {"project": self.project, "service": service, "oneoff": "False"}


async def told(door: ClientSession, request_id: str, address: str) -> bool:
    """Tell whether something about the request went out to that address."""
    sent = await Caller(door).get("/sandbox/messages", about=request_id, to=address)
    return bool(sent.json["messages"])
