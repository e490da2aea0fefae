"""Put intake together; the only module that knows every part."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import partial

from aiohttp import web

from services.intake import api
from services.intake.channels.darkroom import ThreadedDarkroom
from services.intake.channels.wechat import OfficialAccount
from services.intake.channels.wechat_cipher import Envelopes
from services.intake.consumers import SUBSCRIPTIONS
from services.intake.domain.conversation import Conversation
from services.intake.domain.owner import Owner
from services.intake.domain.submission import Submission
from services.intake.ports import Work
from services.intake.settings import Settings
from services.intake.store import GridAlbum, OwnerIndex, SubmissionReceipts
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock, utc_now
from shared.runtime.mongo import Database, answers, open_database
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app

NAME = "intake"
WorkOf = Callable[[Cause], Work]


def build(settings: Settings) -> web.Application:
    """Build the service; nothing is opened before it starts."""
    app = doors(settings)
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


def doors(settings: Settings, clock: Clock = utc_now) -> web.Application:
    """Build what answers HTTP; ``api.WORK`` has yet to be set."""
    app = service_app(NAME, settings, api.routes_of(settings.channels), clock=clock)
    app[api.ACCOUNT] = account_of(settings)
    app[api.ESTATE] = settings.estate
    app[api.PATIENCE] = settings.wechat_patience_seconds
    return app


def account_of(settings: Settings) -> OfficialAccount | None:
    """Return the estate's official account, if it has one."""
    if not settings.wechat_token:
        return None
    key, app_id = settings.wechat_aes_key, settings.wechat_app_id
    envelopes = Envelopes(key, app_id) if key and app_id else None
    return OfficialAccount(settings.wechat_token, envelopes)


async def _run(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        store = Store(database, publish, source=NAME)
        work = await _work(store, database)
        await stack.enter_async_context(store.running())
        await stack.enter_async_context(consuming(settings, NAME, SUBSCRIPTIONS, work, utc_now))
        app[api.WORK] = work
        app[CHECKS]["database"] = partial(answers, database)
        yield


async def _work(store: Store, database: Database) -> WorkOf:
    submissions = store.repository(Submission, "submissions")
    conversations = store.repository(Conversation, "conversations")
    owners = store.repository(Owner, "owners")
    book = OwnerIndex(owners)
    await book.prepare()
    receipts = SubmissionReceipts(submissions.collection)
    album, darkroom = GridAlbum(database), ThreadedDarkroom()

    def work(cause: Cause) -> Work:
        return Work(
            cause=cause,
            submissions=submissions.under(cause),
            conversations=conversations.under(cause),
            owners=owners.under(cause),
            receipts=receipts,
            book=book,
            album=album,
            darkroom=darkroom,
        )

    return work
