"""Compose the notifier."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import ClientSession, web

from services.notifier import api
from services.notifier.api.receipts import ESTATE, SECRET
from services.notifier.channels.sandbox import Sandbox, open_session
from services.notifier.consumers import SUBSCRIPTIONS
from services.notifier.domain.contact import Contact
from services.notifier.domain.notification import Notification
from services.notifier.domain.rendering import Words
from services.notifier.handlers.recording import Recorder
from services.notifier.jobs import Sweep
from services.notifier.ports import Provider, Work, World
from services.notifier.settings import WAITS, Settings
from services.notifier.store import Contacts, NotificationLists
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.contracts.words import Outlet
from shared.kernel.clock import Clock, utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import answers, open_database
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app

NAME: Final = "notifier"


def build(settings: Settings) -> web.Application:
    """Build the service; nothing is opened before it starts."""
    words = Words(ZoneInfo(settings.time_zone), settings.public_url)
    app = doors(settings)
    app.cleanup_ctx.append(partial(_run, settings=settings, words=words))
    return app


def doors(settings: Settings, clock: Clock = utc_now) -> web.Application:
    """Build what answers HTTP; ``api.WORK`` has yet to be set."""
    app = service_app(NAME, settings, api.routes, clock=clock)
    app[SECRET] = settings.receipt_secret_file.read_bytes().strip()
    app[ESTATE] = settings.estate
    return app


async def _run(app: web.Application, settings: Settings, words: Words) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        session = await stack.enter_async_context(open_session())
        store = Store(database, publish, source=NAME)
        recorder = Recorder()
        lists = NotificationLists(store.repository(Notification, "notifications"))
        book = Contacts(store.repository(Contact, "contacts"))
        await lists.ensure_indexes()
        await book.ensure_indexes()
        world = World(
            providers=providers(settings, session),
            words=words,
            zone=ZoneInfo(settings.time_zone),
            waits=settings.waits,
            records=recorder,
        )
        work = work_of(lists, book, world)
        sweep = Sweep(lists, work, utc_now)
        await stack.enter_async_context(store.running())
        await stack.enter_async_context(recorder.running())
        await stack.enter_async_context(repeating("sweep", settings.sweep_seconds, sweep.turn))
        await stack.enter_async_context(consuming(settings, NAME, SUBSCRIPTIONS, work, utc_now))
        app[api.WORK] = work
        app[CHECKS]["database"] = partial(answers, database)
        yield


def providers(settings: Settings, session: ClientSession) -> dict[Outlet, Provider]:
    """Return the provider of each outlet that has one."""
    return {outlet: Sandbox(session, settings.sandbox_url, outlet) for outlet in WAITS}


def work_of(lists: NotificationLists, book: Contacts, world: World) -> Callable[[Cause], Work]:
    """Return what binds everything that handlers touch to a cause."""

    def work(cause: Cause) -> Work:
        return Work(
            cause=cause,
            notifications=lists.kept.under(cause),
            contacts=book.kept.under(cause),
            rows=lists.kept.under,
            lists=lists,
            book=book,
            world=world,
            clock=utc_now,
        )

    return work
