"""Tell whether the service in this container is ready; the standard library only, to be quick."""

import os
import socket
import sys


def main() -> int:
    """Return 0 if ``/ready`` answers 200."""
    port = int(os.environ.get("HTTP_PORT", "8080"))
    with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
        connection.sendall(b"GET /ready HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return b" 200 " not in connection.recv(64)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as error:
        sys.exit(str(error))
