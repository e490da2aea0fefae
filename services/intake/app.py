"""Put intake together; the only module that knows every part."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Any, Final

from aiohttp import ClientSession, DummyCookieJar, web

from services.intake import api
from services.intake.api.uploads import UPLOADS
from services.intake.channels.darkroom import ThreadedDarkroom
from services.intake.channels.draws import Chance
from services.intake.channels.lists import CrewList, DraftTurns, TalkLists
from services.intake.channels.pictures import PlatformPictures
from services.intake.channels.shelves import shelves_of
from services.intake.channels.wechat import OfficialAccount
from services.intake.channels.wechat_cipher import Envelopes
from services.intake.channels.wecom import Application
from services.intake.consumers import SUBSCRIPTIONS
from services.intake.domain.binding import PhoneCodes, Proof, RoomCode
from services.intake.domain.conversation import Conversation
from services.intake.domain.draft import Draft
from services.intake.domain.estate import Estate
from services.intake.domain.groups.paste import Paste
from services.intake.domain.owner import Owner
from services.intake.domain.report import Report
from services.intake.domain.staff import Staff
from services.intake.domain.submission import Submission
from services.intake.domain.upload import Upload
from services.intake.jobs import EVERY, Rounds
from services.intake.ports import UploadWork, Work
from services.intake.settings import Settings
from services.intake.store import GridAlbum, OwnerIndex, SubmissionReceipts, UploadPieces
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.clock import Clock, utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import Database, answers, open_database
from shared.store.audit import AuditTrail
from shared.store.forgetting import Forgetting
from shared.store.mongo import Store
from shared.web.app import CHECKS, service_app
from shared.web.audit import AUDIT

NAME = "intake"
WorkOf = Callable[[Cause], Work]
KEPT: Final[Mapping[str, type[Any]]] = {
    "submissions": Submission,
    "conversations": Conversation,
    "owners": Owner,
    "reports": Report,
    "staff": Staff,
    "estates": Estate,
    "drafts": Draft,
    "proofs": Proof,
    "phone_codes": PhoneCodes,
    "room_codes": RoomCode,
    "pastes": Paste,
}
PASSING: Final[Mapping[str, tuple[str, int]]] = {
    "reports": ("reported_at", 7 * 86_400),
    "proofs": ("forget_at", 0),
    "phone_codes": ("forget_at", 0),
    "room_codes": ("forget_at", 0),
}


def build(settings: Settings) -> web.Application:
    """Build the service; nothing is opened before it starts."""
    app = doors(settings)
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


def doors(settings: Settings, clock: Clock = utc_now) -> web.Application:
    """Build what answers HTTP; ``api.WORK`` has yet to be set."""
    app = service_app(NAME, settings, api.routes_of(settings.channels), clock=clock)
    app[api.ACCOUNT] = account_of(settings)
    app[api.WECOM] = application_of(settings)
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


def application_of(settings: Settings) -> Application | None:
    """Return the estate's WeCom application, if it has one."""
    token, key, corp = settings.wecom_token, settings.wecom_aes_key, settings.wecom_corp_id
    return Application(token, Envelopes(key, corp)) if token and key and corp else None


async def _run(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        store = Store(database, publish, source=NAME)
        pool = await stack.enter_async_context(ClientSession(cookie_jar=DummyCookieJar()))
        made = await work_of(store, database, settings, pool)
        uploads = await _uploads(store, database)
        memory = Forgetting(
            shelves_of(store, GridAlbum(database).destroy), settings.keep_days, utc_now
        )
        work = memory.given(made)
        await stack.enter_async_context(store.running())
        await stack.enter_async_context(memory.running())
        rounds = rounds_of(store, work)
        await stack.enter_async_context(repeating("questions", EVERY, rounds.questions))
        await stack.enter_async_context(repeating("drafts", EVERY, rounds.drafts))
        await stack.enter_async_context(consuming(settings, NAME, SUBSCRIPTIONS, work, utc_now))
        app[api.WORK] = work
        app[UPLOADS] = uploads
        app[AUDIT] = AuditTrail(database)
        app[CHECKS]["database"] = partial(answers, database)
        yield


async def work_of(
    store: Store, database: Database, settings: Settings, pool: ClientSession
) -> WorkOf:
    """Return what makes work for a cause; call before the store runs."""
    kept = {name: store.repository(kind, name) for name, kind in KEPT.items()}
    for name, (moment, seconds) in PASSING.items():
        await kept[name].collection.create_index(moment, name="old", expireAfterSeconds=seconds)
    book, receipts = OwnerIndex(kept["owners"]), SubmissionReceipts(kept["submissions"])
    talks, turns = TalkLists(kept["conversations"]), DraftTurns(kept["drafts"])
    crew = CrewList(kept["staff"])
    for lists in (book, receipts, talks, turns, crew):
        await lists.prepare()
    steady: Callable[..., Work] = partial(
        Work,
        receipts=receipts,
        book=book,
        album=GridAlbum(database),
        darkroom=ThreadedDarkroom(),
        talks=talks,
        turns=turns,
        crew=crew,
        pictures=PlatformPictures(settings.wechat_picture_hosts, pool),
        draw=Chance(),
        duty=settings.duty,
        page=f"{settings.public_url.rstrip('/')}/",
    )
    return lambda cause: steady(
        cause=cause, **{name: one.under(cause) for name, one in kept.items()}
    )


async def _uploads(store: Store, database: Database) -> Callable[[Cause], UploadWork]:
    shelf = UploadPieces(store.repository(Upload, "uploads"), database)
    await shelf.prepare()
    album, darkroom = GridAlbum(database), ThreadedDarkroom()

    def work(cause: Cause) -> UploadWork:
        return UploadWork(
            cause=cause,
            uploads=shelf.uploads.under(cause),
            shelf=shelf,
            album=album,
            darkroom=darkroom,
        )

    return work


def rounds_of(store: Store, work: WorkOf) -> Rounds:
    """Return the turns of the loops."""
    return Rounds(
        talks=TalkLists(store.kept("conversations")),
        turns=DraftTurns(store.kept("drafts")),
        work=work,
        clock=utc_now,
    )
