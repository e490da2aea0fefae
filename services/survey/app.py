"""Put the survey service together; the only module that knows every part."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from aiohttp import web

from services.survey import api, jobs
from services.survey.channels.ballot_box import MongoBallotBox
from services.survey.channels.day_sheets import DaySheets
from services.survey.channels.pages import MongoPages
from services.survey.channels.voices import MongoVoices
from services.survey.consumers import SUBSCRIPTIONS
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.wave import Wave
from services.survey.domain.estate_rules import EstateRules
from services.survey.domain.forgetting import forget, forget_call, forget_owner
from services.survey.domain.forums.forum import Forum
from services.survey.domain.forums.quarters import QuarterWatch
from services.survey.domain.guessing import Guessing
from services.survey.domain.owner import Owner
from services.survey.domain.returns.return_call import ReturnCall
from services.survey.domain.staff import Staff
from services.survey.domain.survey import Survey
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Suggestion
from services.survey.ports import Work
from services.survey.settings import Settings
from services.survey.store import COLLECTION, RulesInMemory, SurveyLists, WorkRounds
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.kernel.aggregate import Aggregate
from shared.kernel.clock import utc_now
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import answers, open_database
from shared.store.audit import AuditTrail
from shared.store.forgetting import Forgetting, Shelf
from shared.store.mongo import Kept, Store
from shared.web.app import CHECKS, service_app
from shared.web.audit import AUDIT

NAME = "survey"


def build(settings: Settings) -> web.Application:
    """Build the service; nothing is opened before it starts."""
    app = service_app(NAME, settings, api.routes)
    app[api.LINKS], app[api.BALLOTS] = settings.links, settings.ballots
    app[api.GUESSING] = Guessing()
    app.cleanup_ctx.append(partial(_run, settings=settings))
    return app


KINDS: Final[Mapping[str, tuple[type[Aggregate], str]]] = {
    "surveys": (Survey, COLLECTION),
    "returns": (ReturnCall, "return_calls"),
    "owners": (Owner, "owners"),
    "campaigns": (Campaign, "campaigns"),
    "waves": (Wave, "waves"),
    "rules": (EstateRules, "rules"),
    "suggestions": (Suggestion, "suggestions"),
    "promises": (Promise, "promises"),
    "forums": (Forum, "forums"),
    "quarters": (QuarterWatch, "quarters"),
    "staff": (Staff, "staff"),
}


@dataclass(slots=True, frozen=True, kw_only=True)
class Parts:
    """What is kept, and what binds it to a cause."""

    lists: SurveyLists
    rounds: WorkRounds
    book: RulesInMemory
    box: MongoBallotBox
    voices: MongoVoices
    pages: MongoPages
    sheets: DaySheets
    kept: Mapping[str, Kept[Any]]
    settings: Settings

    def work(self, cause: Cause) -> Work:
        """Return a unit of work: everything that is kept, bound to its cause."""
        bound: dict[str, Any] = {name: one.under(cause) for name, one in self.kept.items()}
        return Work(
            cause=cause,
            **bound,
            voices=self.voices,
            box=self.box,
            book=self.book,
            lists=self.rounds,
            links=self.settings.links,
            ballots=self.settings.ballots,
            envelopes=self.settings.envelopes,
            terms=self.settings.terms,
            pace=self.settings.pace,
        )

    async def prepare(self) -> None:
        """Create the indexes."""
        for one in (self.lists, self.rounds, self.box, self.voices, self.pages, self.sheets):
            await one.ensure_indexes()


def parts_of(store: Store, settings: Settings) -> Parts:
    """Return the service's parts over a store that does not run yet."""
    kept: dict[str, Kept[Any]] = {
        name: store.repository(kind, collection) for name, (kind, collection) in KINDS.items()
    }
    return Parts(
        lists=SurveyLists(kept["surveys"]),
        rounds=WorkRounds(kept["owners"], kept["returns"], kept["campaigns"]),
        book=RulesInMemory(kept["rules"], utc_now),
        box=MongoBallotBox(store.database, settings.envelopes),
        voices=MongoVoices(store),
        pages=MongoPages(store, utc_now),
        sheets=DaySheets(kept["surveys"], store.database, utc_now),
        kept=kept,
        settings=settings,
    )


async def _run(app: web.Application, settings: Settings) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings, NAME))
        publish = await stack.enter_async_context(open_publisher(settings, NAME))
        store = Store(database, publish, source=NAME)
        parts = parts_of(store, settings)
        await parts.prepare()
        memory = Forgetting(_shelves(store), settings.keep_days, utc_now)
        work = memory.given(parts.work)
        app[api.WORK], app[api.LISTS] = work, parts.lists
        app[api.ROUNDS], app[api.BOOK] = parts.rounds, parts.book
        app[api.PAGES], app[api.SHEETS] = parts.pages, parts.sheets
        app[AUDIT] = AuditTrail(database)
        app[CHECKS]["database"] = partial(answers, database)
        await stack.enter_async_context(store.running())
        await stack.enter_async_context(consuming(settings, NAME, SUBSCRIPTIONS, work, utc_now))
        await stack.enter_async_context(memory.running())
        for name, seconds, turn in _loops(parts, settings):
            await stack.enter_async_context(repeating(name, seconds, turn))
        yield


def _loops(
    parts: Parts, settings: Settings
) -> tuple[tuple[str, float, Callable[[], Awaitable[object]]], ...]:
    rounds, voices, work = parts.rounds, parts.voices, parts.work
    counting = jobs.Counting(parts.box, work, utc_now)
    return (
        ("reminders", 10.0, partial(jobs.send_reminders, parts.lists, work, utc_now)),
        ("return-calls", 60.0, partial(jobs.expire_calls, rounds, work, utc_now)),
        ("calendar", 30.0, partial(jobs.open_by_calendar, parts.book, work, utc_now)),
        ("campaigns", 1.0, partial(jobs.advance_campaigns, rounds, work, utc_now)),
        ("answers", 30.0, partial(jobs.remind_of_answers, voices, work, utc_now)),
        ("forums", 1.0, partial(jobs.advance_forums, voices, work, utc_now)),
        ("quarters", 600.0, partial(jobs.watch_quarters, parts.book, work, utc_now)),
        ("counting", settings.count_seconds, counting.turn),
    )


def _shelves(store: Store) -> tuple[Shelf, ...]:
    async def survey(one: Survey, _: datetime) -> bool:
        return forget(one)

    async def call(one: ReturnCall, _: datetime) -> bool:
        return forget_call(one)

    async def owner(one: Owner, _: datetime) -> bool:
        return forget_owner(one)

    async def voice(one: Suggestion | Promise, _: datetime) -> bool:
        one.forget()
        return True

    surveys, calls, owners = map(store.kept, (COLLECTION, "return_calls", "owners"))
    asked, said = "case.reporter.owner_id", "reporter.owner_id"
    suggestions, promises = map(store.kept, ("suggestions", "promises"))
    return (
        Shelf(kept=surveys, owner=asked, at="opened_at", days=730, forget=survey),
        Shelf(kept=calls, owner=asked, at="due_at", days=730, forget=call),
        Shelf(kept=suggestions, owner=said, at="given_at", days=730, forget=voice),
        Shelf(kept=promises, owner=said, at="made_at", days=730, forget=voice),
        Shelf(kept=owners, owner="owner_id", at="gone_at", days=0, forget=owner),
    )
