"""Put the gateway together."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from functools import partial
from typing import Final

import aiohttp
from aiohttp import web
from yarl import URL

from services.gateway import api
from services.gateway.api import events, forward, limits, parts, wechat
from services.gateway.api.cookie import write_cookie
from services.gateway.api.guard import guard
from services.gateway.api.headers import write_headers
from services.gateway.api.merged import Merged
from services.gateway.api.pages import add_pages
from services.gateway.api.slim import slim
from services.gateway.channels.keys import Keys
from services.gateway.channels.notifier import CodePost
from services.gateway.channels.passwords import Argon
from services.gateway.channels.stream import Hub
from services.gateway.channels.upstream import Door
from services.gateway.channels.wechat import Account, LogIn
from services.gateway.consumers import SUBSCRIPTIONS, Ear
from services.gateway.domain.bucket import Buckets, Rate
from services.gateway.domain.ended import TOKENS_LAST, Ended
from services.gateway.domain.upstreams import BODIES, Upstream
from services.gateway.handlers.staff import ensure_admin
from services.gateway.jobs import EVERY, Rounds
from services.gateway.ports import Work
from services.gateway.settings import Settings
from services.gateway.store import AccountLists, MongoTallies, Shelves
from shared.bus.consumer import consuming
from shared.bus.listener import listening
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock, utc_now
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import Database, answers, open_database
from shared.store.audit import AuditTrail
from shared.store.forgetting import Forgetting
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app
from shared.web.audit import AUDIT
from shared.web.openapi import document

HEARTBEAT: Final = 15.0


def build(settings: Settings) -> web.Application:
    """Build the gateway; nothing is opened before it starts."""
    app = door_app(settings)
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


def door_app(settings: Settings, clock: Clock = utc_now) -> web.Application:
    """Build all that needs no server of others: routes, pages, limits, headers."""
    limit = max(BODIES.values())
    app = service_app("gateway", settings, api.routes, clock=clock, limit=limit)
    app.middlewares.append(guard)
    app.middlewares.append(slim)
    app.on_response_prepare.append(write_headers)
    app.on_response_prepare.append(write_cookie)
    app.on_shutdown.append(_end_streams)
    app[parts.HUB] = Hub()
    app[parts.ENDED] = Ended()
    app[parts.ESTATE] = settings.estate
    app[parts.ORIGIN] = str(URL(str(settings.public_url)).origin())
    app[parts.SECURE] = settings.public_url.scheme == "https"
    app[events.BEAT] = HEARTBEAT
    app[forward.PUBLIC_URL] = URL(str(settings.public_url))
    app[limits.PROXIES] = settings.trusted_proxies
    app[limits.BUCKETS] = _buckets(settings)
    app.router.add_get("/api/openapi.json", Merged(document("gateway", api.routes)).answer)
    forward.add_forwarding(app.router, sandbox=settings.sandbox_url is not None)
    add_pages(app)
    return app


async def _run(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    keys = Keys.from_files(
        settings.jwt_private_key_file, settings.jwt_public_keys_file, settings.digest_key_file
    )
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(client_session())
        database = await stack.enter_async_context(open_database(settings, "gateway"))
        publish = await stack.enter_async_context(open_publisher(settings, "gateway"))
        store = Store(database, publish, source="gateway")
        shelves = Shelves(store)
        await shelves.ensure_indexes()
        await stack.enter_async_context(store.running())
        post = CodePost(str(settings.notifier_url), client, keys, utc_now)
        await stack.enter_async_context(post.running())
        work = _works(shelves, keys, post)
        memory = Forgetting(shelves.of_owners(), settings.keep_days, utc_now)
        app[parts.WORK], app[parts.MEMORY] = work, memory
        app[parts.DOOR] = Door(urls_of(settings), client)
        app[AUDIT], app[limits.TALLIES] = AuditTrail(database), await _tallies(database)
        app[CHECKS]["database"] = partial(answers, database)
        await _ensure_admin(settings, work)
        app[wechat.LOGIN] = login_of(settings, client)
        lists = AccountLists(shelves)
        await stack.enter_async_context(_finishing(lists, work))
        durable = consuming(settings, "gateway", SUBSCRIPTIONS, work, utc_now)
        await stack.enter_async_context(durable)
        ear = Ear(app[parts.HUB], app[parts.ENDED])
        await stack.enter_async_context(listening(settings, "gateway", ear.hear))
        await _note_left(app[parts.ENDED], lists)
        yield


async def _tallies(database: Database) -> MongoTallies:
    """Return what counts for all replicas together."""
    tallies = MongoTallies(database)
    await tallies.ensure_indexes()
    return tallies


def _finishing(lists: AccountLists, work: parts.WorkOf) -> AbstractAsyncContextManager[None]:
    """Finish imports that a crash has broken off, beside the block."""
    rounds = Rounds(lists=lists, work=work, clock=utc_now)
    return repeating("imports", EVERY, rounds.imports)


async def _note_left(ended: Ended, lists: AccountLists) -> None:
    """Remember, as before this process began, who has just left."""
    for one in await lists.left_since(utc_now() - TOKENS_LAST):
        ended.note(one.id, one.left_at or utc_now())


def client_session() -> aiohttp.ClientSession:
    """Return the pool of connections to the services; bodies pass through as they are."""
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=15)
    return aiohttp.ClientSession(
        connector=connector,
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("User-Agent", "Content-Type", "Accept-Encoding"),
    )


def login_of(settings: Settings, client: aiohttp.ClientSession) -> LogIn | None:
    """Return the log-in by WeChat, if the estate has an official account for its pages."""
    if not settings.wechat_app_id or settings.wechat_secret_file is None:
        return None
    account = Account(
        app_id=settings.wechat_app_id,
        secret=settings.wechat_secret_file.read_text().strip(),
        pages=settings.wechat_pages_url,
        api=settings.wechat_url,
    )
    return LogIn(account, client)


def urls_of(settings: Settings) -> dict[Upstream, str]:
    """Return where each service is; the sandbox only if there is one."""
    urls = {
        Upstream.INTAKE: settings.intake_url,
        Upstream.INTAKE_DESK: settings.intake_desk_url or settings.intake_url,
        Upstream.INTAKE_WECHAT: settings.intake_wechat_url or settings.intake_url,
        Upstream.ROUTER: settings.router_url,
        Upstream.NOTIFIER: settings.notifier_url,
        Upstream.SURVEY: settings.survey_url,
        Upstream.SANDBOX: settings.sandbox_url,
    }
    return {name: str(url) for name, url in urls.items() if url is not None}


def _works(shelves: Shelves, keys: Keys, post: CodePost) -> parts.WorkOf:
    accounts, passwords = AccountLists(shelves), Argon()

    def work(cause: Cause) -> Work:
        return Work(
            cause=cause,
            kept=shelves.under(cause),
            accounts=accounts,
            secrets=keys,
            passwords=passwords,
            signer=keys,
            send=post.send,
        )

    return work


def _buckets(settings: Settings) -> dict[str, Buckets]:
    rates = {
        limits.ADDRESS: (settings.address_burst, settings.address_per_second),
        limits.ACCOUNT: (settings.account_burst, settings.account_per_second),
        limits.CODES: (settings.codes_burst, settings.codes_per_hour / 3600),
        limits.LOGINS: (settings.logins_burst, settings.logins_per_minute / 60),
    }
    return {
        name: Buckets(Rate(burst=burst, per_second=pace)) for name, (burst, pace) in rates.items()
    }


async def _ensure_admin(settings: Settings, work: parts.WorkOf) -> None:
    identity = new_id()
    cause = Cause(id=identity, estate=settings.estate, at=utc_now(), correlation=identity)
    password = settings.admin_password_file.read_text().strip()
    with suppress(Conflict):  # another replica is doing the same
        await ensure_admin(password, work(cause))


async def _end_streams(app: web.Application) -> None:
    app[parts.HUB].close()
