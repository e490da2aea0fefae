"""Run a private RabbitMQ node: its own ports, cookie, data folder and name server."""

import shutil
from functools import partial
from pathlib import Path
from typing import Final

from deploy.local.failure import CannotRun
from deploy.local.ports import Ports
from deploy.local.probes import answers_amqp, listens
from deploy.local.process import Process

_PROGRAMS: Final = Path("/usr/lib/rabbitmq/bin")
_PATH: Final = f"{_PROGRAMS}:/usr/local/bin:/usr/bin:/bin"
_ERLANG: Final = (
    "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
)


class Broker:
    """A node that keeps its data under ``folder`` and may be killed and started again on it."""

    def __init__(self, folder: Path, log_folder: Path, ports: Ports) -> None:
        self.folder = folder.resolve()
        self.url = f"amqp://guest:guest@127.0.0.1:{ports['AMQP_PORT']}/"
        self._ports = ports
        self._names = Process(
            name="epmd",
            command=("epmd", "-port", str(ports["AMQP_EPMD_PORT"]), "-address", "127.0.0.1"),
            environment={"PATH": _PATH},
            log=log_folder / "epmd.log",
            answers=partial(listens, ports["AMQP_EPMD_PORT"]),
        )
        self._node = Process(
            name="broker",
            command=(str(_PROGRAMS / "rabbitmq-server"),),
            environment=_environment(self.folder, log_folder.resolve(), ports),
            log=log_folder / "broker.log",
            answers=partial(answers_amqp, ports["AMQP_PORT"]),
        )

    @property
    def process(self) -> Process:
        """Return the node itself, to be watched."""
        return self._node

    def start(self) -> None:
        """Start the name server and the node; returns before they are ready."""
        if not (_PROGRAMS / "rabbitmq-server").exists() or not shutil.which("epmd", path=_PATH):
            raise CannotRun("RabbitMQ is not installed: run `make setup`, or set AMQP_URL")
        self.folder.mkdir(parents=True, exist_ok=True)
        port = self._ports["AMQP_PORT"]
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.default = 127.0.0.1:{port}\n")
        self._names.start()
        self._names.wait_ready()
        self._node.start()

    def wait_ready(self) -> float:
        """Return in how many seconds the node took up work."""
        return self._node.wait_ready()

    def kill(self) -> None:
        """End the node as a power cut would; the name server stays."""
        self._node.kill()

    def stop(self) -> None:
        """Stop the node, then the name server."""
        self._node.stop()
        self._names.stop()


def _environment(folder: Path, log_folder: Path, ports: Ports) -> dict[str, str]:
    return {
        "PATH": _PATH,
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ERL_EPMD_PORT": str(ports["AMQP_EPMD_PORT"]),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_NODENAME": "hudong@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(ports["AMQP_PORT"]),
        "RABBITMQ_DIST_PORT": str(ports["AMQP_DIST_PORT"]),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(log_folder / "rabbitmq"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
        "RABBITMQ_PID_FILE": str(folder / "node.pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG,
        # Makes the script become the node instead of watching over it, so that one id is the node.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
