"""Put the broker, the database and the services together, with their data under one folder."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.environment import Place
from deploy.local.keys import keys_in
from deploy.local.ports import (
    BROKER_PORTS,
    DATABASE_PORTS,
    SERVICE_PORTS,
    Ports,
    require_free,
)
from deploy.local.process import Process
from deploy.local.services import START_ORDER, Services

ROOT: Final = Path(__file__).resolve().parents[2]
VAR: Final = ROOT / "var"


class Stack:
    """Everything that one local installation consists of.

    ``AMQP_URL`` and ``MONGO_URL``, when set, win: then no server of ours is started for them.
    """

    def __init__(
        self, folder: Path, ports: Ports, environment: Mapping[str, str] = os.environ
    ) -> None:
        self.folder = folder
        logs = folder / "log"
        amqp_url, mongo_url = environment.get("AMQP_URL"), environment.get("MONGO_URL")
        self.broker = None if amqp_url else Broker(folder / "rabbitmq", logs, ports)
        self.database = None if mongo_url else Database(folder / "mongo", logs, ports)
        self.place = Place(
            amqp_url=amqp_url or (self.broker.url if self.broker else ""),
            mongo_url=mongo_url or (self.database.url if self.database else ""),
            ports=ports,
            keys=keys_in(folder / "secrets"),
            namespace=environment.get("NAMESPACE", ""),
        )
        self.services = Services(self.place, logs)

    def require_ports(self) -> None:
        """Raise ``CannotRun`` with one line if a port that is needed is taken."""
        require_free(
            self.place.ports,
            (
                *SERVICE_PORTS.values(),
                *(BROKER_PORTS if self.broker else ()),
                *(DATABASE_PORTS if self.database else ()),
            ),
        )

    def start_servers(self) -> None:
        """Start the broker and the database side by side; returns before they are ready."""
        for server in self._servers():
            server.start()

    def processes(self) -> Iterator[Process]:
        """Yield every process that is ours, in the order in which they start."""
        yield from (server.process for server in self._servers())
        yield from (self.services[name] for name in START_ORDER)

    def start(self) -> None:
        """Start everything and wait until all of it is ready."""
        self.require_ports()
        self.start_servers()
        for server in self._servers():
            server.wait_ready()
        self.services.start()
        for name in START_ORDER:
            self.services[name].wait_ready()

    def stop(self) -> None:
        """Stop everything in the reverse order; whatever was never started is passed over."""
        self.services.stop()
        for server in reversed(list(self._servers())):
            server.stop()

    def _servers(self) -> Iterator[Broker | Database]:
        yield from filter(None, (self.broker, self.database))
