"""Put the survey service together; the only module that knows every part."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial

from aiohttp import web

from services.survey import api, jobs
from services.survey.consumers import SUBSCRIPTIONS
from services.survey.domain.guessing import Guessing
from services.survey.domain.survey import Survey
from services.survey.ports import Work
from services.survey.settings import Settings
from services.survey.store import COLLECTION, SurveyLists
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.clock import utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import answers, open_database
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app

NAME = "survey"


def build(settings: Settings) -> web.Application:
    """Build the service; nothing is opened before it starts."""
    app = service_app(NAME, settings, api.routes)
    app[api.LINKS] = settings.links
    app[api.GUESSING] = Guessing()
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


async def _run(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        store = Store(database, publish, source=NAME)
        surveys = store.repository(Survey, COLLECTION)
        lists = SurveyLists(surveys)
        await lists.ensure_indexes()

        def work(cause: Cause) -> Work:
            return Work(
                cause=cause,
                surveys=surveys.under(cause),
                links=settings.links,
                terms=settings.terms,
            )

        app[api.WORK], app[api.LISTS] = work, lists
        app[CHECKS]["database"] = partial(answers, database)
        await stack.enter_async_context(store.running())
        await stack.enter_async_context(consuming(settings, NAME, SUBSCRIPTIONS, work, utc_now))
        remind = partial(jobs.send_reminders, lists, work, utc_now)
        await stack.enter_async_context(repeating("reminders", 10.0, remind))
        yield
