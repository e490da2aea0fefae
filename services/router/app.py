"""Put the router together; the only module that knows every part."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial

from aiohttp import web

from services.router import api
from services.router.channels.incidents import IncidentShelf
from services.router.channels.models import Models
from services.router.channels.report_days import SealedDays, Unsealing
from services.router.channels.reports import ReportArchive
from services.router.channels.rules import RulesInMemory
from services.router.consumers import SUBSCRIPTIONS
from services.router.domain.duty_book import DutyBook
from services.router.domain.estate_files import EstateFiles
from services.router.domain.forgetting import forget
from services.router.domain.incidents.incident import Incident
from services.router.domain.loads import Loads
from services.router.domain.people import StaffCard
from services.router.domain.request import Request
from services.router.jobs import Rounds
from services.router.ports import Work
from services.router.settings import Settings
from services.router.store import CountedRequests, RequestLists
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock, utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import answers, open_database
from shared.store.audit import AuditTrail
from shared.store.forgetting import Forgetting, Shelf
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app
from shared.web.audit import AUDIT

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
        rounds, models = await _rounds(store)
        memory = Forgetting(_shelves(store), settings.keep_days, utc_now)
        rounds.work = memory.given(rounds.work)
        await stack.enter_async_context(store.running())
        await rounds.recount()
        await rounds.book.rules(settings.estate)
        read_models = partial(_read_models, models, rounds)
        await read_models()
        await stack.enter_async_context(repeating("models", settings.refresh_seconds, read_models))
        await stack.enter_async_context(memory.running())
        for name, seconds, turn in _loops(rounds, settings):
            await stack.enter_async_context(repeating(name, seconds, turn))
        await stack.enter_async_context(
            consuming(settings, NAME, SUBSCRIPTIONS, rounds.work, utc_now)
        )
        app[api.WORK] = rounds.work
        app[api.MODELS] = models
        app[api.ARCHIVE] = ReportArchive(store.kept("requests"))
        app[AUDIT] = AuditTrail(database)
        app[CHECKS]["database"] = partial(answers, database)
        yield


async def _read_models(models: Models, rounds: Rounds) -> None:
    await models.refresh(rounds.book.estates)


def _loops(
    rounds: Rounds, settings: Settings
) -> tuple[tuple[str, float, Callable[[], Awaitable[object]]], ...]:
    return (
        ("sweep", settings.sweep_seconds, rounds.sweep),
        ("refresh", settings.refresh_seconds, rounds.refresh),
        ("pass-on", settings.pass_on_seconds, rounds.pass_on),
        ("recount", settings.recount_seconds, rounds.recount),
        ("incidents", settings.refresh_seconds, rounds.incidents),
    )


async def _rounds(store: Store) -> tuple[Rounds, Models]:
    requests = store.repository(Request, "requests")
    staff = store.repository(StaffCard, "staff")
    files = store.repository(EstateFiles, "policies")
    duty = store.repository(DutyBook, "duty")
    lists, book, loads = RequestLists(requests), RulesInMemory(files, staff, duty), Loads()
    incidents = store.repository(Incident, "incidents")
    known = IncidentShelf(incidents, requests)
    models = Models(store, requests)
    days = SealedDays(requests)
    for one in (lists, known, book, days):
        await one.prepare()

    def work(cause: Cause) -> Work:
        return Work(
            cause=cause,
            requests=Unsealing(CountedRequests(requests.under(cause), loads), days, cause),
            staff=staff.under(cause),
            files=files.under(cause),
            duty=duty.under(cause),
            lists=lists,
            incidents=incidents.under(cause),
            known=known,
            book=book,
            loads=loads,
            classify=models.of(cause.estate),
        )

    rounds = Rounds(lists=lists, known=known, book=book, loads=loads, work=work, clock=utc_now)
    return rounds, models


def _shelves(store: Store) -> tuple[Shelf, ...]:
    async def over(one: Request, _: datetime) -> bool:
        return forget(one)

    requests = store.kept("requests")
    owner, at = "reporter.owner_id", "submitted_at"
    return (Shelf(kept=requests, owner=owner, at=at, days=1095, forget=over),)
