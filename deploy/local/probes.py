"""Ask a server whether it answers, in its own protocol."""

import http.client
import socket

from pymongo import MongoClient
from pymongo.errors import PyMongoError

_AMQP_GREETING = b"AMQP\x00\x00\x09\x01"


def answers_amqp(port: int) -> bool:
    """Return whether a broker opens the AMQP 0-9-1 handshake."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(_AMQP_GREETING)
            return connection.recv(1) == b"\x01"
    except OSError:
        return False


def answers_mongo(url: str) -> bool:
    """Return whether a database answers a ping."""
    try:
        with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=500) as client:
            client.admin.command("ping")
    except PyMongoError:
        return False
    return True


def answers_http(port: int, path: str) -> bool:
    """Return whether a service says 200 at ``path``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def listens(port: int) -> bool:
    """Return whether anybody accepts connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True
