"""The bare limit: one insert and one confirmed publish to a quorum queue, and nothing else."""

import os
from collections.abc import AsyncIterator
from typing import Any

import aio_pika
import uuid_utils
import uvloop
from aiohttp import web
from motor.motor_asyncio import AsyncIOMotorClient

COLLECTION: web.AppKey[Any] = web.AppKey("collection")
CHANNEL: web.AppKey[Any] = web.AppKey("channel")


async def submit(request: web.Request) -> web.Response:
    """Insert what came in, publish it, answer."""
    form = await request.json()
    identity = str(uuid_utils.uuid7())
    await request.app[COLLECTION].insert_one({"_id": identity, **form})
    message = aio_pika.Message(
        await request.read(), delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=identity
    )
    await request.app[CHANNEL].default_exchange.publish(message, "bench.bare")
    return web.json_response({"request_id": identity}, status=201)


async def _connections(app: web.Application) -> AsyncIterator[None]:
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        os.environ["MONGO_URL"], w="majority", journal=True, maxPoolSize=100
    )
    connection = await aio_pika.connect(os.environ["AMQP_URL"])
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(
            "bench.bare", durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.purge()
        app[COLLECTION], app[CHANNEL] = client["bench_bare"]["submissions"], channel
        yield
    client.close()


def main() -> None:
    """Serve on HTTP_PORT."""
    app = web.Application()
    app.router.add_post("/api/v1/app/requests", submit)
    app.cleanup_ctx.append(_connections)
    port = int(os.environ["HTTP_PORT"])
    loop = uvloop.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None, loop=loop)


if __name__ == "__main__":
    main()
