"""See to dead messages: ``python -m deploy.dead list|show|replay --service router [--id ID]``."""

import argparse
import asyncio
import logging
import os
import sys

import aio_pika
from aio_pika.exceptions import ChannelNotFoundEntity

from deploy.dead.dead import look, replay
from shared.bus.connection import AWAY
from shared.bus.topology import Topology


def main() -> int:
    """Read the command line; AMQP_URL and NAMESPACE come from the environment.

    The client library says nothing beside our own line.
    """
    parser = argparse.ArgumentParser(prog="python -m deploy.dead")
    parser.add_argument("act", choices=["list", "show", "replay"])
    parser.add_argument("--service", required=True)
    parser.add_argument("--id", default=None, help="one message only")
    given = parser.parse_args()
    if "AMQP_URL" not in os.environ:
        return _cannot("set AMQP_URL to the broker's address")
    logging.disable()
    topology = Topology(given.service, os.environ.get("NAMESPACE", ""))
    try:
        return asyncio.run(_run(given.act, topology, given.id))
    except ChannelNotFoundEntity:
        return _cannot(f"there is no queue {topology.dead}; is {given.service} a service's name?")
    except (*AWAY, ValueError) as error:
        return _cannot(f"the broker of AMQP_URL cannot be asked: {str(error) or 'no answer'}")


def _cannot(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


async def _run(act: str, topology: Topology, identity: str | None) -> int:
    connection = await aio_pika.connect(os.environ["AMQP_URL"], timeout=10)
    async with connection:
        channel = await connection.channel(on_return_raises=True)
        if act == "replay":
            print(f"{await replay(channel, topology, identity)} replayed")
            return 0
        found = [d async for d in look(channel, topology) if identity in (None, d.identity)]
        for one in found:
            short = f"{one.identity}  {one.kind}  attempts={one.attempts}  {one.reason}"
            print(one.as_json() if act == "show" else short)
        print(f"{len(found)} dead in {topology.dead}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
