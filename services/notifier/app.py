"""Compose the notifier."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web

from services.notifier import api
from services.notifier.api.push import TERMS, Terms
from services.notifier.api.receipts import ESTATE, SECRET
from services.notifier.api.sms_receipts import CALLBACK, LOCAL
from services.notifier.api.webhooks import HOOKS, KINDS
from services.notifier.channels.book import Contacts
from services.notifier.channels.choice import Providers
from services.notifier.channels.courier import courier
from services.notifier.channels.notices import MongoNotices
from services.notifier.channels.sandbox import open_session
from services.notifier.channels.shanghai import moment
from services.notifier.channels.takings import MongoTakings
from services.notifier.channels.wordings import MongoWordings
from services.notifier.consumers import SUBSCRIPTIONS, TOLD, also_told
from services.notifier.domain.contact import Contact
from services.notifier.domain.forgetting import NOBODY, forget_contact, forget_row
from services.notifier.domain.notice import Notice, Reading
from services.notifier.domain.notification import USUAL, Notification
from services.notifier.domain.rendering import Words
from services.notifier.domain.rows import BULK, FORMER, URGENT
from services.notifier.domain.template import Template
from services.notifier.domain.webhooks import Delivery, Hook
from services.notifier.handlers.hook_erasure import hear
from services.notifier.handlers.recording import Recorder
from services.notifier.handlers.webhooks import HookWork
from services.notifier.jobs import HookRound, Round, Sweep
from services.notifier.ports import Work, World
from services.notifier.settings import Settings
from services.notifier.store import HookShelf, NotificationLists
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.bus.subscriptions import Subscription
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock, utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import Database, answers, open_database
from shared.store.audit import AuditTrail
from shared.store.forgetting import Forgetting, Shelf
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app
from shared.web.audit import AUDIT

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
    app[CALLBACK] = settings.callback_secret
    app[LOCAL] = moment
    app[TERMS] = _terms(settings)
    app[KINDS] = TOLD
    return app


def _terms(settings: Settings) -> Terms | None:
    if settings.app_provider != "push":
        return None
    return Terms(public_key=settings.accounts.push.public_key, services=settings.push_services)


async def _run(app: web.Application, settings: Settings, words: Words) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        session = await stack.enter_async_context(open_session())
        store = Store(database, publish, source=NAME)
        recorder = Recorder()
        lists = NotificationLists(store.repository(Notification, "notifications"))
        book = Contacts(store.repository(Contact, "contacts"))
        providers = Providers(settings.accounts, session, database, utc_now)
        board = _board(database, store)
        wordings = MongoWordings(store.repository(Template, "templates"))
        await lists.ensure_indexes(named_by_providers=settings.names_rows)
        for shelf in (book, providers, board, wordings):
            await shelf.ensure_indexes()
        world = _world(settings, words, providers, recorder, MongoTakings(lists.kept))
        memory = Forgetting(_shelves(store), settings.keep_days, utc_now)
        work = memory.given(work_of(lists, book, world, board, wordings))
        hooks = await _hooks(stack, store, settings)
        await stack.enter_async_context(store.running())
        await stack.enter_async_context(recorder.running())
        await stack.enter_async_context(memory.running())
        for name, turn in _loops(lists, board, work).items():
            await stack.enter_async_context(repeating(name, settings.sweep_seconds, turn))
        await stack.enter_async_context(consuming(settings, NAME, _told(hooks), work, utc_now))
        app[api.WORK], app[HOOKS] = work, hooks
        app[AUDIT] = AuditTrail(database)
        app[CHECKS]["database"] = partial(answers, database)
        yield


def _told(hooks: Callable[[Cause], HookWork]) -> tuple[Subscription[Work], ...]:
    return also_told(SUBSCRIPTIONS, lambda event, cause: hear(event, hooks(cause)))


async def _hooks(
    stack: AsyncExitStack, store: Store, settings: Settings
) -> Callable[[Cause], HookWork]:
    """Return what binds webhooks to a cause, and see their deliveries through beside all else."""
    shelf = HookShelf(store.repository(Hook, "webhooks"), store.repository(Delivery, "deliveries"))
    await shelf.ensure_indexes()
    posts = await stack.enter_async_context(courier(private=settings.webhooks_inside))

    def work(cause: Cause) -> HookWork:
        return HookWork(
            cause=cause,
            hooks=shelf.hooks_kept.under(cause),
            deliveries=shelf.deliveries_kept.under(cause),
            lists=shelf,
            under=work,
            post=posts.post,
            private=settings.webhooks_inside,
        )

    turn = HookRound(shelf, work, utc_now).turn
    await stack.enter_async_context(repeating("webhooks", settings.sweep_seconds, turn))
    return work


def _world(
    settings: Settings,
    words: Words,
    providers: Providers,
    recorder: Recorder,
    takings: MongoTakings,
) -> World:
    return World(
        providers=providers.all(),
        words=words,
        zone=ZoneInfo(settings.time_zone),
        waits=settings.waits,
        records=recorder,
        takings=takings,
        subscriptions=providers.subscriptions,
        window=timedelta(seconds=settings.digest_seconds),
        notices_an_hour=settings.notices_an_hour,
        signature=settings.signature,
    )


def _board(database: Database, store: Store) -> MongoNotices:
    notices = store.repository(Notice, "notices")
    readings = store.repository(Reading, "notice_readings")
    return MongoNotices(database, notices, readings, store.kept("contacts"))


def _loops(
    lists: NotificationLists, board: MongoNotices, work: Callable[[Cause], Work]
) -> dict[str, Callable[[], Awaitable[bool]]]:
    """Return what is looked for in turns, each beside the others."""
    sweeps = {"sweep-urgent": (URGENT,), "sweep": (USUAL, FORMER), "sweep-bulk": (BULK,)}
    loops = {name: Sweep(lists, work, utc_now, ranks).turn for name, ranks in sweeps.items()}
    rounds = {"notices-emergency": True, "notices": False}
    found = {
        name: Round(board, work, utc_now, emergency=emergency).turn
        for name, emergency in rounds.items()
    }
    return {**loops, **found}


def work_of(
    lists: NotificationLists,
    book: Contacts,
    world: World,
    board: MongoNotices,
    wordings: MongoWordings,
) -> Callable[[Cause], Work]:
    """Return what binds everything that handlers touch to a cause."""

    def work(cause: Cause) -> Work:
        return Work(
            cause=cause,
            notifications=lists.kept.under(cause),
            contacts=book.kept.under(cause),
            rows=lists.kept.under,
            lists=lists,
            book=book,
            notices=board.kept.under(cause),
            notices_under=board.kept.under,
            readings=board.reads.under(cause),
            board=board,
            templates=wordings.kept.under(cause),
            wordings=wordings,
            world=world,
            clock=utc_now,
        )

    return work


def _shelves(store: Store) -> tuple[Shelf, ...]:
    async def row(one: Notification, _: datetime) -> bool:
        return forget_row(one)

    async def contact(one: Contact, _: datetime) -> bool:
        forget_contact(one)
        return True

    async def reading(one: Reading, _: datetime) -> bool:
        one.person = NOBODY
        return True

    rows, people = store.kept("notifications"), store.kept("contacts")
    whom = ("letter.recipient", "letter.speaks_of")
    readings = store.kept("notice_readings")
    return (
        *(Shelf(kept=rows, owner=one, at="created_at", days=180, forget=row) for one in whom),
        Shelf(kept=people, owner="person", at="gone_at", days=0, forget=contact),
        Shelf(kept=readings, owner="person", at="read_at", days=180, forget=reading),
    )
