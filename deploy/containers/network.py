"""Leave the machine's network as it was found: an engine leaves a bridge and rules behind."""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from deploy.containers.commands import said

_FORWARDING: Final = Path("/proc/sys/net/ipv4/ip_forward")
_BRIDGE: Final = Path("/sys/class/net/docker0")
_OF_AN_ENGINE: Final = re.compile(r"DOCKER|docker0|\bbr-[0-9a-f]{12}\b")
_COUNTERS: Final = re.compile(r" ?\[\d+:\d+\]")
Rule = tuple[str, str]


@contextmanager
def network_as_found() -> Iterator[None]:
    """Undo, on leaving, what an engine did to the firewall, the bridge and the forwarding."""
    rules, bridge, forwarding = _rules(), _BRIDGE.exists(), _FORWARDING.read_text()
    try:
        yield
    finally:
        _undo([rule for rule in _rules() if rule not in rules], rules)
        if not bridge:
            said("ip", "link", "delete", "docker0")
        if _FORWARDING.read_text() != forwarding:
            _FORWARDING.write_text(forwarding)


def _rules() -> list[Rule]:
    """Return each line of the firewall with its table."""
    table, found = "", []
    for line in said("iptables-save").splitlines():
        if line.startswith("*"):
            table = line[1:]
        elif line[:1] in (":", "-"):
            found.append((table, _COUNTERS.sub("", line)))
    return found


def _undo(added: list[Rule], before: list[Rule]) -> None:
    """Take rules away before the chains that they name, and give built-in chains their policy."""
    policies = {(table, line.split()[0]): line for table, line in before if line[0] == ":"}
    for table, line in added:
        if line[0] == "-" and _OF_AN_ENGINE.search(line):
            _iptables(table, "-D", *shlex.split(line)[1:])
        elif old := policies.get((table, line.split()[0])):
            _iptables(table, "-P", *old[1:].split())
    chains = [(table, line[1:].split()[0]) for table, line in added if line.startswith(":DOCKER")]
    for act in ("-F", "-X"):
        for table, chain in chains:
            _iptables(table, act, chain)


def _iptables(table: str, *change: str) -> None:
    said("iptables", "-t", table, *change)
