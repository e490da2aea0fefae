"""Be a service that takes some seconds for one answer: ``python -m tests.support.slow_service``."""

import asyncio
from typing import Final

import structlog
from aiohttp import web

from shared.runtime.lifespan import serve
from shared.runtime.settings import ServiceSettings, load
from shared.web.app import service_app
from shared.web.operation import Routes

log = structlog.get_logger()
SECONDS: Final = 3.0


async def slow(_: web.Request) -> web.Response:
    """Say that it has begun, and answer after a while."""
    log.info("slow.begun")
    await asyncio.sleep(SECONDS)
    return web.Response(text="done")


async def hear(request: web.Request) -> web.Response:
    """Say that it has begun, and answer with the body once all of it is here."""
    log.info("hear.begun")
    return web.Response(body=await request.read())


if __name__ == "__main__":
    settings = load(ServiceSettings)
    app = service_app("slow", settings, Routes())
    app.router.add_get("/slow", slow)
    app.router.add_post("/hear", hear)
    serve(app, settings)
