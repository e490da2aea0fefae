"""Find the Docker engine that runs here, or run one that lives as long as the block."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import docker
from docker.errors import DockerException

from deploy.containers.commands import said
from deploy.containers.compose import VAR
from deploy.containers.network import network_as_found
from deploy.containers.packages import SYSTEM_PATH, require_programs
from deploy.local.failure import CannotRun
from deploy.local.process import Process

SOCKET: Final = Path("/var/run/docker.sock")


class NotHere(CannotRun):
    """Say why containers cannot be run, or made, on this machine; nothing of ours is to blame."""


@dataclass(slots=True, frozen=True)
class Engine:
    """Where an engine answers; ``ours`` when nobody else uses it."""

    host: str
    ours: bool

    @property
    def version(self) -> str:
        """Return what the engine says it is."""
        with connected(self.host) as client:
            return str(client.version()["Version"])


@contextmanager
def any_engine(folder: Path, data: Path) -> Iterator[Engine]:
    """Yield the machine's own engine, or else one under ``folder`` with its images in ``data``."""
    theirs = os.environ.get("DOCKER_HOST") or f"unix://{SOCKET}"
    if _answers(theirs):
        yield Engine(theirs, ours=False)
        return
    with ExitStack() as stack:
        try:
            require_programs(VAR / "packages.log")
            stack.enter_context(network_as_found())
            host = stack.enter_context(_own(folder, data))
        except CannotRun as reason:
            raise NotHere(str(reason)) from reason
        yield Engine(host, ours=True)


@contextmanager
def connected(host: str, timeout: int = 60) -> Iterator[docker.DockerClient]:
    """Yield a client of the engine."""
    client = docker.DockerClient(base_url=host, timeout=timeout)
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _own(folder: Path, data: Path) -> Iterator[str]:
    host = f"unix://{folder / 'docker.sock'}"
    process = Process(
        name="dockerd",
        command=(
            # If we are killed it has to end in good order, and its containers with it.
            *(("setpriv", "--pdeathsig", "TERM", "--") if shutil.which("setpriv") else ()),
            *("dockerd", "--host", host, "--data-root", str(data)),
            *("--exec-root", str(folder / "exec"), "--pidfile", str(folder / "dockerd.pid")),
        ),
        environment={**os.environ, "PATH": SYSTEM_PATH},
        log=VAR / "dockerd.log",
        answers=lambda: _answers(host),
    )
    try:
        process.start()
        process.wait_ready()
        yield host
    finally:
        process.stop()
        _unmount(data)
        _unmount(folder)


def _answers(host: str) -> bool:
    with suppress(DockerException, OSError), connected(host, 5) as client:
        return bool(client.ping())
    return False


def _unmount(folder: Path) -> None:
    """Let go of what an engine that had to be killed left mounted."""
    mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    for mount in reversed(mounts):
        if Path(mount).is_relative_to(folder):
            said("umount", "--lazy", mount)
