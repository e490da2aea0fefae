"""Choose the ports, and say which variable changes one that is taken."""

import socket
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from itertools import combinations
from typing import Final

from deploy.local.failure import CannotRun

Ports = Mapping[str, int]

SERVICE_PORTS: Final[Mapping[str, str]] = {
    "gateway": "GATEWAY_PORT",
    "intake": "INTAKE_PORT",
    "router": "ROUTER_PORT",
    "notifier": "NOTIFIER_PORT",
    "survey": "SURVEY_PORT",
    "sandbox": "SANDBOX_PORT",
}
DEFAULTS: Final[Ports] = {
    "GATEWAY_PORT": 18080,
    "INTAKE_PORT": 18081,
    "ROUTER_PORT": 18082,
    "NOTIFIER_PORT": 18083,
    "SURVEY_PORT": 18084,
    "SANDBOX_PORT": 18085,
    "AMQP_PORT": 18672,
    "AMQP_DIST_PORT": 18673,
    "AMQP_EPMD_PORT": 18674,
    "MONGO_PORT": 18017,
}
BROKER_PORTS: Final = ("AMQP_PORT", "AMQP_DIST_PORT", "AMQP_EPMD_PORT")
DATABASE_PORTS: Final = ("MONGO_PORT",)


def chosen_ports(environment: Mapping[str, str]) -> Ports:
    """Return the port of each variable; raises ``CannotRun`` (code 2) for one that is no port."""
    return {name: _number(name, environment.get(name) or port) for name, port in DEFAULTS.items()}


def free_ports() -> Ports:
    """Return ports that nobody has just now, for servers that live as long as a test run."""
    with ExitStack() as open_sockets:
        found = {}
        for name in DEFAULTS:
            probe = open_sockets.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            found[name] = int(probe.getsockname()[1])
        return found


def require_free(ports: Ports, names: Iterable[str]) -> None:
    """Raise ``CannotRun`` (code 2) with one line that names the variables of ports in the way."""
    wanted = list(names)
    for one, other in combinations(wanted, 2):
        if ports[one] == ports[other]:
            raise CannotRun(f"{one} and {other} are both {ports[one]}; change one of them", code=2)
    taken = [name for name in wanted if not _is_free(ports[name])]
    if taken:
        listed = ", ".join(f"{ports[name]} ({name})" for name in taken)
        raise CannotRun(
            f"port already in use: {listed}; stop what listens there, "
            f"or choose another, say {taken[0]}={ports[taken[0]] + 1000}",
            code=2,
        )


def _number(name: str, value: str | int) -> int:
    text = str(value)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotRun(f"{name}={text} is not a port number from 1 to 65535", code=2)
    return int(text)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
