"""The private servers keep what they acknowledged, however they are ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractQueue
from pymongo import MongoClient

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.probes import listens


def test_the_database_keeps_every_acknowledged_write_when_it_is_killed(
    own_database: Database,
) -> None:
    with MongoClient[dict[str, Any]](own_database.url) as client:
        for number in range(50):
            client.test.things.insert_one({"_id": number})
        own_database.kill()
        own_database.start()
        own_database.wait_ready()
        assert client.test.things.count_documents({}) == 50


async def _declare(channel: AbstractChannel) -> AbstractQueue:
    return await channel.declare_queue("kept", durable=True, arguments={"x-queue-type": "quorum"})


async def test_the_broker_keeps_every_confirmed_message_when_it_is_killed(
    own_broker: Broker,
) -> None:
    async with await aio_pika.connect(own_broker.url) as connection:
        channel = await connection.channel()
        await _declare(channel)
        # The node writes down a new queue's place within a second of its being declared.
        deadline = time.monotonic() + 2
        sent = 0
        while time.monotonic() < deadline or sent < 50:
            await channel.default_exchange.publish(aio_pika.Message(b"x", delivery_mode=2), "kept")
            sent += 1
        own_broker.kill()
    own_broker.start()
    own_broker.wait_ready()
    async with await aio_pika.connect(own_broker.url) as connection:
        channel = await connection.channel()
        kept = await _declare(channel)
        received = 0
        async with kept.iterator(no_ack=True, timeout=5) as messages:
            async for _ in messages:
                received += 1
                if received == sent:
                    break
    assert received == sent


def test_no_server_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tests.support.servers import private_database\n"
        "with private_database(Path(sys.argv[1])) as database:\n"
        "    print(database.url.split(':')[2].split('/')[0], flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}
    ) as child:
        assert child.stdout
        port = int(child.stdout.readline())
        assert listens(port)
        child.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while listens(port) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not listens(port)
