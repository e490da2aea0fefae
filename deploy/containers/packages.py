"""Install from the system's packages what a Docker engine needs, and start nothing by it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from deploy.containers.commands import quietly
from deploy.local.failure import CannotRun

SYSTEM_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PROGRAMS: Final = {
    "dockerd": "docker.io",
    "iptables": "iptables",
    "mmdebstrap": "mmdebstrap",
    "ip": "iproute2",
}
_POLICY: Final = Path("/usr/sbin/policy-rc.d")


def require_programs(log: Path) -> list[str]:
    """Return which packages had to be installed; raises ``CannotRun`` where that cannot be."""
    missing = [
        package
        for program, package in PROGRAMS.items()
        if not shutil.which(program, path=SYSTEM_PATH)
    ]
    if os.geteuid() != 0:
        raise CannotRun("no Docker engine runs here, and only root can start one")
    if missing:
        _install(missing, log)
    return missing


def _install(packages: list[str], log: Path) -> None:
    if not shutil.which("apt-get"):
        raise CannotRun(f"please install {', '.join(packages)}; there is no apt-get here")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _nothing_started():
        quietly(("apt-get", "update", "-q"), log, environment)
        command = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
        quietly(command, log, environment)


@contextmanager
def _nothing_started() -> Iterator[None]:
    """Keep packages from starting services of the system's own."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()
