"""Put the router together; the only module that knows every part."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

from aiohttp import web

from services.router import api
from services.router.consumers import SUBSCRIPTIONS
from services.router.domain.estate_files import EstateFiles
from services.router.domain.loads import Loads
from services.router.domain.people import StaffCard
from services.router.domain.request import Request
from services.router.jobs import Rounds
from services.router.ports import Work
from services.router.settings import Settings
from services.router.store import CountedRequests, RequestLists, RulesInMemory
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock, utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import answers, open_database
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app

NAME = "router"
POLICY_LIMIT = 2 * 1024 * 1024


def build(settings: Settings) -> web.Application:
    """Build the service; nothing is opened before it starts."""
    app = doors(settings)
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


def doors(settings: Settings, clock: Clock = utc_now) -> web.Application:
    """Build what answers HTTP; ``api.WORK`` has yet to be set."""
    return service_app(NAME, settings, api.routes, clock=clock, limit=POLICY_LIMIT)


async def _run(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        store = Store(database, publish, source=NAME)
        rounds = await _rounds(store)
        await stack.enter_async_context(store.running())
        await rounds.recount()
        await rounds.book.rules(settings.estate)
        for name, seconds, turn in _loops(rounds, settings):
            await stack.enter_async_context(repeating(name, seconds, turn))
        await stack.enter_async_context(
            consuming(settings, NAME, SUBSCRIPTIONS, rounds.work, utc_now)
        )
        app[api.WORK] = rounds.work
        app[CHECKS]["database"] = partial(answers, database)
        yield


def _loops(
    rounds: Rounds, settings: Settings
) -> tuple[tuple[str, float, Callable[[], Awaitable[object]]], ...]:
    return (
        ("sweep", settings.sweep_seconds, rounds.sweep),
        ("refresh", settings.refresh_seconds, rounds.refresh),
        ("pass-on", settings.pass_on_seconds, rounds.pass_on),
        ("recount", settings.recount_seconds, rounds.recount),
    )


async def _rounds(store: Store) -> Rounds:
    requests = store.repository(Request, "requests")
    staff = store.repository(StaffCard, "staff")
    files = store.repository(EstateFiles, "policies")
    lists, book, loads = RequestLists(requests), RulesInMemory(files, staff), Loads()
    await lists.prepare()
    await book.prepare()

    def work(cause: Cause) -> Work:
        return Work(
            cause=cause,
            requests=CountedRequests(requests.under(cause), loads),
            staff=staff.under(cause),
            files=files.under(cause),
            lists=lists,
            book=book,
            loads=loads,
        )

    return Rounds(lists=lists, book=book, loads=loads, work=work, clock=utc_now)
